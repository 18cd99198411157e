"""The pages of a session on the wiki: what two people agreed to, and how the bot left each page."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from bot.model.people import Place
from bot.model.record import Record, Table
from bot.model.words import Both, Language

WIKI = "wiki"
"""The door to the wiki, and the skill that keeps pages up to date."""
INDEX = "index"
"""The key of the pages that list all others."""
GONE = f"{WIKI}.gone"
"""The problem of a page that somebody deleted."""


class Late(StrEnum):
    """Why the wiki takes nothing at the moment; in the words that the log has."""

    AWAY = "the wiki cannot be reached"
    NO_ANSWER = "the wiki does not answer as a wiki does"
    READ_ONLY = "the wiki is read-only"
    SLOW_DOWN = "the wiki asks for a rest"
    BUSY = "people are editing the page"
    LOGGED_OUT = "the wiki keeps logging the bot out"


class Standing(StrEnum):
    """How the pages of a session stand: nothing yet, waiting for a second person, out."""

    NONE = "none"
    HELD = "held"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Words:
    """What people wrote that stands on the pages; all else there is facts."""

    title: Both
    description: Both = field(default_factory=Both)

    @property
    def seal(self) -> str:
        """What tells these words from any others."""
        parts = (self.title.en, self.title.fr, self.description.en, self.description.fr)
        return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its name, our part as it was last handed to the wiki, and as it was last there.

    ``sent`` is what the wiki was last given, the ``edition``-th; ``block`` what it surely has.
    ``problem`` is the key of a text that says what a person must do; ``theirs`` what somebody else
    made of our part. ``late`` is the edition of which the team heard that it takes long.
    """

    title: str = ""
    sent: str = ""
    block: str = ""
    edition: int = 0
    address: str = ""
    at: datetime | None = None
    problem: str = ""
    problem_facts: Mapping[str, Any] = field(default_factory=dict)
    theirs: str = ""
    late: int = 0

    @property
    def on_its_way(self) -> bool:
        """Whether the wiki was given something and nothing was heard of it yet."""
        return self.sent != self.block and not self.problem

    def retried(self) -> "Page":
        """The page to be given to the wiki once more; one that was deleted there, as a new one."""
        if not self.problem:
            return self
        block = "" if self.problem == GONE else self.block
        # What was sent and what is there must be alike for something to be sent.
        return replace(self, sent=block, block=block, problem="", problem_facts={}, theirs="")


@dataclass(frozen=True, slots=True, kw_only=True)
class WikiPages(Record):
    """The two pages of a session, or those that list all sessions.

    ``words`` are those that stand there: a second person, ``approved_by``, agreed to them.
    ``asked`` are those that wait for that, on the wish of ``by``, who is empty where two people are
    still to agree. ``declined`` is the seal of words that the team did not want. ``announced`` says
    that the team heard where the pages are.
    """

    table: ClassVar[Table] = Table("wiki_pages", key="session", indexes=("standing_",))
    session: str
    words: Words | None = None
    asked: Words | None = None
    by: str = ""
    approved_by: str = ""
    approved: datetime | None = None
    declined: str = ""
    announced: bool = False
    en: Page = field(default_factory=Page)
    fr: Page = field(default_factory=Page)
    places: tuple[Place, ...] = ()
    version: int = 1

    @property
    def standing(self) -> Standing:
        """How the pages stand; new words that wait do not take the old ones away."""
        if self.words is not None:
            return Standing.OUT
        return Standing.HELD if self.asked is not None else Standing.NONE

    @property
    def standing_(self) -> str:
        """The same, as an index."""
        return self.standing.value

    def page(self, language: Language) -> Page:
        """The page in this language."""
        return self.en if language == "en" else self.fr

    def with_(self, language: Language, page: Page) -> "WikiPages":
        """The same, with another state of the page in this language."""
        return replace(self, en=page) if language == "en" else replace(self, fr=page)

    @property
    def hindered(self) -> bool:
        """Whether something stands in the way of a page until a person has looked."""
        return bool(self.en.problem or self.fr.problem)

    @property
    def on_its_way(self) -> bool:
        """Whether the wiki was given something for a page and nothing was heard of it yet."""
        return self.en.on_its_way or self.fr.on_its_way

    def retried(self) -> "WikiPages":
        """The same, so that whatever stood in the way is tried once more."""
        return self.changed(en=self.en.retried(), fr=self.fr.retried())

    def changed(self, **fields: Any) -> "WikiPages":
        """The pages with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)
