"""The words of a reminder: ours unless the team wrote its own, with blanks for the facts."""

from dataclasses import replace

from bot import texts
from bot.context import Context
from bot.model.mailing import Addressed, Mailing, Pattern, Wording, put_in
from bot.model.outbox import Letter
from bot.model.session import Session
from bot.model.words import LANGUAGES, Both, Language, Phrase
from bot.skills.reminders.audience import GROUPS, session_of
from bot.texts import moments

OWN = "own"
BETWEEN = "\n\n---\n\n"
HELLO = Both("Hello,", "Bonjour,")
PERSONAL = frozenset({"greeting", OWN})
"""What differs from person to person; it has no place in a subject."""
KNOWN = frozenset({
    "greeting", "title", "when", "day", "across", "minutes", "join", "languages", "page",
    "signature", "own",
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


def pattern(context: Context, mailing: Mailing, person: Addressed) -> Pattern:
    """The letter for people like this one; what differs from person to person is left blank."""
    session = session_of(context, mailing)
    assert session is not None
    wording = mailing.wordings[person.form]
    subjects, bodies, values = [], [], dict[str, str]()
    for language in person.languages:
        facts = facts_in(context, session, language)
        subjects.append(put_in(wording.subject.in_(language), facts))
        bodies.append(_marked(wording.body.in_(language), language))
        values |= {f"{name}_{language}": value for name, value in facts.items()}
    letter = Letter(
        subject=" | ".join(dict.fromkeys(subjects)),
        body=BETWEEN.join(bodies),
        languages=person.languages,
    )
    anonymous = zip(bodies, person.languages, strict=True)
    same = BETWEEN.join(_anonymous(body, language) for body, language in anonymous)
    return Pattern(letter, values, replace(letter, body=same))


def _marked(text: str, language: Language) -> str:
    """The words with each blank named for its language, but for the page that is a person's own."""
    names = {name: f"(({name}_{language}))" for name in KNOWN - {OWN}}
    return put_in(text, names)


def _anonymous(body: str, language: Language) -> str:
    """The words for everybody alike: no name, and no paragraph with a person's own page."""
    paragraphs = [each for each in body.split("\n\n") if f"(({OWN}))" not in each]
    kept = "\n\n".join(paragraphs) or f"((page_{language}))"
    return put_in(kept, {f"greeting_{language}": HELLO.in_(language)})


def facts_in(context: Context, session: Session, language: Language) -> dict[str, str]:
    """What fills the blanks that are the same for all who read this language."""
    join = texts.both(Phrase("reminder_letter.join", {"session": session}))
    held = texts.both(Phrase("reminder_letter.held_in", {"session": session}))
    return {
        "title": session.title.in_(language),
        "when": moments.moment(session.starts, language, session.zone),
        "day": moments.short_day(moments.local(session.starts, session.zone), language),
        "across": moments.across(session.starts, language),
        "minutes": str(session.minutes),
        "join": join.in_(language),
        "languages": held.in_(language),
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
