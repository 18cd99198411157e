"""The words of a reminder: ours unless the team wrote its own, with blanks for the facts."""

from bot import texts, tools
from bot.context import Context
from bot.model.mailing import Wording, put_in
from bot.model.session import Session
from bot.model.words import LANGUAGES, Both, Language, Phrase
from bot.polling.own import are_coming
from bot.skills.reminders.parts import GROUPS
from bot.texts import moments

OWN, GREETING, SIGNATURE = "own", "greeting", "signature"
PERSONAL = frozenset({GREETING, OWN})
"""What differs from person to person; it has no place in a subject."""
KNOWN = frozenset({
    GREETING, "title", "when", "day", "across", "minutes", "join", "languages", "page",
    "tools", "polls", SIGNATURE, OWN,
})  # fmt: skip
"""What the team may write between double brackets."""


def ours() -> dict[str, Wording]:
    """The words for each group, as long as the team has not written others."""
    return {
        group: Wording(
            subject=texts.both(Phrase(f"reminder_letter.{group}_subject")),
            body=texts.both(Phrase(f"reminder_letter.{group}_body")),
        )
        for group in GROUPS
    }


def facts_in(context: Context, session: Session, language: Language) -> dict[str, str]:
    """What fills the blanks that are the same for all who read this language."""
    join = texts.both(Phrase("reminder_letter.join", {"session": session}))
    held = texts.both(Phrase("reminder_letter.held_in", {"session": session}))
    coming = texts.both(Phrase("reminder_letter.polls"))
    used = tools.below(tools.reached(context, session))
    return {
        "title": session.title.in_(language),
        "when": moments.moment(session.starts, language, session.zone),
        "day": moments.short_day(moments.local(session.starts, session.zone), language),
        "across": moments.across(session.starts, language),
        "minutes": str(session.minutes),
        "join": join.in_(language),
        "languages": held.in_(language),
        "tools": used.in_(language),
        "polls": f"\n{coming.in_(language)}" if are_coming(context, session.id) else "",
        "page": f"{context.setup.public_url}/s/{session.id}",
        "signature": context.team.signature.in_(language),
    }


def example(context: Context, session: Session, wording: Wording) -> Both:
    """The words as they would read today, subject first, to somebody whose name is left open."""
    subject, body = wording.subject, wording.body
    greetings = Both("Hello …,", "Bonjour …,")
    read = {
        language: put_in(
            f"{subject.in_(language)}\n{body.in_(language)}",
            facts_in(context, session, language)
            | {"greeting": greetings.in_(language), "own": "…"},
        )
        for language in LANGUAGES
    }
    return Both(**read)


def blanks_of(wording: Wording, language: Language) -> frozenset[str]:
    """The names in ``((…))`` that the words have in one language."""
    text = f"{wording.subject.in_(language)}\n{wording.body.in_(language)}"
    return frozenset(piece.partition("))")[0].strip() for piece in text.split("((")[1:])


def unknown_blanks(wording: Wording) -> list[str]:
    """The names in ``((…))`` that nothing fills; such words are not taken."""
    unfit = {name for name in PERSONAL if f"(({name}))" in wording.subject.en + wording.subject.fr}
    return sorted((blanks_of(wording, "en") | blanks_of(wording, "fr")) - KNOWN | unfit)
