"""What is done about a ticket: by a press of its card, or by its number in words; in private."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot import speakers
from bot.access import card, plan, writing
from bot.context import Handler, Turn, merge
from bot.errors import Refusal
from bot.model.access import Ticket
from bot.model.outcome import Answer, Outcome
from bot.model.people import Noted
from bot.model.words import Phrase
from bot.planning.drafts import noted

MOST_LISTED = 20
Decision = Callable[[Turn, Ticket, str], Outcome]


def list_all(turn: Turn) -> Outcome:
    """The open tickets that this person may read: numbers and days, no words."""
    _must_be_private(turn)
    context = turn.context
    found = context.view.find(Ticket, "stands", "open")
    mine = [each for each in found if plan.may_see(context, turn.address, each)]
    rows = [(each, card.session_of(context, each)) for each in mine]
    rows.sort(key=lambda row: row[0].due)
    return turn.say("access.list", rows=rows[:MOST_LISTED], more=max(0, len(rows) - MOST_LISTED))


def read(turn: Turn) -> Outcome:
    """A ticket in full, with what can be done about it."""
    ticket = _named(turn)
    return ticket if isinstance(ticket, Outcome) else _shown(turn, ticket)


def read_by_press(turn: Turn) -> Outcome:
    """The ticket of the pressed card in full."""
    return _again(turn, _of_card(turn), Outcome())


def show(turn: Turn) -> Outcome:
    """The card as it stands."""
    ticket = _of_card(turn)
    assert turn.card is not None
    return Outcome(answer=Answer(card=card.opened(turn.context, turn.card, ticket, turn.languages)))


def spoken(name: str) -> Handler:
    """The handler of words that name a ticket: “close ticket 3: …”."""

    def handle(turn: Turn) -> Outcome:
        ticket = _named(turn)
        if isinstance(ticket, Outcome):
            return ticket
        words = str(turn.slots.get("told", "")).strip()
        if name == "answer" and not words:
            return replace(turn, slots={**turn.slots, "ticket": ticket.id}).ask(
                "told", "access.which_answer", ticket=ticket
            )
        return DECISIONS[name](turn, ticket, words)

    return handle


def pressed(name: str) -> Handler:
    """The handler of a button: the card stays, as the ticket is now."""

    def handle(turn: Turn) -> Outcome:
        ticket, fields = _of_card(turn), turn.press.fields
        if ticket.closed:
            return _again(turn, ticket, Outcome())
        words = fields.get("lesson" if name == "close" else "words", "").strip()
        if name == "answer" and not words:
            raise Refusal("access.no_answer")
        done = DECISIONS[name](turn, ticket, words)
        now = next((each for each in done.saves if isinstance(each, Ticket)), ticket)
        return _again(turn, now, done)

    return handle


def hand_over(turn: Turn) -> Outcome:
    """Somebody else sees to a ticket, and is told."""
    ticket = _named(turn)
    if isinstance(ticket, Outcome):
        return ticket
    who = speakers.person(turn)
    if isinstance(who, Outcome):
        return who
    now = ticket.changed(owner=who.address.lower(), nudged=False)
    told = card.told(turn.context, now, "access.yours")
    saved = Outcome(saves=(now, _noted(turn, now, "owner")))
    return merge(saved, told, turn.say("access.handed", ticket=now))


def take(turn: Turn, ticket: Ticket, _: str) -> Outcome:
    """The ticket in the hands of who says so."""
    now = ticket.changed(owner=turn.address)
    return _said(turn, now, "take", Outcome())


def answer(turn: Turn, ticket: Ticket, words: str) -> Outcome:
    """The answer on its way to who brought the ticket."""
    now = ticket.changed(answer=words)
    sent = writing.to_who_brought(turn.context, now, Phrase("access.answer", {"answer": words}))
    return _said(turn, now, "answer", sent)


def booked(turn: Turn, ticket: Ticket, _: str) -> Outcome:
    """What was asked for is booked, and that said to who asked."""
    now = ticket.changed(booked=(*ticket.booked, *ticket.unsettled))
    return _settled(turn, ticket, now, "booked")


def unavailable(turn: Turn, ticket: Ticket, _: str) -> Outcome:
    """What was asked for cannot be had; who asked hears so, with what works instead."""
    now = ticket.changed(refused=(*ticket.refused, *ticket.unsettled))
    return _settled(turn, ticket, now, "unavailable")


def _settled(turn: Turn, before: Ticket, now: Ticket, name: str) -> Outcome:
    if not before.unsettled:
        raise Refusal("access.nothing_to_book", ticket=before)
    said = writing.of_services(turn.context, now, before.unsettled, name)
    return _said(turn, now, name, writing.to_who_brought(turn.context, now, said))


def close(turn: Turn, ticket: Ticket, lesson: str) -> Outcome:
    """The ticket closed, what it taught kept without a name."""
    now = ticket.changed(closed=True)
    kept = Outcome(saves=(writing.lesson(turn.context, now, lesson),))
    closing = Phrase("access.closed")
    return _said(
        turn, now, "close", merge(kept, writing.to_who_brought(turn.context, now, closing))
    )


DECISIONS: Mapping[str, Decision] = {
    "answer": answer,
    "booked": booked,
    "unavailable": unavailable,
    "take": take,
    "close": close,
}


def _said(turn: Turn, now: Ticket, name: str, outcome: Outcome) -> Outcome:
    saved = Outcome(saves=(now, _noted(turn, now, name)))
    reached = bool(now.by)
    return merge(saved, outcome, turn.say(f"access.done_{name}", ticket=now, reached=reached))


def _noted(turn: Turn, ticket: Ticket, what: str) -> Noted:
    return noted(turn, f"access.{what}", f"access/{ticket.id}")


def _named(turn: Turn) -> Ticket | Outcome:
    """The ticket with the number that was said; the same refusal for all they may not read."""
    _must_be_private(turn)
    number = str(turn.slots.get("ticket", "")).strip(" #.")
    if not number:
        return turn.ask("ticket", "access.which")
    found = turn.context.view.get(Ticket, number)
    if found is None or not plan.may_see(turn.context, turn.address, found):
        raise Refusal("access.unknown")
    return found


def _of_card(turn: Turn) -> Ticket:
    assert turn.card is not None
    found = turn.context.view.get(Ticket, str(turn.card.facts["ticket"]))
    if found is None or not plan.may_see(turn.context, turn.card.person, found):
        raise Refusal("access.unknown")
    return found


def _must_be_private(turn: Turn) -> None:
    if not (turn.incoming.private or turn.incoming.alone):
        raise Refusal("access.privately")


def _shown(turn: Turn, ticket: Ticket) -> Outcome:
    own = card.of_ticket(turn.context, ticket, turn.address)
    drawn = card.opened(turn.context, own, ticket, turn.languages)
    return turn.offer(own, drawn, card.words(turn.context, ticket))


def _again(turn: Turn, ticket: Ticket, done: Outcome) -> Outcome:
    """What was done, answered with the card as it stands after it, in the place of the card."""
    assert turn.card is not None
    drawn = card.opened(turn.context, turn.card, ticket, turn.languages)
    stands = card.words(turn.context, ticket)
    said = done.answer.text or turn.words(stands.key, **stands.facts)
    return replace(done, answer=Answer(said, drawn, replaces=turn.card.ref))
