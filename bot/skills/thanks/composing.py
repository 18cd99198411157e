"""The letter for all of a group who read the same languages."""

from dataclasses import replace

from bot.context import Context
from bot.model.mailing import Addressed, Mailing, Pattern, put_in
from bot.model.outbox import Letter
from bot.model.words import Language
from bot.skills.thanks.audience import HELLO, session_of
from bot.skills.thanks.wording import GREETING, facts_in

BETWEEN = "\n\n---\n\n"


def pattern(context: Context, mailing: Mailing, person: Addressed) -> Pattern:
    """The letter for people like this one; what differs from person to person is left blank."""
    session = session_of(context, mailing)
    assert session is not None
    wording, languages = mailing.wordings[person.form], person.languages
    facts = {each: facts_in(context, session, person.form, each) for each in languages}
    subjects = [put_in(wording.subject.in_(each), facts[each]) for each in languages]
    bodies = [_blank(wording.body.in_(each), facts[each], each) for each in languages]
    letter = Letter(
        subject=" | ".join(dict.fromkeys(subjects)),
        body=BETWEEN.join(bodies),
        languages=languages,
    )
    hello = {f"{GREETING}_{each}": f"{HELLO[each]}," for each in languages}
    values = {
        f"{name}_{each}": value for each, known in facts.items() for name, value in known.items()
    }
    return Pattern(letter, values, replace(letter, body=put_in(letter.body, hello)))


def _blank(body: str, facts: dict[str, str], language: Language) -> str:
    """The words with each blank named for its language."""
    return put_in(body, {name: f"(({name}_{language}))" for name in (*facts, GREETING)})
