"""What follows from an answer to an invitation, whoever gave it; the words to them come after."""

from datetime import datetime, timedelta

from bot.context import Context, merge
from bot.invites import team
from bot.invites.card import Asking
from bot.invites.letters import sent, withdrawn
from bot.model.outbox import Sending, State
from bot.model.outcome import Outcome
from bot.model.session import Phase, Session
from bot.model.speaking import Reply, Speaking
from bot.model.theme import Suggestion, Theme
from bot.model.words import Phrase

LATE = timedelta(days=7)


def confirmed(context: Context, asking: Asking, noted_by: str = "") -> Outcome:
    """A yes: the entry goes to their calendar, and the space hears."""
    said = _answered(context, asking, Reply.YES, noted_by)
    letter, kept = sent(context, asking.session, said)
    now = Asking(asking.session, kept)
    words = Phrase(f"speaker_desk.will_{kept.part}", _facts(now))
    saves = (kept, *unsaid(context, asking.speaking))
    return Outcome(saves=saves, sends=(*team.tell(context, now, words), letter))


def declined(context: Context, asking: Asking, noted_by: str = "") -> Outcome:
    """A no: the entry leaves their calendar, and the space hears, with what to do if it is late."""
    said = _answered(context, asking, Reply.NO, noted_by)
    letters: tuple[Sending, ...] = ()
    if said.holds:
        letter, said = withdrawn(context, asking.session, said)
        letters = (letter,)
    now = Asking(asking.session, said)
    sends = team.tell(context, now, _alert(context, asking, now))
    saves = (said, *unsaid(context, asking.speaking))
    return Outcome(saves=saves, sends=(*sends, *letters))


def returning(context: Context, asking: Asking) -> Outcome:
    """A yes after a no: the team decides whether it still fits."""
    said = _answered(context, asking, Reply.RETURNING, "")
    now = Asking(asking.session, said)
    return merge(Outcome(saves=(said,)), team.decide(context, now, team.RETURNING))


def proposed(context: Context, asking: Asking, words: str, at: datetime | None) -> Outcome:
    """Another time, in their words and as an instant if it could be read: the team decides."""
    answered = _answered(context, asking, Reply.OTHER_TIME, "")
    said = answered.changed(said=words, proposes=at)
    now = Asking(asking.session, said)
    saves = (said, *unsaid(context, asking.speaking))
    return merge(Outcome(saves=saves), team.decide(context, now, team.PROPOSAL))


def questioned(context: Context, asking: Asking, words: str) -> Outcome:
    """A question, to the organiser who invited; an answer given before stays."""
    reply = asking.speaking.reply
    asks = Reply.QUESTION if reply is Reply.ASKED else reply
    answered = context.now if asks is not reply else asking.speaking.answered
    said = asking.speaking.changed(said=words, reply=asks, answered=answered)
    now = Asking(asking.session, said)
    saves = (said, *unsaid(context, asking.speaking))
    return merge(Outcome(saves=saves), team.ask_organiser(context, now, team.QUESTION))


def suggested(context: Context, session: Session) -> list[Suggestion]:
    """Who was suggested for the theme of the session and was not asked for it yet."""
    theme = context.view.get(Theme, session.theme) if session.theme else None
    asked = context.view.find(Speaking, "session", session.id)
    known = {name.casefold() for each in asked for name in (each.address, each.name)}
    suggestions = theme.suggestions if theme else ()
    return [each for each in suggestions if each.person.casefold() not in known]


def _alert(context: Context, before: Asking, now: Asking) -> Phrase:
    """What the team hears of a no: after a yes, or a week before, also what must be done."""
    session = now.session
    was_coming = before.speaking.reply is Reply.YES
    if not was_coming and session.starts - context.now > LATE:
        return Phrase("speaker_desk.wont", _facts(now))
    asked = context.view.find(Speaking, "session", session.id)
    others = [e.called for e in asked if e.reply is Reply.YES and e.address != now.speaking.address]
    facts = {
        "was_coming": was_coming,
        "others": others,
        "suggestions": suggested(context, session),
        "announced": session.phase is Phase.ANNOUNCED,
        "withdrawn": before.speaking.holds,
    }
    return Phrase("speaker_desk.late", {**_facts(now), **facts})


def reminder_key(speaking: Speaking) -> str:
    """The key of the last reminder of this asking."""
    return f"nudge/{speaking.key}/{speaking.asked.isoformat()}/{speaking.nudges}"


def unsaid(context: Context, speaking: Speaking) -> tuple[Sending, ...]:
    """The last reminder, stopped, if it has not left yet: any answer ends the reminders."""
    places = context.contact(speaking.address).places
    rooms = ("mail", *(f"{place.channel}/{place.room}" for place in places))
    key = reminder_key(speaking)
    found = (context.view.get(Sending, f"{key}/{room}") for room in rooms)
    still = (each for each in found if each and each.state in (State.WAITING, State.RETRYING))
    return tuple(each.now(State.STOPPED, context.now, problem="answered") for each in still)


def _answered(context: Context, asking: Asking, reply: Reply, noted_by: str) -> Speaking:
    before = asking.speaking
    # Whoever answers by themselves is reached; what an organiser heard says nothing of letters.
    returned = before.returned if noted_by else None
    now = context.now
    return before.changed(reply=reply, answered=now, noted_by=noted_by, returned=returned)


def _facts(asking: Asking) -> dict[str, object]:
    return {"session": asking.session, "speaking": asking.speaking}
