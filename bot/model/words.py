"""Values that are said to people: a text in both languages, a phrase with its blanks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Language = Literal["en", "fr"]
LANGUAGES: tuple[Language, ...] = ("en", "fr")
NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Both:
    """The same thing said in English and in French; a side not written yet is empty."""

    en: str = ""
    fr: str = ""

    def in_(self, language: Language) -> str:
        """This side, or the other one where this one is not written yet."""
        return (self.en or self.fr) if language == "en" else (self.fr or self.en)

    @property
    def missing(self) -> Language | None:
        """The language that is still to be written, if one is."""
        return None if self.en and self.fr else ("fr" if self.en else "en")

    @classmethod
    def of(cls, text: str, language: Language) -> "Both":
        """A text known in one language only."""
        return cls(en=text) if language == "en" else cls(fr=text)

    def with_(self, text: str, language: Language) -> "Both":
        """The same, with one side written."""
        return Both(text, self.fr) if language == "en" else Both(self.en, text)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text of ours (``file.entry`` in bot/texts) and what goes into its blanks."""

    key: str
    facts: Mapping[str, object] = field(default_factory=lambda: NOTHING)


def other(language: Language) -> Language:
    """The other official language."""
    return "fr" if language == "en" else "en"
