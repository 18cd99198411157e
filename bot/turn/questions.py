"""Words that answer a question which the bot asked."""

from dataclasses import dataclass, replace
from typing import Any

from bot import understanding
from bot.context import Turn
from bot.model.conversation import Asked, Card
from bot.model.outcome import Outcome
from bot.skills import Skills
from bot.turn.reaching import reach
from bot.understanding import Meaning
from bot.understanding.dates.command import written

MOMENT = frozenset({"when", "duration_min", "rrule", "count"})
OWN_WORDS = ("why_", "takeaways_", "told")
"""What the slots begin with that take sentences of people's own."""
LINK = "url"
"""The slot that takes a link: one that stands alone is the answer, whatever else it may mean."""
CALLED_OFF = frozenset({"cancel", "annule", "annuler", "annulez"})
"""Orders to cancel that do not say what: while a question waits, they mean the question."""
FEWEST_WORDS = 5
"""Sentences have more words than this; an order may have as few."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A turn about to be decided: what its words mean, and the question they may answer."""

    turn: Turn
    meaning: Meaning
    asked: Asked | None
    skills: Skills


def is_answer(asked: Asked, meaning: Meaning, text: str) -> bool:
    """Whether words may be the answer to a question, rather than a new request."""
    slot = asked.slot
    if not slot or is_called_off(asked, meaning, text):
        return False
    if meaning.intent == "none":
        return True
    if slot == LINK:
        return len(text.split()) == 1 and text.strip().startswith(("https://", "http://"))
    if _own_words(asked):
        asks = text.rstrip().endswith("?") or meaning.intent == "poll.create"
        return not asks and "session" not in meaning.slots and len(text.split()) > FEWEST_WORDS
    if slot == "when":
        moment = meaning.when is not None and meaning.when.start is not None
        return moment and set(meaning.slots) <= MOMENT
    return slot == "session" and len(text.split()) < 5


def is_narrow(asked: Asked) -> bool:
    """Whether a question asks for something that no words about a session just spoken of answer."""
    return bool(asked.slot) and asked.slot not in (*MOMENT, "session") and not _own_words(asked)


def _own_words(asked: Asked) -> bool:
    return asked.slot.startswith(OWN_WORDS)


def is_called_off(asked: Asked, meaning: Meaning, text: str) -> bool:
    """Whether words say that a question needs no answer any more."""
    asks = bool(asked.slot) or "save" in asked.buttons
    called_off = text.strip(" .!").casefold() in CALLED_OFF and "stop" not in asked.buttons
    return meaning.intent == "dismiss" or (asks and called_off)


def completed(opened: Opened, asked: Asked) -> Outcome:
    """What follows from the request that the words complete; its question is settled."""
    turn, meaning = opened.turn, opened.meaning
    slots = {**asked.slots, **_filling(asked.slot, meaning, turn.incoming.text)}
    whole = replace(turn, intent=asked.intent, slots=slots, filled=asked.slot, when=meaning.when)
    return settled(turn, asked, reach(opened.skills.intents[asked.intent], whole))


def settled(turn: Turn, asked: Asked, outcome: Outcome) -> Outcome:
    """The outcome, with the question asked no more and its card answered."""
    view = turn.context.view
    card = view.get(Card, asked.card)
    done = (replace(card, done="save"),) if card is not None and not card.skill else ()
    waiting = view.get(Asked, asked.where)
    asks_again = any(isinstance(each, Asked) for each in outcome.saves)
    over = waiting is not None and waiting.card == asked.card and not asks_again
    return replace(
        outcome,
        saves=(*done, *outcome.saves),
        removes=(*outcome.removes, *((waiting,) if waiting and over else ())),
    )


def _filling(slot: str, meaning: Meaning, text: str) -> dict[str, Any]:
    if slot != "when":
        return {slot: understanding.plain(text).strip()}
    start = meaning.when.start if meaning.when else None
    return {"when": written(start)} if start else {}
