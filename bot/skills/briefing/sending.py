"""What a press does with a briefing: it leaves once, or never."""

from collections.abc import Iterable

from bot.context import Context, Turn, merge
from bot.errors import Refusal
from bot.model.briefing import HALF_PAGE, SKILL, Briefing
from bot.model.outbox import Sending
from bot.model.outcome import Outcome
from bot.model.words import Phrase
from bot.planning.drafts import noted
from bot.posts import Note, by_mail, to_person
from bot.skills.briefing import card, drafting


def go(turn: Turn) -> Outcome:
    """The text as it was shown, to everybody it is for; pressed again, nothing."""
    briefing = _of_card(turn)
    if not briefing.waits:
        return drafting.shown(turn, briefing)
    readers = card.readers(turn.context, briefing)
    if not readers:
        half = briefing.kind == HALF_PAGE
        raise Refusal(f"{SKILL}.{'no_director' if half else 'nobody'}")
    now = briefing.changed(sent=turn.context.now, by=turn.address, count=len(readers))
    audit = noted(turn, "briefing.sent", f"{SKILL}/{briefing.id}")
    sends = tuple(_letters(turn.context, now, readers))
    return merge(Outcome(saves=(now, audit), sends=sends), drafting.shown(turn, now))


def stop(turn: Turn) -> Outcome:
    """It is not sent; asked for again, it is drafted anew."""
    briefing = _of_card(turn)
    if not briefing.waits:
        return drafting.shown(turn, briefing)
    now = briefing.changed(dropped=True, by=turn.address)
    return merge(Outcome(saves=(now,)), drafting.shown(turn, now))


def show(turn: Turn) -> Outcome:
    """How the briefing of the card stands."""
    return drafting.shown(turn, _of_card(turn))


def waits(turn: Turn) -> bool:
    """Whether there is still something to press."""
    return _of_card(turn).waits


def _letters(context: Context, briefing: Briefing, readers: Iterable[str]) -> Iterable[Sending]:
    """The director reads it where they are met; others always by mail."""
    half = briefing.kind == HALF_PAGE
    facts = {"text": briefing.text, "team": context.team, "sessions": briefing.sessions}
    for each in readers:
        note = Note(
            key=f"{SKILL}/{briefing.id}/{context.sealed(each)}",
            words=Phrase(f"{SKILL}.text", facts),
            subject=Phrase(f"{SKILL}.subject_{briefing.kind}", facts),
            letter=Phrase(f"{SKILL}.letter_{briefing.kind}", facts),
            about=f"{SKILL}/{briefing.id}",
        )
        yield to_person(context, each, note) if half else by_mail(context, each, note)


def _of_card(turn: Turn) -> Briefing:
    return turn.of_card(Briefing, "briefing")
