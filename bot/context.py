"""What a skill is given, and how it says what it wants done."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

import cards
from bot import texts
from bot.errors import Refusal
from bot.model.access import AccessPlan
from bot.model.briefing import Informed
from bot.model.conversation import Asked, Card, Incoming, Press, Result, Undo
from bot.model.description import Description
from bot.model.glossary import Glossary
from bot.model.lesson import TeamLesson
from bot.model.mailing import Addressed, Mailing, Pattern
from bot.model.outbox import Draft, Letter, Sending
from bot.model.outcome import SILENCE, UNCHANGED, Answer, Outcome
from bot.model.outreach import Partner, RelatedSession
from bot.model.people import Contact, Counter, Role, Team
from bot.model.plan import Plan
from bot.model.platform_test import PlatformTest, TestSteps
from bot.model.record import Record, View
from bot.model.resource import Handout, Resource
from bot.model.session import Session
from bot.model.setup import Setup
from bot.model.speaking import Speaking
from bot.model.summary import Summary
from bot.model.suppression import REASONS, UNREACHED, Why
from bot.model.theme import Theme
from bot.model.tools import Tools
from bot.model.words import LANGUAGES, NOTHING, Language, Phrase
from bot.understanding.dates import Reading

REMEMBERED = timedelta(minutes=15)
UNDONE_WITHIN = timedelta(minutes=10)
CARD_LIFE = timedelta(days=60)
MOST_CHOICES = 60
Languages = tuple[Language, ...]
R = TypeVar("R", bound=Record)
Edited = (
    Session
    | Speaking
    | Theme
    | Team
    | Partner
    | RelatedSession
    | Description
    | Glossary
    | Resource
    | Handout
    | Tools
    | AccessPlan
    | Plan
    | PlatformTest
    | TestSteps
    | Summary
    | TeamLesson
    | Informed
)


@dataclass(frozen=True, slots=True)
class Context:
    """The view of the store, the time, the setting up; ids that are the same if a turn is rerun.

    Three things follow from our secret: ``link`` is the signed link to a card, ``token`` stands for
    an address in the link by which its owner is no longer written to, and only we can read it;
    ``sealed`` stands for an address that nobody can read from it, not even we.
    ``unguessable`` gives a secret that nobody has seen before.
    """

    view: View
    now: datetime
    setup: Setup
    seed: str
    link: Callable[[str], str] = str
    token: Callable[[str], str] = str
    sealed: Callable[[str], str] = str
    unguessable: Callable[[], str] = str

    def id_for(self, purpose: str) -> str:
        """A short id for something this turn makes, named by its purpose within the turn."""
        return hashlib.sha256(f"{self.seed}/{purpose}".encode()).hexdigest()[:16]

    def next(self, name: str) -> Counter:
        """The counter moved on by one; the number counts only once the counter is saved."""
        counter = self.view.get(Counter, name) or Counter(name=name)
        return replace(counter, last=counter.last + 1)

    @property
    def team(self) -> Team:
        """What the team has settled for itself."""
        return self.view.get(Team, "team") or Team()

    @property
    def organisers(self) -> frozenset[str]:
        """The addresses of the organisers, set up or added in chat."""
        return self.setup.organisers | frozenset(self.team.organisers)

    def contact(self, address: str) -> Contact:
        """The person at this address, known or not."""
        known = self.view.get(Contact, address.lower())
        return known or Contact(address=address.lower())

    def languages_of(self, address: str) -> Languages:
        """The language a person is written to in; both if they never showed one."""
        speaks = self.contact(address).speaks
        return (speaks,) if speaks else LANGUAGES


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the slot that the answer fills, the words, and what there is to choose from.

    A choice is the value for the slot and the words it is shown with.
    """

    slot: str
    said: Phrase
    choices: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing heard: who, where, what it means. What it gives back is built with its methods.

    ``filled`` names the slot that was asked for and has just been answered. ``when`` is how a date
    in the words was read, also when it could not be taken as it is.
    """

    incoming: Incoming
    context: Context
    role: Role
    languages: Languages
    intent: str = ""
    slots: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    filled: str = ""
    when: Reading | None = None
    card: Card | None = None

    @property
    def address(self) -> str:
        """Who spoke."""
        return self.incoming.sender.address

    @property
    def language(self) -> Language:
        """The first language of the answer; also the one a typed text is taken to be in."""
        return self.languages[0]

    @property
    def press(self) -> Press:
        """The pressed button; only for handlers of buttons."""
        if self.incoming.press is None:
            raise TypeError("this turn is not a pressed button")
        return self.incoming.press

    @property
    def shown_card(self) -> Card:
        """The card that was pressed or is shown; raises Refusal where it is not known."""
        if self.card is None:
            raise Refusal("turn.card_unknown")
        return self.card

    def of_card(self, kind: type[R], fact: str) -> R:
        """The record that this fact of the shown card names; raises Refusal where there is none."""
        record = self.context.view.get(kind, str(self.shown_card.facts[fact]))
        if record is None:
            raise Refusal("turn.card_unknown")
        return record

    @property
    def result(self) -> Result:
        """What came of an errand; only for handlers of results."""
        if self.incoming.result is None:
            raise TypeError("this turn is not a result")
        return self.incoming.result

    def words(self, key: str, **facts: object) -> str:
        """A text of ours in the languages of the answer."""
        return texts.render_in(Phrase(key, facts), self.languages)

    def reply(self, key: str, **facts: object) -> Answer:
        """An answer in words."""
        return Answer(self.words(key, **facts))

    def say(self, key: str, **facts: object) -> Outcome:
        """An outcome that only answers."""
        return Outcome(answer=self.reply(key, **facts))

    def ask(self, slot: str, key: str, **facts: object) -> Outcome:
        """Ask in words, and on a card, for one thing that is missing."""
        return self.pose(Question(slot, Phrase(key, facts)))

    def pose(self, question: Question) -> Outcome:
        """Ask a question; for fifteen minutes what is known is remembered."""
        until = self.context.now + REMEMBERED
        card = Card(
            ref=self.context.id_for(f"card/question/{question.slot}"),
            skill="",
            buttons=("save",),
            inputs=("answer",),
            person=self.address,
            facts={"intent": self.intent, "slot": question.slot, "slots": dict(self.slots)},
            until=until,
        )
        facts = {
            "said": self.words(question.said.key, **question.said.facts),
            "slot": question.slot,
            "choices": question.choices[:MOST_CHOICES],
        }
        rendered = cards.render("question", card.ref, self.languages, facts)
        return self.offer(card, rendered, question.said, question.slot)

    def offer(self, card: Card, rendered: cards.Rendered, said: Phrase, slot: str = "") -> Outcome:
        """Show a card whose buttons may also be typed in the next fifteen minutes.

        Typed words that name none of them are the answer for ``slot``.
        """
        asked = Asked(
            where=where(self.incoming),
            card=card.ref,
            buttons=cards.buttons_of(rendered),
            field=cards.only_field_of(rendered) if card.skill else "",
            values=cards.values_of(rendered),
            intent=self.intent,
            slot=slot,
            slots=dict(self.slots),
            until=self.context.now + REMEMBERED,
        )
        answer = Answer(self.words(said.key, **said.facts), rendered)
        return Outcome(saves=(card, asked), answer=answer)


def undoable(turn: Turn, said: str, *changes: tuple[Edited, Edited]) -> Undo:
    """How a small edit (records before and after) is taken back in the next ten minutes.

    ``said`` is the edit in words, as it is repeated when it is taken back.
    """
    return Undo(
        person=turn.address,
        before=tuple(before for before, _ in changes),
        after=tuple(after.version for _, after in changes),
        said=said,
        language=turn.language,
        until=turn.context.now + UNDONE_WITHIN,
    )


def where(incoming: Incoming) -> str:
    """The key of one person's talk in one room."""
    return f"{incoming.place.channel}/{incoming.place.room}/{incoming.sender.address}"


Handler = Callable[[Turn], Outcome]


@dataclass(frozen=True, slots=True)
class Heard:
    """A handler and who may reach it."""

    handle: Handler
    who: frozenset[Role]


ORGANISERS = frozenset({Role.ORGANISER})
SPEAKERS = frozenset({Role.ORGANISER, Role.SPEAKER})
INSIDERS = frozenset({Role.ORGANISER, Role.SPEAKER, Role.PARTICIPANT})
ANYONE_ASKING = INSIDERS | {Role.VISITOR}
"""Those who may ask what is announced to all."""
EVERYONE = frozenset(Role)
VOUCHED_FOR = EVERYONE - {Role.VISITOR}


@dataclass(frozen=True, slots=True)
class Mails:
    """How a skill writes one letter to many; the audience is read one by one, as the letter goes.

    ``audience`` gives the records of those it may be for. ``addressed`` gives a person's letter,
    or why they are passed over, or None if they are not meant. ``pattern`` gives the letter of all
    who are like this person. ``told`` says how the mailing stands.

    ``transactional`` are the kinds of mailings that belong to what somebody registered for. Every
    other kind has a way to unsubscribe in each letter, and passes over those who did.
    """

    audience: Callable[[Context, Mailing], Iterator[Any]]
    addressed: Callable[[Context, Mailing, Any], Addressed | str | None]
    pattern: Callable[[Context, Mailing, Addressed], Pattern]
    told: Callable[[Context, Mailing], tuple[Sending, ...]]
    transactional: frozenset[str] = frozenset()

    def reasons(self, mailing: Mailing) -> tuple[Why, ...]:
        """The reasons for which somebody is left out of such a mailing."""
        return UNREACHED if mailing.kind in self.transactional else REASONS


@dataclass(frozen=True, slots=True)
class Skill:
    """One thing the bot can do: the intents and buttons it hears, results it awaits, what is due.

    What is ``due`` stays so until it is done, or until the next whole five minutes, unless its
    session begins before: a clock that is moved looks no more often.

    ``notices`` are what a platform reports of the bot itself: ``installed`` and ``removed``.

    ``show`` gives the present state of one of its cards, for a card that is stale or done;
    ``waits`` says whether the card of the turn still waits for an answer in words; ``standing``
    gives a card that everybody has and nobody stores, by its reference (``<skill>-<rest>``).
    ``writes`` writes a letter that leaves now, None if it has become pointless; ``mails`` the same
    letter to many; ``delivered`` hears what a form, a flow or a file brings.
    """

    name: str
    hears: Mapping[str, Heard] = field(default_factory=dict)
    presses: Mapping[str, Heard] = field(default_factory=dict)
    notices: Mapping[str, Handler] = field(default_factory=dict)
    results: Handler | None = None
    due: Callable[[Context], Outcome] | None = None
    show: Callable[[Turn], Outcome] | None = None
    waits: Callable[[Turn], bool] | None = None
    standing: Callable[[Context, str], Card | None] | None = None
    writes: Callable[[Context, Draft], Letter | None] | None = None
    delivered: Handler | None = None
    mails: Mails | None = None


def merge(*outcomes: Outcome) -> Outcome:
    """All that several outcomes change, with the answer of the last that has one."""
    told = [each for each in outcomes if each != UNCHANGED]
    if not told:
        return UNCHANGED
    answers = [each.answer for each in told if each.answer or each.answer.facts]
    return Outcome(
        saves=tuple([record for outcome in told for record in outcome.saves]),
        removes=tuple([record for outcome in told for record in outcome.removes]),
        sends=tuple([sending for outcome in told for sending in outcome.sends]),
        answer=answers[-1] if answers else SILENCE,
    )
