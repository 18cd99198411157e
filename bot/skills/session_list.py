"""``list sessions``, ``show session 2``; ``liste des séances``, ``montre la séance 2``.

The team sees drafts too, in private and in its own spaces; in other rooms even organisers see only
what is announced, as everybody there reads the answer.
"""

from bot import sessions, tools
from bot.context import INSIDERS, Heard, Skill, Turn
from bot.describing.facts import description_of, public_text
from bot.describing.showing import states
from bot.errors import Refusal
from bot.model.outcome import Outcome
from bot.model.people import Role
from bot.model.session import Phase, Session
from bot.model.speaking import Reply, Speaking
from bot.model.words import Both
from bot.planning.sequels import place_of, placed

NAME = "session_list"
LISTED = 15


def list_all(turn: Turn) -> Outcome:
    """The sessions to come, soonest first."""
    ahead = [each for each in sessions.upcoming(turn) if _may_be_read(turn, each)]
    if not ahead:
        return turn.say(f"{NAME}.{'none_to_organise' if _in_the_team(turn) else 'none'}")
    rows = [
        {"session": each, "place": place_of(turn.context, each), "draft": each.status == "draft"}
        for each in ahead[:LISTED]
    ]
    return turn.say(f"{NAME}.list", rows=rows, more=len(ahead) - len(rows))


def show_one(turn: Turn) -> Outcome:
    """All that this person may know of one session."""
    session = sessions.meant(placed(turn))
    if isinstance(session, Outcome):
        return session
    if not _may_be_read(turn, session):
        raise Refusal("sessions.unknown", named=turn.slots.get("session", session.id))
    team = _in_the_team(turn)
    return turn.say(
        f"{NAME}.show",
        session=session,
        place=place_of(turn.context, session),
        team=team,
        over=session.ends <= turn.context.now,
        speakers=_confirmed(turn, session),
        waiting=_silent(turn, session) if team else [],
        written=states(description_of(turn.context, session)) if team else [],
        tools=tools.below(tools.reached(turn.context, session)),
        told=Both() if team else public_text(turn.context, session),
    )


def _in_the_team(turn: Turn) -> bool:
    """Whether an organiser asks, where only the team reads the answer."""
    incoming = turn.incoming
    among_us = incoming.private or incoming.place in turn.context.team.spaces
    return among_us and turn.role is Role.ORGANISER


def _may_be_read(turn: Turn, session: Session) -> bool:
    """Whether all who read the answer may know of the session."""
    announced = session.phase in (Phase.ANNOUNCED, Phase.HELD)
    return announced or turn.incoming.private or _in_the_team(turn)


def _confirmed(turn: Turn, session: Session) -> list[str]:
    asked = turn.context.view.find(Speaking, "session", session.id)
    return [each.called for each in asked if each.reply is Reply.YES]


def _silent(turn: Turn, session: Session) -> list[str]:
    """Those who have not said yes or no, for the team."""
    asked = turn.context.view.find(Speaking, "session", session.id)
    return [each.called for each in asked if each.reply not in (Reply.YES, Reply.NO)]


SKILL = Skill(
    NAME,
    hears={
        "session.list": Heard(list_all, INSIDERS),
        "session.show": Heard(show_one, INSIDERS),
    },
)
