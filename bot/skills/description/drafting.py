"""A first draft in both languages, from the few things that only the team knows.

“draft the description of session 2” / « rédige la description de la séance 2 »
"""

from bot import texts
from bot.context import Turn, merge, undoable
from bot.describing.checking import checked
from bot.model.description import Brief, Description, Half, HalfState
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.words import LANGUAGES, Both, Language, Phrase, other
from bot.planning.drafts import noted
from bot.skills.description import briefing, card
from bot.skills.description.briefing import Briefed


def describe(turn: Turn) -> Outcome:
    """The draft, once all it needs is known; else the question for what is not."""
    briefed = briefing.heard(turn)
    return briefed if isinstance(briefed, Outcome) else _next(turn, briefed)


def save(turn: Turn) -> Outcome:
    """What was filled in on the card; what is left empty is asked again."""
    return _next(turn, briefing.filled_in(turn))


def _next(turn: Turn, briefed: Briefed) -> Outcome:
    """What was given is kept; then the next question, or the draft."""
    session, known = briefed.session, briefed.description
    kept = Outcome(saves=briefed.kept)
    if not known.texts.missing:
        return merge(kept, card.halves(turn, session, known))
    lacking = briefed.lacking((turn.language, other(turn.language)))
    if lacking:
        return merge(kept, briefing.asked(turn, briefed, lacking))
    return merge(kept, _drafted(turn, session, known))


def _drafted(turn: Turn, session: Session, known: Description) -> Outcome:
    """The halves that were missing, written from the template; those there are stay."""
    drafted, context = known, turn.context
    for language in LANGUAGES:
        if known.state(language) is HalfState.MISSING:
            text = checked(_text(known.brief, language), language)
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
