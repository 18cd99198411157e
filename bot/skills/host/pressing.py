"""A press on the hosts' card: the words to paste, alone to be copied, or a way out of trouble."""

from collections.abc import Callable
from dataclasses import replace

from bot import sessions, texts
from bot.context import Turn
from bot.errors import Refusal
from bot.hosting import blocks, troubles
from bot.hosting.stand import called
from bot.model.outbox import Message, Sending
from bot.model.outcome import Outcome
from bot.model.people import Place
from bot.model.session import Session
from bot.model.words import Phrase
from bot.skills.host import card


def trouble(name: str) -> Callable[[Turn], Outcome]:
    """What shows what to do, whom to call, and each block to paste."""

    def handle(turn: Turn) -> Outcome:
        session = _session(turn)
        found = troubles.trouble(turn.context, session, name)
        facts = {
            "title": found.title,
            "steps": found.steps,
            "people": called(turn.context, session, name),
        }
        what = texts.render_in(Phrase("host.trouble", facts), turn.languages)
        return _said(turn, session, (what, *(each.pasted for each in found.blocks)))

    return handle


def block(turn: Turn) -> Outcome:
    """The chosen block, alone; typed, it may be named by its title."""
    session = _session(turn)
    named = turn.press.fields.get("block", "").casefold()
    for each in blocks.every_block(turn.context, session):
        if named in (each.name, each.title.en.casefold(), each.title.fr.casefold()):
            return _said(turn, session, (each.pasted,))
    raise Refusal("host.no_block")


def _session(turn: Turn) -> Session:
    assert turn.card is not None
    return sessions.of_card(turn.context, str(turn.card.facts["session"]))


def _said(turn: Turn, session: Session, words: tuple[str, ...]) -> Outcome:
    """A message for each, and the card; all in one where nobody can be written to."""
    assert turn.card is not None
    outcome = card.answered(turn, session, turn.card)
    place = card.place_of(turn)
    if place is None:
        text = "\n\n".join(words)
        return replace(outcome, answer=replace(outcome.answer, text=text))
    sends = tuple(
        _message(turn, place, f"{number}/{session.id}", each) for number, each in enumerate(words)
    )
    return replace(outcome, sends=sends)


def _message(turn: Turn, place: Place, number: str, words: str) -> Sending:
    return Sending(
        key=f"host/{turn.context.id_for('host/pressed')}/{number}",
        door=place.channel,
        to=place.room,
        content=Message(words),
        created=turn.context.now,
        expires=turn.context.now + card.LIFE,
    )
