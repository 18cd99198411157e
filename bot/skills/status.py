"""“what is going on?” / « où en est-on? » and “what is due?”: where things stand."""

from collections.abc import Iterator

from bot import sessions
from bot.context import INSIDERS, ORGANISERS, Heard, Skill, Turn
from bot.model.outbox import Letter, Message, Sending, State
from bot.model.outcome import Outcome
from bot.model.people import Role
from bot.model.record import View
from bot.model.session import Phase, Session
from bot.model.speaking import Reply, Speaking

MOST = 10
STUCK = (State.FAILED, State.MISSED, State.UNCERTAIN)
WAITING = (State.HELD, State.WAITING, State.RETRYING)


def status(turn: Turn) -> Outcome:
    """The sessions to come and what each still needs; for others, the next sessions."""
    coming = sessions.upcoming(turn)
    if turn.role is not Role.ORGANISER:
        return turn.say("status.sessions", sessions=coming[:MOST])
    stuck = sum(turn.context.view.count(Sending, "status", state.value) for state in STUCK)
    rows = [{"session": each, **_needs(turn.context.view, each)} for each in coming[:MOST]]
    return turn.say("status.team", rows=rows, stuck=stuck)


def _needs(view: View, session: Session) -> dict[str, object]:
    """What is missing before a session can go on."""
    parts = view.find(Speaking, "session", session.id)
    return {
        "title": session.title.missing is not None,
        "draft": session.phase is Phase.DRAFT,
        "yes": [each.called for each in parts if each.reply is Reply.YES],
        "silent": [each.called for each in parts if each.reply is Reply.ASKED],
    }


def due(turn: Turn) -> Outcome:
    """What waits to leave, soonest first, and what never left, latest first."""
    view = turn.context.view
    waiting = sorted(_in(view, WAITING), key=lambda each: each.ready_at or each.created)
    stuck = sorted(_in(view, STUCK), key=lambda each: each.changed or each.created, reverse=True)
    return turn.say(
        "status.due",
        waiting=[_row(each) for each in waiting[:MOST]],
        stuck=[_row(each) for each in stuck[:MOST]],
    )


def _in(view: View, states: tuple[State, ...]) -> Iterator[Sending]:
    for state in states:
        yield from view.find(Sending, "status", state.value)


def _row(sending: Sending) -> dict[str, object]:
    content = sending.content
    what = sending.key
    if isinstance(content, Letter):
        what = content.subject
    elif isinstance(content, Message):
        what = content.text.partition("\n")[0]
    return {
        "what": what,
        "to": sending.to,
        "state": sending.state.value,
        "when": sending.ready_at or sending.changed or sending.created,
    }


SKILL = Skill(
    "status",
    hears={"info.status": Heard(status, INSIDERS), "info.due": Heard(due, ORGANISERS)},
)
