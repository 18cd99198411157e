"""Cards that offer a choice of moments, and what follows when one is pressed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import cards
from bot import texts
from bot.context import CARD_LIFE, Turn, where
from bot.model.conversation import Asked, Card
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.words import Both, Phrase
from bot.planning.moment import Moment, restored, zone_of
from bot.planning.said import just_said
from bot.texts.moments import zone_name

OTHERS = ("other_1", "other_2", "other_3")
Label = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """A card to choose on: what it says, and its buttons with their labels."""

    card: Card
    said: Phrase
    labels: Sequence[Label]


def put(turn: Turn, choice: Choice, slot: str = "") -> Outcome:
    """Show the choice; in words, what is offered is numbered, and a number may be typed.

    Typed words that name no button are the answer for ``slot``.
    """
    said = texts.render_in(choice.said, turn.languages)
    facts = {"said": said, "buttons": choice.labels}
    rendered = cards.render("moments", choice.card.ref, turn.languages, facts)
    outcome = turn.offer(choice.card, rendered, choice.said, slot)
    offered = [label for name, label in choice.labels if name in OTHERS]
    lines = [said, *(f"{number}. {label}" for number, label in enumerate(offered, start=1))]
    return replace(outcome, answer=replace(outcome.answer, text="\n".join(lines)))


def ask_which(turn: Turn, skill: str, said: Phrase) -> Outcome:
    """Ask for another moment; where the words leave a choice, by a card with what they may mean."""
    reading = just_said(turn)
    choices = [*_ahead(turn, reading.choices)] if reading else []
    if not choices:
        return turn.ask("when", said.key, **said.facts)
    said = Phrase("planning.choose", said.facts)
    card = Card(
        ref=turn.context.id_for("card/choices"),
        skill=skill,
        buttons=OTHERS[: len(choices)],
        person=turn.address,
        facts={
            "intent": turn.intent,
            "slots": dict(turn.slots),
            "choices": [_iso(each) for each in choices],
        },
        until=turn.context.now + CARD_LIFE,
    )
    labels = [(name, _label(turn, each)) for name, each in zip(OTHERS, choices, strict=False)]
    return put(turn, Choice(card, said, labels), "when")


def _ahead(turn: Turn, choices: Sequence[datetime | date]) -> list[datetime | date]:
    """Those that are still to come; at most as many as there are buttons."""
    now = turn.context.now
    ahead = [c for c in choices if (c > now if isinstance(c, datetime) else c >= now.date())]
    return ahead[: len(OTHERS)]


def _iso(choice: datetime | date) -> str:
    return choice.isoformat()


def _label(turn: Turn, choice: datetime | date) -> str:
    """The choice in words; the two hours of the night when the clock is put back told apart."""
    if not isinstance(choice, datetime):
        return turn.words("planning.choice_day", day=choice)
    twice = choice.utcoffset() != choice.replace(fold=1 - choice.fold).utcoffset()
    which = ("second" if choice.fold else "first") if twice else ""
    return turn.words("planning.choice", starts=choice, zone=zone_of(choice), which=which)


def chosen(turn: Turn) -> Turn:
    """The turn that a pressed choice completes: the first request, with its moment."""
    card = card_of(turn)
    choice = str(card.facts["choices"][OTHERS.index(turn.press.button)])
    slots = {**card.facts["slots"], "when": choice}
    if "T" in choice and "zone" not in slots:
        slots["zone"] = zone_of(datetime.fromisoformat(choice))
    return replace(turn, intent=str(card.facts["intent"]), slots=slots, filled="", when=None)


def offered(turn: Turn) -> Moment:
    """The moment that stands on the pressed button."""
    return restored(card_of(turn).facts["others"][OTHERS.index(turn.press.button)])


def settled(turn: Turn, outcome: Outcome) -> Outcome:
    """The outcome, with the pressed card answered, linked to the session it made, asked no more."""
    card = card_of(turn)
    made = next((f"session/{r.id}" for r in outcome.saves if isinstance(r, Session)), card.about)
    done = replace(card, done=turn.press.button, about=made)
    return replace(
        outcome,
        saves=(*outcome.saves, done),
        removes=(*outcome.removes, *_answered(turn, card, outcome)),
    )


def _answered(turn: Turn, card: Card, outcome: Outcome) -> Sequence[Asked]:
    """The question that the card was asked with, unless another one takes its place."""
    asked = turn.context.view.get(Asked, where(turn.incoming))
    replaced = any(isinstance(each, Asked) for each in outcome.saves)
    return [asked] if asked and asked.card == card.ref and not replaced else []


def labels_of(turn: Turn, others: Sequence[Moment], key: str = "planning.choice") -> list[Label]:
    """The buttons that offer other moments, each in these words."""
    return [
        (name, turn.words(key, starts=each.starts, zone=each.zone, which=""))
        for name, each in zip(OTHERS, others, strict=False)
    ]


def named(turn: Turn, button: str) -> Label:
    """A button with its usual label."""
    return button, turn.words(f"buttons.{button}")


def zone_label(zone: str) -> Both:
    """The zone as a label shows it: ``ET`` / ``HE``."""
    return Both(zone_name(zone, "en"), zone_name(zone, "fr"))


def card_of(turn: Turn) -> Card:
    """The card that was pressed."""
    if turn.card is None:
        raise TypeError("this turn is not a pressed button")
    return turn.card
