"""Pressed buttons, and typed words that stand for them, held against the card that offered them."""

from dataclasses import replace
from datetime import datetime

from bot import understanding
from bot.context import Turn, where
from bot.model.conversation import Asked, Card, Press
from bot.model.outcome import Outcome
from bot.model.people import route_key
from bot.skills import Skills
from bot.turn import late
from bot.turn.buttons import waiting
from bot.turn.closing import closed
from bot.turn.questions import Opened, completed
from bot.turn.reaching import meaning_of, meant, reach, refused

LONGEST_FIELD = 4_000


def pressed(turn: Turn, skills: Skills) -> Outcome:
    """What a button does, once the card it belongs to is found to allow it."""
    press = turn.press
    card = turn.context.view.get(Card, press.card)
    if card is None or not _offered(card, turn):
        return refused(turn, "turn.card_unknown", press.button)
    if card.until < turn.context.now:
        return turn.say("turn.card_expired")
    shown = replace(turn, card=card, incoming=replace(turn.incoming, press=_plain_fields(press)))
    if not card.skill:
        answer = _confirmed if late.WORDS in card.facts else _filled_in
        return closed(shown, answer(shown, card, skills))
    return closed(shown, reach(skills.named[card.skill].presses[press.button], shown))


def _offered(card: Card, turn: Turn) -> bool:
    """Whether this person was shown this card here, with this button and these fields."""
    press = turn.press
    for_them = card.person in ("", turn.address)
    here = bool(card.person) or card.place in (None, turn.incoming.place)
    fields = {name.removeprefix("in_") for name in press.fields} <= set(card.inputs)
    short = all(len(value) <= LONGEST_FIELD for value in press.fields.values())
    return for_them and here and press.button in card.buttons and fields and short


def _plain_fields(press: Press) -> Press:
    fields = {
        name.removeprefix("in_"): understanding.plain(value).strip()
        for name, value in press.fields.items()
    }
    return replace(press, fields=fields)


def _filled_in(turn: Turn, card: Card, skills: Skills) -> Outcome:
    """What follows from the field of a question's card: the same as from those words, typed."""
    if card.done:
        return turn.say("planning.answered")
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
    if card.done:
        return turn.say("planning.answered")
    done = replace(card, done=turn.press.button)
    if turn.press.button == "stop":
        return replace(turn.say("turn.dismissed"), saves=(done,))
    incoming = replace(turn.incoming, text=str(card.facts[late.WORDS]), press=None)
    said = datetime.fromisoformat(card.facts["at"])
    meaning = meaning_of(incoming, replace(turn.context, now=said), turn.role)
    outcome = meant(replace(turn, incoming=incoming, card=None), meaning, skills)
    return replace(outcome, saves=(done, *outcome.saves))


def awaited(turn: Turn, skills: Skills) -> Outcome | None:
    """What follows if the words answer a card that waits here; None if they do not."""
    view, incoming = turn.context.view, turn.incoming
    here = turn.address if incoming.private else route_key(incoming.place)
    cards = [c for c in view.find(Card, "waits_with", here) if c.until >= turn.context.now]
    newest = {(card.names, card.buttons): card for card in cards}
    presses = waiting(incoming.text, newest.values())
    if not presses:
        return None
    if len(presses) > 1:
        meant = {press.card for press in presses}
        names = [card.names[0] for card in newest.values() if card.ref in meant]
        return turn.say("turn.which_card", names=names)
    return pressed(replace(turn, incoming=replace(incoming, press=presses[0])), skills)
