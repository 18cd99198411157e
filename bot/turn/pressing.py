"""Pressed buttons, and typed words that stand for them, held against the card that offered them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot import understanding
from bot.context import REMEMBERED, Turn, where
from bot.model.conversation import Asked, Card, Press
from bot.model.outcome import Outcome
from bot.model.people import route_key
from bot.planning.choosing import OTHERS, settled
from bot.skills import Skills
from bot.turn import late
from bot.turn.buttons import button_named, label, parted, waiting
from bot.turn.closing import closed
from bot.turn.misses import resolved
from bot.turn.offering import MEANT
from bot.turn.questions import Opened, completed
from bot.turn.reaching import meaning_of, meant, reach, refused
from bot.turn.roles import speaks_as
from bot.turn.standing import card_of
from bot.understanding import Meaning

LONGEST_FIELD = 4_000
NO_MEANING = Meaning("none")


def pressed(turn: Turn, skills: Skills) -> Outcome:
    """What a button does, once the card it belongs to is found to allow it."""
    press = turn.press
    card = card_of(turn.context, press.card, skills)
    if card is None or not _offered(card, turn):
        return refused(turn, "turn.card_unknown", press.button)
    if card.until < turn.context.now:
        return turn.say("turn.card_expired")
    if any(len(value) > LONGEST_FIELD for value in press.fields.values()):
        return turn.say("turn.too_long")
    incoming = replace(turn.incoming, press=_plain_fields(press)) if press.fields else turn.incoming
    shown = replace(turn, card=card, incoming=incoming)
    if not card.skill:
        return closed(shown, _answered(shown, card, skills))
    return closed(shown, reach(skills.named[card.skill].presses[press.button], shown))


def _offered(card: Card, turn: Turn) -> bool:
    """Whether this person was shown this card here, with this button and these fields."""
    press = turn.press
    for_them = card.person in ("", turn.address)
    here = card.public or bool(card.person) or card.place in (None, turn.incoming.place)
    fields = {name.removeprefix("in_") for name in press.fields} <= set(card.inputs)
    return for_them and here and press.button in card.buttons and fields


def _plain_fields(press: Press) -> Press:
    fields = {
        name.removeprefix("in_"): understanding.plain(value).strip()
        for name, value in press.fields.items()
    }
    return replace(press, fields=fields)


def _answered(turn: Turn, card: Card, skills: Skills) -> Outcome:
    """What follows from a card that no skill has shown."""
    if card.done:
        return turn.say("planning.answered")
    if late.WORDS in card.facts:
        return _confirmed(turn, card, skills)
    return (_taken_as if MEANT in card.facts else _filled_in)(turn, card, skills)


def _taken_as(turn: Turn, card: Card, skills: Skills) -> Outcome:
    """What follows from a sentence that means what was pressed: the same as if it had said so."""
    intent = str(card.facts[MEANT][OTHERS.index(turn.press.button)])
    text, at = str(card.facts["said"]), datetime.fromisoformat(card.facts["at"])
    meaning = understanding.taken_as(text, intent, speaks_as(turn.role), at)
    spoken = replace(turn, intent=intent, slots=meaning.slots, when=meaning.when, card=None)
    incoming = replace(turn.incoming, text=text, press=None)
    outcome = reach(skills.intents[intent], replace(spoken, incoming=incoming))
    told = resolved(replace(turn, incoming=incoming), text, intent)
    return settled(turn, replace(outcome, saves=(*outcome.saves, *told)))


def _filled_in(turn: Turn, card: Card, skills: Skills) -> Outcome:
    """What follows from the field of a question's card: the same as from those words, typed."""
    text = turn.press.fields.get("answer", "")
    if not text:
        return turn.say("question.empty")
    incoming = replace(turn.incoming, text=text, press=None)
    meaning = meaning_of(incoming, turn.context, turn.role)
    asked = Asked(where=where(incoming), until=card.until, card=card.ref, **card.facts)
    spoken = replace(turn, incoming=incoming, card=None)
    return completed(Opened(spoken, meaning, asked, skills), asked)


def _confirmed(turn: Turn, card: Card, skills: Skills) -> Outcome:
    """What follows from words that came late and still hold, read as of when they were said."""
    done = replace(card, done=turn.press.button)
    if turn.press.button == "stop":
        return replace(turn.say("turn.dismissed"), saves=(done,))
    incoming = replace(turn.incoming, text=str(card.facts[late.WORDS]), press=None)
    said = datetime.fromisoformat(card.facts["at"])
    meaning = meaning_of(incoming, replace(turn.context, now=said), turn.role)
    spoken = replace(turn, incoming=incoming, card=None)
    outcome = awaited(spoken, meaning, skills) or meant(spoken, meaning, skills)
    return replace(outcome, saves=(done, *outcome.saves))


def awaited(turn: Turn, meaning: Meaning, skills: Skills) -> Outcome | None:
    """What follows if the words answer a card that waits here; None if they do not.

    An order that names more than a button, such as “cancel session 2”, is an order; what follows
    the name of a button and a colon is not.
    """
    incoming = turn.incoming
    newest = {(card.names, card.buttons): card for card in _waiting_here(turn, skills)}
    if meaning.intent not in ("none", "dismiss"):
        said = parted(incoming.text)[0]
        newest = {key: each for key, each in newest.items() if button_named(said, each.buttons)}
    presses = [
        press
        for press in waiting(incoming.text, newest.values())
        if turn.role in skills.named[_card(turn, press).skill].presses[press.button].who
    ]
    if not presses:
        return None
    if len(presses) > 1:
        return _which(turn, presses)
    if any(len(value) > LONGEST_FIELD for value in presses[0].fields.values()):
        return turn.say("turn.too_long")
    return pressed(replace(turn, incoming=replace(incoming, press=presses[0])), skills)


def named(turn: Turn, asked: Asked, skills: Skills) -> Outcome | None:
    """What follows if the words say which of the cards that wait was meant; None if they do not."""
    said = turn.incoming.text.strip(" .")
    name = f"session {said}" if said.isdigit() else said
    text = f"{label(asked.buttons[0])} {name}: {asked.slots['rest']}".rstrip(": ")
    spoken = replace(turn, incoming=replace(turn.incoming, text=text))
    outcome = awaited(spoken, NO_MEANING, skills)
    return replace(outcome, removes=(*outcome.removes, asked)) if outcome else None


def _waiting_here(turn: Turn, skills: Skills) -> Iterator[Card]:
    """The cards that wait with this person, or with everybody in this room, oldest first."""
    incoming = turn.incoming
    here = turn.address if incoming.private else route_key(incoming.place)
    for card in turn.context.view.find(Card, "waits_with", here):
        waits = skills.named[card.skill].waits
        if card.until >= turn.context.now and waits and waits(replace(turn, card=card)):
            yield card


def _card(turn: Turn, press: Press) -> Card:
    card = turn.context.view.get(Card, press.card)
    assert card is not None
    return card


def _which(turn: Turn, presses: list[Press]) -> Outcome:
    """The question which of several cards is meant; for fifteen minutes a name answers it."""
    asked = Asked(
        where=where(turn.incoming),
        until=turn.context.now + REMEMBERED,
        buttons=(presses[0].button,),
        slots={"rest": parted(turn.incoming.text)[1]},
    )
    names = [_card(turn, press).names for press in presses]
    meant = [(each[0], each[-1]) for each in names]
    return replace(turn.say("turn.which_card", cards=meant), saves=(asked,))
