"""What a session is about, told in both languages, and how far each half has got."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Literal

from bot.model.record import Record, Table
from bot.model.words import Both, Language, other

Written = Literal["", "template", "person", "model", "translation"]
"""What a half comes from; a model's text is a draft like any other, and marked."""


class HalfState(StrEnum):
    """How far a half has got; *stale* where the other half changed since it was written."""

    MISSING = "missing"
    DRAFT = "draft"
    STALE = "stale"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Brief:
    """What is asked of the team for a first draft, in the language it was said in."""

    why: Both = field(default_factory=Both)
    takeaways: Both = field(default_factory=Both)


@dataclass(frozen=True, slots=True)
class Half:
    """The text in one language.

    ``edition`` counts its changes; ``beside`` is that of the other half when this one was written,
    translated or reviewed. ``reviewed_by`` is empty for a draft.
    """

    text: str = ""
    written: Written = ""
    by: str = ""
    at: datetime | None = None
    edition: int = 0
    beside: int = 0
    reviewed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Description(Record):
    """The description of one session; everything public is made from it."""

    table: ClassVar[Table] = Table("descriptions", key="session")
    session: str
    brief: Brief = field(default_factory=Brief)
    en: Half = field(default_factory=Half)
    fr: Half = field(default_factory=Half)
    version: int = 1

    def half(self, language: Language) -> Half:
        """The half in this language."""
        return self.en if language == "en" else self.fr

    def state(self, language: Language) -> HalfState:
        """How far the half in this language has got."""
        half = self.half(language)
        if not half.text:
            return HalfState.MISSING
        if self.half(other(language)).edition > half.beside:
            return HalfState.STALE
        return HalfState.REVIEWED if half.reviewed_by else HalfState.DRAFT

    @property
    def texts(self) -> Both:
        """Both texts, whatever their state."""
        return Both(self.en.text, self.fr.text)

    def changed(self, **fields: Any) -> "Description":
        """The description with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)
