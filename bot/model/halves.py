"""A text in two halves, one for each language, and how far each has got."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, Self

from bot.model.words import LANGUAGES, Both, Language, other

Written = Literal["", "template", "person", "model", "translation", "transcript"]
"""What a half comes from; a model's text is a draft like any other, and marked."""


class HalfState(StrEnum):
    """How far a half has got; *stale* where the other half changed since it was written."""

    MISSING = "missing"
    DRAFT = "draft"
    STALE = "stale"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Half:
    """The text in one language.

    ``edition`` counts its changes; ``beside`` is that of the other half when this one was written,
    translated or reviewed. ``by`` is the address of who wrote it, ``reviewed_by`` that of who found
    it right, empty for a draft.
    """

    text: str = ""
    written: Written = ""
    by: str = ""
    at: datetime | None = None
    edition: int = 0
    beside: int = 0
    reviewed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoHalves:
    """A text in both languages. ``shown`` is what the public reads.

    That is both texts as they last were reviewed side by side.
    """

    en: Half = field(default_factory=Half)
    fr: Half = field(default_factory=Half)
    shown: Both = field(default_factory=Both)
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

    def put(self, language: Language, new: Half) -> Self:
        """The text with a half written anew; the other half is stale, unless it led.

        A half that was missing or stale catches up with the other, which stays as it is. ``new``
        says beside which edition of the other half it was written, if that is not the present one.
        """
        led = self.state(language) in (HalfState.MISSING, HalfState.STALE)
        beside = self.half(other(language))
        edition = self.half(language).edition + 1
        written = replace(new, edition=edition, beside=new.beside or beside.edition)
        kept = replace(beside, beside=edition) if led else beside
        return self.changed(**{language: written, other(language): kept})

    def reviewed(self, language: Language, by: str) -> Self:
        """The text with a half found to be right, beside the other as it is now.

        Once both are, they are what the public reads.
        """
        beside = self.half(other(language)).edition
        half = replace(self.half(language), reviewed_by=by, beside=beside)
        after = self.changed(**{language: half})
        return replace(after, shown=after.texts) if after.is_reviewed else after

    @property
    def is_reviewed(self) -> bool:
        """Whether both halves are reviewed as they are now."""
        return all(self.state(each) is HalfState.REVIEWED for each in LANGUAGES)

    @property
    def texts(self) -> Both:
        """Both texts, whatever their state."""
        return Both(self.en.text, self.fr.text)

    def at_version(self, version: int) -> Self:
        """The same, as one change after several were made."""
        return replace(self, version=version)

    def changed(self, **fields: Any) -> Self:
        """The text with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)
