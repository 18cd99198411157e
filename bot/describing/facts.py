"""What fills the blanks of a description, and what of it anybody may read."""

from bot.context import Context
from bot.model.description import Description
from bot.model.mailing import put_in
from bot.model.session import Session
from bot.model.words import LANGUAGES, Both, Language
from bot.speakers import confirmed
from bot.texts import moments

TO_COME = Both("to be announced", "à confirmer")
BLANKS = frozenset({"title", "series", "minutes", "speakers", "when", "page"})
"""What may stand between double brackets in a description."""


def description_of(context: Context, session: Session) -> Description:
    """The description of a session; an empty one where nothing was written yet."""
    found = context.view.get(Description, session.id)
    return found or Description(session=session.id)


def facts_in(context: Context, session: Session, language: Language) -> dict[str, str]:
    """What stands in the blanks today, for who reads this language."""
    speakers = [each.called for each in confirmed(context, session) if each.name]
    return {
        "title": session.title.in_(language),
        "series": context.team.name.in_(language),
        "minutes": str(session.minutes),
        "speakers": moments.listed(speakers, language) if speakers else TO_COME.in_(language),
        "when": moments.moment(session.starts, language, session.zone),
        "page": f"{context.setup.public_url}/s/{session.id}",
    }


def filled(context: Context, session: Session, texts: Both) -> Both:
    """Both texts as they read today; a side not written yet is empty."""
    sides = {
        language: put_in(getattr(texts, language), facts_in(context, session, language))
        for language in LANGUAGES
    }
    return Both(**sides)


def public_text(context: Context, session: Session) -> Both:
    """The description as anybody may read it today: as reviewed; empty until both halves were."""
    return filled(context, session, description_of(context, session).shown)


def unknown_blanks(text: str) -> list[str]:
    """The names in ``((…))`` that nothing fills."""
    found = {piece.partition("))")[0].strip() for piece in text.split("((")[1:] if "))" in piece}
    return sorted(found - BLANKS)
