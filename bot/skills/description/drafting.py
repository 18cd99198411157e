"""A first draft in both languages, from the few things that only the team knows.

“draft the description of session 2” / « rédige la description de la séance 2 »
"""

from collections.abc import Mapping
from dataclasses import replace

from bot import sessions, texts
from bot.context import Turn, merge, undoable
from bot.describing.checking import checked
from bot.describing.facts import description_of
from bot.describing.typography import typeset
from bot.model.description import Brief, Description, Half, HalfState
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.words import LANGUAGES, Both, Language, Phrase, other
from bot.planning.changes import must_be_open
from bot.planning.drafts import noted
from bot.planning.sequels import placed
from bot.planning.titles import second_title
from bot.skills.description import card
from bot.speakers import confirmed

ENDS = (".", "!", "?", "…", "»", "”")


def describe(turn: Turn) -> Outcome:
    """The draft, once all it needs is known; else the question for what is not."""
    session = sessions.meant(placed(turn))
    if isinstance(session, Outcome):
        return session
    must_be_open(turn.context, session)
    answer = str(turn.slots.get(turn.filled, "")) if turn.filled else ""
    given = {turn.filled: answer} if answer and turn.filled != "session" else {}
    return _next(turn, session, given)


def save(turn: Turn) -> Outcome:
    """What was filled in on the card; what is left empty is asked again."""
    session = card.session_on(turn)
    must_be_open(turn.context, session)
    given = {name: value for name, value in turn.press.fields.items() if value}
    outcome = _next(turn, session, given)
    done = replace(card.shown_on(turn), done="save") if given else None
    return replace(outcome, saves=(*((done,) if done else ()), *outcome.saves))


def _next(turn: Turn, session: Session, given: Mapping[str, str]) -> Outcome:
    """What was given is kept; then the next question, or the draft."""
    described = description_of(turn.context, session)
    titled = _titled(turn, session, given)
    known = described.changed(brief=_told(described.brief, given)) if given else described
    kept = Outcome(saves=(*((titled,) if titled != session else ()), *((known,) if given else ())))
    if not known.texts.missing:
        return merge(kept, card.halves(turn, titled, known))
    lacking = _lacking(turn, titled, known.brief)
    if lacking:
        return merge(kept, _asked(turn, titled, lacking))
    return merge(kept, _drafted(turn, titled, known))


def _titled(turn: Turn, session: Session, given: Mapping[str, str]) -> Session:
    missing = session.title.missing
    typed = given.get(f"title_{missing}", "") if missing else ""
    if not missing or not typed:
        return session
    return session.changed(title=second_title(turn, session.title, missing, typed))


def _told(brief: Brief, given: Mapping[str, str]) -> Brief:
    """The brief with what was given, each as sentences of its language."""
    why = _sides(given, "why", brief.why)
    takeaways = _sides(given, "takeaways", brief.takeaways)
    speakers = " ".join(given.get("speakers", brief.speakers).split()).rstrip(".")
    named = checked(speakers, "en") if speakers else ""
    return Brief(why=why, takeaways=takeaways, speakers=named)


def _sides(given: Mapping[str, str], name: str, before: Both) -> Both:
    """Both sides of one part, with what was given of it."""
    sides = before
    for language in LANGUAGES:
        typed = given.get(f"{name}_{language}", "")
        if typed:
            sides = sides.with_(_sentence(checked(typed, language)), language)
    return sides


def _sentence(text: str) -> str:
    """The words as a sentence: a capital to begin with, a stop at its end."""
    line = " ".join(text.split(" ")).strip()
    return f"{line[:1].upper()}{line[1:]}{'' if line.endswith(ENDS) else '.'}"


def _lacking(turn: Turn, session: Session, brief: Brief) -> list[str]:
    """What is still to be asked: first in the language that is spoken, then in the other."""
    for language in (turn.language, other(turn.language)):
        sides = {
            f"title_{language}": session.title,
            f"why_{language}": brief.why,
            f"takeaways_{language}": brief.takeaways,
        }
        names = [name for name, side in sides.items() if not getattr(side, language)]
        if names:
            return names
    return []


def _asked(turn: Turn, session: Session, names: list[str]) -> Outcome:
    """One card for all that is asked in one language; speakers too, where none has confirmed."""
    language = names[0][-2:]
    brief = description_of(turn.context, session).brief
    first = language == turn.language
    open_ = first and not confirmed(turn.context, session) and not brief.speakers
    facts = {"session": session, "many": len(names)}
    said = Phrase(f"{card.SKILL}.asks_{names[0]}", facts)
    return card.asked(turn, session, said, [*names, *(["speakers"] if open_ else [])])


def _drafted(turn: Turn, session: Session, known: Description) -> Outcome:
    """The halves that were missing, written from the template; those there are stay."""
    drafted, context = known, turn.context
    for language in LANGUAGES:
        if known.state(language) is HalfState.MISSING:
            text = typeset(_text(known.brief, language), language)
            half = Half(text=text, written="template", by=turn.address, at=context.now)
            drafted = drafted.put(language, half)
    said = turn.words(f"{card.SKILL}.undo_draft", session=session)
    undo = undoable(turn, said, (known, drafted))
    saves = (drafted, undo, noted(turn, "description.drafted", f"session/{session.id}"))
    return merge(Outcome(saves=saves), card.halves(turn, session, drafted))


def _text(brief: Brief, language: Language) -> str:
    facts = {
        "why": brief.why.in_(language),
        "takeaways": brief.takeaways.in_(language),
        "speakers": brief.speakers or "((speakers))",
    }
    both: Both = texts.both(Phrase("description_draft.text", facts))
    return both.in_(language)
