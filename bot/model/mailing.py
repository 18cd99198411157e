"""The same letter to many: whom it is for, what it says, how far it has got."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from bot.model.once import NEAR, Beside, Foreseen
from bot.model.outbox import Letter, Person
from bot.model.people import Place
from bot.model.record import Record, Table
from bot.model.words import Both, Language


class Stage(StrEnum):
    """Where a mailing stands."""

    PROPOSED = "proposed"
    HELD = "held"
    WAITING = "waiting"
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"
    DROPPED = "dropped"


MOST_DOMAINS = 20
BOUNCES = "bounces"
"""The hindrance of a mailing that paused itself because too many letters came back."""
GOES_ON = frozenset({Stage.WAITING, Stage.RUNNING})


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a letter in both languages, with blanks such as ``((name))``."""

    subject: Both
    body: Both


def put_in(text: str, values: Mapping[str, str]) -> str:
    """The text with its ``((blanks))`` filled that have a value; a value is never read again."""
    pieces = text.split("((")
    found = [pieces[0]]
    for piece in pieces[1:]:
        name, closed, rest = piece.partition("))")
        value = values.get(name.strip()) if closed else None
        found.append(f"(({piece}" if value is None else f"{value}{rest}")
    return "".join(found)


def filled(letter: Letter, values: Mapping[str, str]) -> Letter:
    """The letter with its blanks filled."""
    return replace(
        letter,
        body=put_in(letter.body, values),
        unsubscribe=put_in(letter.unsubscribe, values),
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of a mailing's letters ended how.

    ``unconfirmed`` are those of whom nobody knows whether they arrived, and that are not sent again
    unasked. ``uncertain`` are those that may have gone twice; they are also counted by how they
    ended. ``delivered`` and ``bounced`` are what the other side reported of letters that were sent.
    ``together`` were told in the letter of another session, ``near`` had another reminder a short
    while before.
    """

    sent: int = 0
    failed: int = 0
    skipped: int = 0
    missed: int = 0
    uncertain: int = 0
    unconfirmed: int = 0
    delivered: int = 0
    bounced: int = 0
    together: int = 0
    near: int = 0

    @property
    def reached(self) -> int:
        """How many were told, by a letter of this mailing or of another."""
        return self.sent + self.together

    @property
    def ended(self) -> int:
        """How many are over."""
        passed_over = self.skipped + self.missed + self.near
        return self.reached + self.failed + passed_over + self.unconfirmed

    @property
    def tried(self) -> int:
        """How many were handed over, whether they were taken or refused for good."""
        return self.sent + self.failed

    @property
    def back(self) -> int:
        """How many were refused for good, at once or later."""
        return self.failed + self.bounced


@dataclass(frozen=True, slots=True)
class Addressed:
    """One person's letter: to whom, in which form, in which languages, what fills the blanks.

    Letters of one form and language are alike. ``beside`` are the mailings that it tells of beside
    its own.
    """

    to: Person
    form: str
    languages: tuple[Language, ...]
    values: Mapping[str, str]
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """The letter for a group of people in some languages: blanks in its body, none in its subject.

    ``values`` fill the blanks that are the same for all of them. ``anonymous`` is the same letter
    where nothing in it can be a person's own: it has no other blanks.
    """

    letter: Letter
    values: Mapping[str, str]
    anonymous: Letter


@dataclass(frozen=True, slots=True)
class Batch:
    """The same letter for many people, to leave in one call; a second one with its key is the same.

    ``kind`` is what the skill calls such letters, ``about`` the key of the record they are about.
    """

    key: str
    kind: str
    about: str
    pattern: Pattern
    people: tuple[Addressed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing(Record):
    """One letter to many. ``skill`` knows who they are and writes it; ``kind`` is the skill's own.

    ``wordings`` are the words for each group of people.

    The audience is frozen at ``frozen``: who joins later is not written to, who leaves is taken
    out. After ``expires`` whoever is left is missed, never written to late. ``total`` is how many
    there were to write to. ``places`` are the rooms in which its card is shown. It goes only to
    those who received the mailing that it ``follows``, if it follows one. ``again`` says that the
    team wants it sent once more to those of whom nobody knows whether it arrived. ``hindrance`` is
    what keeps it waiting, or its letters from being taken; ``answer`` the other side's own words.
    ``returned`` counts letters that came back, by domain; ``excused`` are the counts at which the
    team let it go on though so many had.

    ``step`` is the moment of a plan that it belongs to, empty if somebody asked for it. Its letters
    may tell of those ``beside`` it as well. ``uncounted`` says that it has still to be worked out
    what is ``foreseen`` of it. ``forgotten`` says that its ledger was disposed of.
    """

    table: ClassVar[Table] = Table(
        "mailings",
        key="id",
        indexes=("stage_", "about", "tells"),
        times=("ready_at", "uncounted_since"),
    )
    id: str
    skill: str
    kind: str
    about: str
    wordings: Mapping[str, Wording]
    door: str = "mail"
    stage: Stage = Stage.WAITING
    created: datetime
    by: str = ""
    approved_by: str = ""
    frozen: datetime | None = None
    not_before: datetime | None = None
    expires: datetime | None = None
    began: datetime | None = None
    ended: datetime | None = None
    total: int = 0
    tally: Tally = field(default_factory=Tally)
    facts: Mapping[str, Any] = field(default_factory=dict)
    follows: str = ""
    again: bool = False
    hindrance: str = ""
    answer: str = ""
    returned: Mapping[str, int] = field(default_factory=dict)
    excused: Tally = field(default_factory=Tally)
    step: str = ""
    beside: tuple[Beside, ...] = ()
    uncounted: bool = False
    foreseen: Foreseen | None = None
    forgotten: bool = False
    places: tuple[Place, ...] = ()
    version: int = 1

    def key_for(self, address: str) -> str:
        """What makes a second copy of one person's letter the same letter."""
        return f"mailing/{self.id}/{address}"

    @property
    def stage_(self) -> str:
        """The stage, as an index."""
        return self.stage.value

    @property
    def tells(self) -> tuple[str, ...]:
        """All that its letters may tell of, as an index."""
        return (self.about, *dict.fromkeys(each.about for each in self.beside))

    @property
    def uncounted_since(self) -> datetime | None:
        """When it was made, while it has still to be counted."""
        return self.created if self.uncounted else None

    @property
    def ready_at(self) -> datetime | None:
        """When it may begin or go on; None unless it is waiting for that."""
        if self.stage not in GOES_ON:
            return None
        return self.not_before or self.created

    def is_near(self, now: datetime) -> bool:
        """Whether a letter of it may have left a short while ago."""
        return self.began is not None and now - (self.ended or now) < NEAR

    def come_back(self, domains: Mapping[str, int]) -> "Mailing":
        """The mailing with so many more letters that came back, by domain; the commonest are kept.

        It is the same version: nobody need be told of that alone.
        """
        counted = Counter(self.returned) + Counter(domains)
        return replace(self, returned=dict(counted.most_common(MOST_DOMAINS)))

    def changed(self, **fields: Any) -> "Mailing":
        """The mailing with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderPlan(Record):
    """When the people of a session are reminded, and with which words.

    ``steps`` are times before the start (``-P1D``) or instants (``2027-02-19T14:00:00+00:00``);
    ``wordings`` are the words ``written_by`` somebody, empty for ours. ``approved_by`` says who
    found the words fit to go out by themselves, ``asked`` when the team was asked for that.
    ``door`` is the way they leave by.
    """

    table: ClassVar[Table] = Table("reminder_plans", key="session")
    session: str
    steps: tuple[str, ...] = ("-P7D", "-P1D", "-PT1H")
    wordings: Mapping[str, Wording] = field(default_factory=dict)
    written_by: str = ""
    approved_by: str = ""
    asked: datetime | None = None
    door: str = "mail"
    version: int = 1

    def changed(self, **fields: Any) -> "ReminderPlan":
        """The plan with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)
