"""Which session is meant, and which ones a person may know of."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from bot.context import Context, Question, Turn
from bot.errors import Refusal
from bot.model.outcome import Outcome
from bot.model.people import Role
from bot.model.registration import Registration, registration_key
from bot.model.session import Phase, Session
from bot.model.speaking import Speaking, speaking_key
from bot.model.words import Phrase

RECENT = timedelta(days=120)


def visible(turn: Turn, session: Session) -> bool:
    """Whether this person may know of it: the team, its speakers, others once announced.

    Who registered for it may know that it is cancelled.
    """
    if turn.role is Role.ORGANISER or session.phase in (Phase.ANNOUNCED, Phase.HELD):
        return True
    view, address = turn.context.view, turn.address
    speaks = view.get(Speaking, speaking_key(session.id, address))
    return bool(speaks or view.get(Registration, registration_key(session.id, address)))


def upcoming(turn: Turn) -> list[Session]:
    """The sessions to come that this person may know of, soonest first."""
    context = turn.context
    began = context.now - timedelta(hours=3)
    sessions = context.view.between(Session, "upcoming", began, None)
    return [each for each in sessions if each.ends > context.now and visible(turn, each)]


def past(turn: Turn) -> list[Session]:
    """The sessions of the last months that this person may know of, latest first."""
    now = turn.context.now
    sessions = turn.context.view.between(Session, "starts", now - RECENT, now)
    over = [each for each in sessions if each.ends <= now and each.phase is not Phase.CANCELLED]
    return [each for each in reversed(over) if visible(turn, each)]


def candidates(turn: Turn) -> list[Session]:
    """The sessions the words may mean: one if they are clear, several or none if they are not.

    The same answer for a session that does not exist and one this person may not know of.
    """
    named = str(turn.slots.get("session", "")).strip()
    if named == "next" or not named:
        return upcoming(turn)[:1] if named else _by_themselves(turn)
    if named == "last":
        return past(turn)[:1]
    if named.lstrip("#").isdecimal():
        found = turn.context.view.get(Session, named.lstrip("#").lstrip("0"))
        return [found] if found and visible(turn, found) else []
    if _is_day(named):
        on_day = turn.context.view.find(Session, "day", named)
        return [e for e in on_day if visible(turn, e) and e.phase is not Phase.CANCELLED]
    return _titled(named, [*upcoming(turn), *past(turn)])


def meant(turn: Turn) -> Session | Outcome:
    """The session the words mean; or the question that settles which one it is."""
    found = candidates(turn)
    if len(found) == 1:
        return found[0]
    if not found and turn.slots.get("session"):
        raise Refusal("sessions.unknown", named=turn.slots["session"])
    if not found:
        raise Refusal("sessions.none_planned")
    return which(turn, found)


def held(turn: Turn) -> Session | Outcome:
    """The same where what is said is about a session that is over, if none is named."""
    if turn.slots.get("session"):
        return meant(turn)
    found = past(turn)
    if not found:
        raise Refusal("sessions.none_over")
    return found[0] if len(found) == 1 else which(turn, found)


def which(turn: Turn, found: Sequence[Session]) -> Outcome:
    """The question which of these sessions is meant."""
    choices = [(each.id, turn.words("sessions.choice", session=each)) for each in found]
    return turn.pose(Question("session", Phrase("sessions.which", {"sessions": found}), choices))


def of_card(context: Context, session_id: str) -> Session:
    """The session a card is about."""
    session = context.view.get(Session, session_id)
    if session is None:
        raise Refusal("turn.card_unknown")
    return session


def _by_themselves(turn: Turn) -> list[Session]:
    """Without a name: a speaker's own sessions, or all those to come."""
    sessions = upcoming(turn)
    if turn.role is not Role.SPEAKER:
        return sessions
    view, address = turn.context.view, turn.address
    return [each for each in sessions if view.get(Speaking, f"{each.id}/{address}")] or sessions


def _is_day(text: str) -> bool:
    return len(text) == 10 and text[4] == text[7] == "-"


def _titled(words: str, sessions: Iterable[Session]) -> list[Session]:
    """Those whose title is these words, or else holds them."""
    wanted = words.casefold().strip(' “”«»"')
    titles = [
        (session, [side.casefold() for side in (session.title.en, session.title.fr) if side])
        for session in sessions
    ]
    exact = [session for session, sides in titles if wanted in sides]
    return exact or [s for s, sides in titles if any(wanted in side for side in sides)]
