"""The halves, read and changed: typed in the chat, or on the card that shows both.

“the French description of session 2 is: …” / « la description en anglais de la séance 2 : … »
"""

from dataclasses import replace

from bot import sessions, understanding
from bot.context import Question, Turn, merge, undoable
from bot.describing import showing, translating
from bot.describing.checking import checked
from bot.describing.facts import description_of
from bot.model.description import Description, Half, HalfState
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.words import LANGUAGES, Both, Language, Phrase, other
from bot.planning.changes import must_be_open
from bot.planning.drafts import noted
from bot.planning.sequels import placed
from bot.skills.description import card


def show(turn: Turn) -> Outcome:
    """Both halves, to read and to change; how to begin, where there is nothing yet."""
    session = sessions.meant(placed(turn))
    if isinstance(session, Outcome):
        return session
    description = description_of(turn.context, session)
    if not (description.en.text or description.fr.text):
        return turn.say(f"{card.SKILL}.none", session=session, model=turn.context.setup.model)
    return card.halves(turn, session, description)


def write(turn: Turn) -> Outcome:
    """One half, as it was typed; the question for the text, or for its language."""
    session = sessions.meant(placed(turn))
    if isinstance(session, Outcome):
        return session
    must_be_open(turn.context, session)
    told = str(turn.slots.get("told", "")).strip()
    language = _language(turn, told)
    if told and language is None:
        return _which_language(turn)
    if not told:
        side = language or turn.language
        return turn.ask("told", f"{card.SKILL}.what_{side}", session=session)
    assert language is not None
    before = description_of(turn.context, session)
    after = before.put(language, _typed(turn, checked(told, language)))
    if after.half(language).text == before.half(language).text:
        return turn.say(f"{card.SKILL}.same", session=session, side=language)
    return _kept(turn, session, before, after)


def _language(turn: Turn, told: str) -> Language | None:
    """The language that was named, or else that in which the text is written."""
    named = str(turn.slots.get("language", ""))[:2].lower()
    if named in LANGUAGES:
        return "en" if named == "en" else "fr"
    return understanding.language_of(told) if told else None


def _which_language(turn: Turn) -> Outcome:
    choices = [(each, turn.words(f"{card.SKILL}.choice_{each}")) for each in LANGUAGES]
    return turn.pose(Question("language", Phrase(f"{card.SKILL}.which_language"), choices))


def _typed(turn: Turn, text: str) -> Half:
    return Half(text=text, written="person", by=turn.address, at=turn.context.now)


def save(turn: Turn) -> Outcome:
    """The halves that were changed on the card, unless somebody else changed them meanwhile."""
    session, shown = card.session_on(turn), turn.shown_card
    must_be_open(turn.context, session)
    before = description_of(turn.context, session)
    wanted = {
        language: checked(turn.press.fields.get(f"text_{language}", ""), language)
        for language in LANGUAGES
    }
    changed = {each: text for each, text in wanted.items() if text and text != shown.facts[each]}
    if any(before.half(each).text not in (shown.facts[each], changed[each]) for each in changed):
        told = turn.say(f"{card.SKILL}.changed_meanwhile", session=session)
        return replace(card.halves(turn, session, before), answer=told.answer)
    after = before
    for language, text in changed.items():
        if text != before.half(language).text:
            after = after.put(language, _typed(turn, text))
    if after == before:
        return turn.say(f"{card.SKILL}.unchanged", session=session)
    return _kept(turn, session, before, after.at_version(before.version + 1))


def _kept(turn: Turn, session: Session, before: Description, after: Description) -> Outcome:
    """The description as it is now: said, undoable, with what is to check."""
    context = turn.context
    changed = [each for each in LANGUAGES if before.half(each).text != after.half(each).text]
    facts = {
        "session": session,
        "halves": [
            half for half in showing.halves(context, session, after) if half.language in changed
        ],
        "stale": [other(each) for each in changed if after.state(other(each)) is HalfState.STALE],
        "before": after.shown != Both() and after.shown != after.texts,
        "differ": showing.to_check(context, session, after),
    }
    said = turn.words(f"{card.SKILL}.undo_edit", session=session)
    undo = undoable(turn, said, (before, after))
    saves = (after, undo, noted(turn, "description.edited", f"session/{session.id}"))
    followed = [translating.followed(context, session, after, each) for each in changed]
    return merge(Outcome(saves=saves), *followed, turn.say(f"{card.SKILL}.kept", **facts))
