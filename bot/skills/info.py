"""“when is the next session?” / « comment me joindre? »: what people ask about a session.

Every answer comes from what is known of the session; what is not known yet is said plainly.
"""

from dataclasses import replace

from bot import sessions, tools
from bot.context import ANYONE_ASKING, Handler, Heard, Skill, Turn
from bot.documents.calendar import ics
from bot.invites import PUBLISH, invite
from bot.model.outbox import File, Person
from bot.model.outcome import Outcome
from bot.model.people import Role
from bot.model.session import Phase, Session
from bot.model.speaking import Speaking
from bot.polling.own import ways
from bot.registering.public import reach_of_visitors
from bot.speakers import confirmed


def next_session(turn: Turn) -> Outcome:
    """When the next session is."""
    coming = sessions.upcoming(turn)
    if not coming:
        return turn.say("info.none_planned", team=turn.context.team.name)
    return turn.say("info.next", session=coming[0], more=coming[1:3])


def about(turn: Turn) -> Outcome:
    """What the sessions are."""
    return turn.say("info.about", team=turn.context.team.name)


def _on_session(key: str) -> Handler:
    """A handler that answers with one text about the session that is meant."""

    def handle(turn: Turn) -> Outcome:
        session = _asked_about(turn)
        if isinstance(session, Outcome):
            return session
        reach = _reach(turn, session)
        return turn.say(
            f"info.{key}",
            session=session,
            tools=tools.below(reach),
            wordly=reach.wordly,
            polls=ways(turn, session.id),
            speakers=_speakers(turn, session),
            over=session.ends <= turn.context.now,
        )

    return handle


def _join(turn: Turn) -> Outcome:
    """How one takes part; visitors learn that the link comes by mail, and not the link."""
    return _on_session("join_by_mail" if turn.role is Role.VISITOR else "join")(turn)


def _calendar(turn: Turn) -> Outcome:
    """How a session comes into one's calendar, with its entry where a file can be given."""
    session = _asked_about(turn)
    if isinstance(session, Outcome):
        return session
    said = turn.say("info.calendar", session=session, link=_link(turn, session))
    if turn.role is Role.VISITOR or not _in_calendars(session):
        return said
    context = turn.context
    sender = Person(context.setup.mail_from, context.team.name.in_(turn.language))
    entry = invite(context, session, sender, PUBLISH)
    text = ics(entry, organizer=sender, stamp=context.now).decode()
    file = File(f"session-{session.id}.ics", "text/calendar", text)
    return replace(said, answer=replace(said.answer, file=file))


def _asked_about(turn: Turn) -> Session | Outcome:
    """The session that is meant; without a name, the next one."""
    if turn.slots.get("session"):
        return sessions.meant(turn)
    coming = sessions.upcoming(turn)
    if not coming:
        return turn.say("info.none_planned", team=turn.context.team.name)
    return coming[0]


def _recording(turn: Turn) -> Outcome:
    """Where a session can be watched; without a name, the last one, or else the next."""
    if not turn.slots.get("session"):
        past = sessions.past(turn)
        if past and (past[0].recording or not sessions.upcoming(turn)):
            return turn.say("info.recording", session=past[0], over=True)
    return _on_session("recording")(turn)


def _reach(turn: Turn, session: Session) -> tools.Reached:
    """How whoever asks reaches the tools: visitors only around the session."""
    if turn.role is Role.VISITOR:
        return reach_of_visitors(turn.context, session)
    return tools.reached(turn.context, session)


def _speakers(turn: Turn, session: Session) -> list[Speaking]:
    """Those who will speak; visitors learn nobody's address, even where there is no name."""
    found = confirmed(turn.context, session)
    return [each for each in found if each.name] if turn.role is Role.VISITOR else found


def _in_calendars(session: Session) -> bool:
    return session.phase in (Phase.ANNOUNCED, Phase.HELD)


def _link(turn: Turn, session: Session) -> str:
    if not _in_calendars(session):
        return ""
    return f"{turn.context.setup.public_url}/calendar/{session.id}.ics"


SKILL = Skill(
    "info",
    hears={
        "info.next": Heard(next_session, ANYONE_ASKING),
        "info.about": Heard(about, ANYONE_ASKING),
        "info.join": Heard(_join, ANYONE_ASKING),
        "info.recording": Heard(_recording, ANYONE_ASKING),
        "info.calendar": Heard(_calendar, ANYONE_ASKING),
        **{
            f"info.{key}": Heard(_on_session(key), ANYONE_ASKING)
            for key in ("speakers", "language")
        },
    },
)
