"""One turn: understand, check permission, let a skill decide. Pure; nothing is sent or saved here.

Identity is the platform's, never a card's. What a person is to the bot is decided in ``role_of``,
and who may reach a skill in ``reach``, for words and cards alike.
"""

from dataclasses import replace

from bot.context import Context, Languages, Skill, Turn, where
from bot.errors import Refusal
from bot.model.conversation import Asked, Card, Incoming
from bot.model.outcome import Answer, Outcome
from bot.model.people import Role
from bot.model.words import LANGUAGES, Language
from bot.skills import Skills
from bot.turn import files, late
from bot.turn.buttons import labelled, typed
from bot.turn.closing import met
from bot.turn.following import followed
from bot.turn.pressing import awaited, named, pressed
from bot.turn.questions import Opened, completed, is_answer, is_called_off, is_narrow, settled
from bot.turn.reaching import LONGEST_TEXT, forbidden, meaning_of, meant, refused, told
from bot.turn.roles import role_of
from bot.turn.standing import card_of


def take(incoming: Incoming, context: Context, skills: Skills) -> Outcome:
    """All that follows from one thing heard."""
    asked = context.view.get(Asked, where(incoming))
    if asked is not None and asked.until < context.now:
        asked = None
    role = role_of(context, incoming)
    meaning = meaning_of(incoming, context, role)
    answers = asked is not None and is_answer(asked, meaning, incoming.text)
    written = None if answers else meaning.language
    turn = Turn(incoming, context, role, _languages(incoming, context, role, written))
    if incoming.result is not None:
        results = skills.named[incoming.result.skill].results
        return results(turn) if results else Outcome()
    if incoming.delivery is not None:
        return _delivered(turn, skills.named[incoming.delivery.skill])
    if late.too_late(incoming, turn):
        return Outcome()
    try:
        outcome = _decided(Opened(turn, meaning, asked, skills))
    except Refusal as refusal:
        outcome = _refused(turn, refusal)
    return met(turn, late.asked_about(turn, outcome))


def _delivered(turn: Turn, skill: Skill) -> Outcome:
    assert skill.delivered is not None
    try:
        return skill.delivered(turn)
    except Refusal as refusal:
        return _refused(turn, refusal)


def _refused(turn: Turn, refusal: Refusal) -> Outcome:
    """Why not, in words; programs read the name of the words."""
    words = turn.words(refusal.key, **refusal.facts)
    return Outcome(answer=Answer(words, facts={"refused": refusal.key}))


def _languages(
    incoming: Incoming, context: Context, role: Role, written: Language | None
) -> Languages:
    if incoming.reads and not incoming.sender.address:
        return (incoming.reads,)
    if not incoming.private or (role is Role.STRANGER and incoming.press is None):
        return LANGUAGES
    if written:
        return (written,)
    known = context.languages_of(incoming.sender.address)
    shown = incoming.reads if incoming.notice == "" else None
    return (shown,) if shown and known == LANGUAGES else known


def _decided(opened: Opened) -> Outcome:
    turn = opened.turn
    if turn.incoming.notice:
        return opened.skills.notices[turn.incoming.notice](turn)
    if turn.role is Role.STRANGER and not _has_card(opened):
        order = forbidden(turn, opened.skills)
        return refused(turn, "turn.stranger", order) if order else turn.say("turn.stranger")
    if turn.incoming.press is not None:
        return pressed(turn, opened.skills)
    if len(turn.incoming.text) > LONGEST_TEXT:
        return turn.say("turn.too_long")
    if turn.incoming.files and not turn.incoming.text:
        return files.alone(opened)
    return files.noted(opened, _spoken(opened))


def _has_card(opened: Opened) -> bool:
    """Whether this is the button of a page for anyone, or of a page of the person's own."""
    press = opened.turn.incoming.press
    card = card_of(opened.turn.context, press.card, opened.skills) if press else None
    return card is not None and (card.public or card.person == opened.turn.address)


def _spoken(opened: Opened) -> Outcome:
    turn, meaning, asked = opened.turn, opened.meaning, opened.asked
    if turn.role is Role.VISITOR:
        return told(turn, meaning, opened.skills)
    skills = opened.skills
    before = followed(turn, meaning, skills) if asked is not None and is_narrow(asked) else None
    answered = _answered(opened, asked) if asked is not None and before is None else None
    return (
        before
        or answered
        or awaited(turn, meaning, skills)
        or followed(turn, meaning, skills)
        or meant(turn, meaning, skills)
    )


def _answered(opened: Opened, asked: Asked) -> Outcome | None:
    """What follows if the words answer the question that was asked; None if they do not."""
    turn, meaning = opened.turn, opened.meaning
    if is_called_off(asked, meaning, turn.incoming.text):
        return replace(turn.say("turn.dismissed"), removes=(asked,))
    if asked.buttons and not asked.card:
        return named(turn, asked, opened.skills)
    card = turn.context.view.get(Card, asked.card) if asked.card else None
    press = typed(turn.incoming.text, asked) or (card and labelled(turn.incoming.text, card))
    if card and press:
        incoming = replace(turn.incoming, press=press)
        outcome = pressed(replace(turn, incoming=incoming), opened.skills)
        return settled(turn, asked, outcome) if card.skill else outcome
    return completed(opened, asked) if is_answer(asked, meaning, turn.incoming.text) else None
