"""Reminders: “send reminders for session 3” / « envoie les rappels de la séance 3 »."""

from bot.context import ORGANISERS, Context, Heard, Mails, Skill, Turn
from bot.model.conversation import Card
from bot.model.once import REMINDER
from bot.model.outbox import Errand, Sending
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.skills.reminders import (
    asking,
    audience,
    card,
    composing,
    correcting,
    planning,
    receiving,
    sending,
    unplanning,
    ways,
    writing,
)


def standing(context: Context, ref: str) -> Card | None:
    """The card of a mailing, or of a plan, as it may be pressed now."""
    if not ref.startswith(planning.PLAN):
        return card.standing(context, ref)
    session = context.view.get(Session, ref.removeprefix(planning.PLAN))
    return planning.of_plan(session) if session else None


def approve(turn: Turn) -> Outcome:
    """A mailing to many agreed to by a second person, or the words of a plan."""
    return sending.approve(turn) if _is_mailing(turn) else planning.approve(turn)


def choose(turn: Turn) -> Outcome:
    """Another way for a mailing, or for the reminders of a plan."""
    return sending.choose(turn) if _is_mailing(turn) else planning.choose(turn)


def save(turn: Turn) -> Outcome:
    """The words that were written, for the plan or for a correction."""
    if turn.card is not None and "corrects" in turn.card.facts:
        return correcting.save(turn, turn.card)
    return writing.save(turn)


def show(turn: Turn) -> Outcome:
    """How the mailing or the plan of the card stands."""
    return sending.show(turn) if _is_mailing(turn) else planning.show(turn)


def found(turn: Turn) -> Outcome:
    """What the ledgers said of one person, or of everybody."""
    errand = turn.context.view.get(Sending, turn.result.key)
    if errand is None or not isinstance(errand.content, Errand):
        return Outcome()
    told = receiving.found if errand.content.verb == receiving.WHO else asking.found
    return told(turn.context, errand, turn.result.facts)


def _is_mailing(turn: Turn) -> bool:
    return turn.card is not None and "mailing" in turn.card.facts


SKILL = Skill(
    card.SKILL,
    hears={
        "reminder.send": Heard(sending.send, ORGANISERS),
        "reminder.schedule": Heard(planning.schedule, ORGANISERS),
        "reminder.unschedule": Heard(unplanning.unschedule, ORGANISERS),
        "reminder.write": Heard(writing.write, ORGANISERS),
        "audit.why": Heard(asking.why, ORGANISERS),
        "audit.who": Heard(receiving.who, ORGANISERS),
    },
    presses={
        "go": Heard(sending.go, ORGANISERS),
        "approve": Heard(approve, ORGANISERS),
        "halt": Heard(sending.halt, ORGANISERS),
        "resume": Heard(sending.resume, ORGANISERS),
        "stop": Heard(sending.drop, ORGANISERS),
        "save": Heard(save, ORGANISERS),
        "correct": Heard(correcting.ask, ORGANISERS),
        "again": Heard(sending.again, ORGANISERS),
        **dict.fromkeys(ways.BUTTONS, Heard(choose, ORGANISERS)),
    },
    results=found,
    due=planning.due,
    show=show,
    waits=lambda turn: _is_mailing(turn) and sending.waits(turn),
    standing=standing,
    mails=Mails(
        audience=audience.people,
        addressed=audience.addressed,
        pattern=composing.pattern,
        told=card.told,
        transactional=frozenset({REMINDER, sending.CORRECTION}),
    ),
)
