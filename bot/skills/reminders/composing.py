"""The letter for all who are alike: of one session, or of several whose reminders are near."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.context import Context
from bot.documents.letter import LONGEST_SUBJECT
from bot.documents.lines import cut
from bot.model.mailing import Addressed, Mailing, Pattern, Wording, put_in
from bot.model.outbox import Letter
from bot.model.session import Session
from bot.model.words import Both, Language
from bot.skills.reminders.plans import plan_of
from bot.skills.reminders.wording import GREETING, KNOWN, OWN, SIGNATURE, facts_in, ours

AND = "; "
BETWEEN = "\n\n---\n\n"
HELLO = Both("Hello,", "Bonjour,")


@dataclass(frozen=True, slots=True)
class Section:
    """What a letter says of one session; ``mark`` is what sets its blanks apart, if anything."""

    session: Session
    wording: Wording
    facts: dict[Language, dict[str, str]]
    mark: str

    def subject(self, language: Language) -> str:
        """The subject, with all its blanks filled."""
        return put_in(self.wording.subject.in_(language), self.facts[language])

    def body(self, language: Language) -> str:
        """The words with each blank named for its language and its session.

        The greeting and the signature are the same for all sessions.
        """
        shared = {GREETING, SIGNATURE}
        names = {name: f"(({name}_{language}{self.mark}))" for name in KNOWN - shared - {OWN}}
        names |= {name: f"(({name}_{language}))" for name in shared}
        return put_in(self.wording.body.in_(language), {**names, OWN: f"(({OWN}{self.mark}))"})

    def anonymous(self, language: Language) -> str:
        """The words for everybody alike: no name, and no paragraph with a person's own page."""
        own = f"(({OWN}{self.mark}))"
        kept = [each for each in self.body(language).split("\n\n") if own not in each]
        words = "\n\n".join(kept) or f"((page_{language}{self.mark}))"
        return put_in(words, {f"{GREETING}_{language}": HELLO.in_(language)})

    def values(self) -> Iterator[tuple[str, str]]:
        """What fills the blanks."""
        for language, facts in self.facts.items():
            for name, value in facts.items():
                yield f"{name}_{language}{'' if name == SIGNATURE else self.mark}", value


def pattern(context: Context, mailing: Mailing, person: Addressed) -> Pattern:
    """The letter for people like this one; what differs from person to person is left blank."""
    sections = [_section(context, mailing, person, each) for each in person.form.split()]
    languages = person.languages
    subjects = [_subject([each.subject(language) for each in sections]) for language in languages]
    letter = Letter(
        subject=" | ".join(dict.fromkeys(subjects)),
        body=BETWEEN.join(_one([s.body(each) for s in sections], each) for each in languages),
        languages=languages,
    )
    same = BETWEEN.join(_one([s.anonymous(each) for s in sections], each) for each in languages)
    values = dict(pair for section in sections for pair in section.values())
    return Pattern(letter, values, replace(letter, body=same))


def _section(context: Context, mailing: Mailing, person: Addressed, name: str) -> Section:
    """What the letter says of one of its sessions, named as in the letter's form."""
    number, group, *_ = name.split(":")
    session = context.view.get(Session, number)
    assert session is not None
    its_own = mailing.about == f"session/{number}"
    words = mailing.wordings if its_own else plan_of(context, session).wordings or ours()
    return Section(
        session=session,
        wording=words[group],
        facts={each: facts_in(context, session, each) for each in person.languages},
        mark="" if its_own else f"_{number}",
    )


def _subject(subjects: list[str]) -> str:
    """One subject of several: how they open is said once, and each has its share of the room."""
    first, *others = subjects
    opening, colon, _ = first.partition(": ")
    named = [first, *(each.removeprefix(f"{opening}{colon}") for each in others)]
    room = LONGEST_SUBJECT - len(AND) * len(others)
    share = next(
        many for many in range(room, 0, -1) if sum(min(len(each), many) for each in named) <= room
    )
    return AND.join(cut(each, share) for each in named) if others else first


def _one(bodies: list[str], language: Language) -> str:
    """One text of several: greeted once, at the beginning, and signed once, at the end."""
    greetings = {f"(({GREETING}_{language}))", HELLO.in_(language)}
    signed = {f"(({SIGNATURE}_{language}))"}
    last = len(bodies) - 1
    texts = (
        _without(body, greetings if place else set(), signed if place < last else set())
        for place, body in enumerate(bodies)
    )
    return "\n\n".join(filter(None, texts))


def _without(body: str, first: set[str], last: set[str]) -> str:
    """The words, but for one of these as the first paragraph and one of those as the last."""
    paragraphs = body.split("\n\n")
    begins = 1 if paragraphs[0].strip() in first else 0
    ends = -1 if paragraphs[-1].strip() in last else None
    return "\n\n".join(paragraphs[begins:ends])
