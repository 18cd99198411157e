"""One turn: understand, check permission, let a skill decide. Pure; nothing is sent or saved here.

Identity is the platform's, never a card's. What a person is to the bot is decided in ``role_of``,
and who may reach a skill in ``_reach``, for words and cards alike.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot import understanding
from bot.context import Context, Heard, Languages, Turn, where
from bot.errors import Refusal
from bot.model.conversation import Asked, Card, Incoming, Press
from bot.model.outcome import Outcome
from bot.model.people import Noted, Role, route_key
from bot.model.words import LANGUAGES, Language
from bot.skills import Skills
from bot.turn import files, late
from bot.turn.buttons import typed, waiting
from bot.turn.closing import closed, met
from bot.turn.roles import role_of
from bot.understanding import Meaning
from bot.understanding.dates.command import written

LONGEST_TEXT = 10_000
LONGEST_FIELD = 4_000
MOMENT = frozenset({"when", "duration_min", "rrule", "count"})


@dataclass(frozen=True, slots=True)
class _Opened:
    """A turn about to be decided: what its words mean, and the question they may answer."""

    turn: Turn
    meaning: Meaning
    asked: Asked | None
    skills: Skills


def take(incoming: Incoming, context: Context, skills: Skills) -> Outcome:
    """All that follows from one thing heard."""
    asked = context.view.get(Asked, where(incoming))
    if asked is not None and asked.until < context.now:
        asked = None
    role = role_of(context, incoming.sender)
    meaning = _meaning(incoming, context, role)
    answers = asked is not None and _answers(asked, meaning, incoming.text)
    written = None if answers else meaning.language
    turn = Turn(incoming, context, role, _languages(incoming, context, role, written))
    if incoming.result is not None:
        results = skills.named[incoming.result.skill].results
        return results(turn) if results else Outcome()
    if late.too_late(incoming, turn):
        return Outcome()
    try:
        outcome = _decided(_Opened(turn, meaning, asked, skills))
    except Refusal as refusal:
        outcome = turn.say(refusal.key, **refusal.facts)
    return met(turn, late.asked_about(turn, outcome))


def _meaning(incoming: Incoming, context: Context, role: Role) -> Meaning:
    """What the words mean, said by somebody with this role; a press has none."""
    known = role.value if role in (Role.ORGANISER, Role.SPEAKER) else "participant"
    return understanding.understand(incoming.text[:LONGEST_TEXT], known, context.now)


def _languages(
    incoming: Incoming, context: Context, role: Role, written: Language | None
) -> Languages:
    if not incoming.private or role is Role.STRANGER:
        return LANGUAGES
    if written:
        return (written,)
    known = context.languages_of(incoming.sender.address)
    shown = incoming.reads if incoming.notice == "" else None
    return (shown,) if shown and known == LANGUAGES else known


def _decided(opened: _Opened) -> Outcome:
    turn = opened.turn
    if turn.incoming.notice:
        return opened.skills.notices[turn.incoming.notice](turn)
    if turn.role is Role.STRANGER:
        order = _order(turn, opened.skills)
        return _refused(turn, "turn.stranger", order) if order else turn.say("turn.stranger")
    if turn.incoming.press is not None:
        return _pressed(turn, opened.skills)
    if len(turn.incoming.text) > LONGEST_TEXT:
        return turn.say("turn.too_long")
    if turn.incoming.files and not turn.incoming.text:
        return files.said(turn)
    return files.noted(turn, _spoken(opened))


def _pressed(turn: Turn, skills: Skills) -> Outcome:
    """What a button does, once the card it belongs to is found to allow it."""
    press = turn.press
    card = turn.context.view.get(Card, press.card)
    if card is None or not _offered(card, turn):
        return _refused(turn, "turn.card_unknown", press.button)
    if card.until < turn.context.now:
        return turn.say("turn.card_expired")
    pressed = replace(turn, card=card, incoming=replace(turn.incoming, press=_plain_fields(press)))
    if not card.skill:
        answer = _confirmed if late.WORDS in card.facts else _filled_in
        return closed(pressed, answer(pressed, card, skills))
    return closed(pressed, _reach(skills.named[card.skill].presses[press.button], pressed))


def _filled_in(turn: Turn, card: Card, skills: Skills) -> Outcome:
    """What follows from the field of a question's card: the same as from those words, typed."""
    if card.done:
        return turn.say("planning.answered")
    text = turn.press.fields.get("answer", "")
    if not text:
        return turn.say("question.empty")
    incoming = replace(turn.incoming, text=text, press=None)
    meaning = _meaning(incoming, turn.context, turn.role)
    asked = Asked(where=where(incoming), until=card.until, card=card.ref, **card.facts)
    typed = replace(turn, incoming=incoming, card=None)
    return _completed(_Opened(typed, meaning, asked, skills), asked)


def _confirmed(turn: Turn, card: Card, skills: Skills) -> Outcome:
    """What follows from words that came late and still hold, read as of when they were said."""
    if card.done:
        return turn.say("planning.answered")
    done = replace(card, done=turn.press.button)
    if turn.press.button == "stop":
        return replace(turn.say("turn.dismissed"), saves=(done,))
    incoming = replace(turn.incoming, text=str(card.facts[late.WORDS]), press=None)
    said = datetime.fromisoformat(card.facts["at"])
    meaning = _meaning(incoming, replace(turn.context, now=said), turn.role)
    outcome = _meant(replace(turn, incoming=incoming, card=None), meaning, skills)
    return replace(outcome, saves=(done, *outcome.saves))


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


def _spoken(opened: _Opened) -> Outcome:
    turn, meaning, asked = opened.turn, opened.meaning, opened.asked
    answered = _answered(opened, asked) if asked is not None else None
    return answered or _awaited(turn, opened.skills) or _meant(turn, meaning, opened.skills)


def _awaited(turn: Turn, skills: Skills) -> Outcome | None:
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
    return _pressed(replace(turn, incoming=replace(incoming, press=presses[0])), skills)


def _answered(opened: _Opened, asked: Asked) -> Outcome | None:
    """What follows if the words answer the question that was asked; None if they do not."""
    turn, meaning = opened.turn, opened.meaning
    if meaning.intent == "dismiss":
        return replace(turn.say("turn.dismissed"), removes=(asked,))
    card = turn.context.view.get(Card, asked.card) if asked.card else None
    press = typed(turn.incoming.text, asked)
    if card and press:
        incoming = replace(turn.incoming, press=press)
        outcome = _pressed(replace(turn, incoming=incoming), opened.skills)
        return _settled(turn, asked, outcome) if card.skill else outcome
    return _completed(opened, asked) if _answers(asked, meaning, turn.incoming.text) else None


def _completed(opened: _Opened, asked: Asked) -> Outcome:
    """What follows from the request that the words complete; its question is settled."""
    turn, meaning = opened.turn, opened.meaning
    slots = {**asked.slots, **_filling(asked.slot, meaning, turn.incoming.text)}
    completed = replace(
        turn, intent=asked.intent, slots=slots, filled=asked.slot, when=meaning.when
    )
    return _settled(turn, asked, _reach(opened.skills.intents[asked.intent], completed))


def _settled(turn: Turn, asked: Asked, outcome: Outcome) -> Outcome:
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


def _answers(asked: Asked, meaning: Meaning, text: str) -> bool:
    """Whether words may be the answer to a question, rather than a new request."""
    slot = asked.slot
    if not slot or meaning.intent == "dismiss":
        return False
    if meaning.intent == "none":
        return True
    if slot == "when":
        moment = meaning.when is not None and meaning.when.start is not None
        return moment and set(meaning.slots) <= MOMENT
    return slot == "session" and len(text.split()) < 5


def _filling(slot: str, meaning: Meaning, text: str) -> dict[str, Any]:
    if slot != "when":
        return {slot: understanding.plain(text).strip()}
    start = meaning.when.start if meaning.when else None
    return {"when": written(start)} if start else {}


def _meant(turn: Turn, meaning: Meaning, skills: Skills) -> Outcome:
    """What follows from what the words mean by themselves."""
    if meaning.intent == "dismiss":
        return turn.say("turn.nothing_to_dismiss")
    if meaning.intent != "none":
        heard = skills.intents.get(meaning.intent)
        if heard is None:
            return turn.say("turn.not_yet")
        return _reach(
            heard, replace(turn, intent=meaning.intent, slots=meaning.slots, when=meaning.when)
        )
    if meaning.withheld:
        return turn.say("turn.withheld")
    order = _order(turn, skills)
    if order:
        return _refused(turn, "turn.not_allowed", order)
    examples = _examples(turn, meaning, skills)
    return (
        turn.say("turn.did_you_mean", examples=examples)
        if examples
        else turn.say("turn.not_understood")
    )


def _order(turn: Turn, skills: Skills) -> str:
    """The intent the words would have, had an organiser said them, if it is not for this person.

    A stranger's question that any participant may ask is no order.
    """
    if turn.role is Role.ORGANISER:
        return ""
    meaning = understanding.understand(turn.incoming.text, "organiser", turn.context.now)
    heard = skills.intents.get(meaning.intent)
    role = Role.PARTICIPANT if turn.role is Role.STRANGER else turn.role
    return meaning.intent if heard is not None and role not in heard.who else ""


def _examples(turn: Turn, meaning: Meaning, skills: Skills) -> list[str]:
    return [
        understanding.example(intent, language)
        for intent in meaning.suggestions
        if intent in skills.intents and turn.role in skills.intents[intent].who
        for language in turn.languages
    ]


def _reach(heard: Heard, turn: Turn) -> Outcome:
    """What the skill decides, if this person may reach it."""
    if turn.role in heard.who:
        return heard.handle(turn)
    return _refused(turn, "turn.not_allowed", turn.intent or turn.press.button)


def _refused(turn: Turn, key: str, what: str) -> Outcome:
    """A refusal that gives nothing away, noted for whoever looks after the bot."""
    noted = Noted(
        id=turn.context.id_for("refused"),
        at=turn.context.now,
        who=turn.address,
        what=f"refused {what}",
    )
    return replace(turn.say(key), saves=(noted,))
