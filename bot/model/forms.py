"""Forms whose responses come by a flow, and the responses that wait for a word of the team."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar

from bot.model.record import Record, Table
from bot.model.words import Language

EACH = "each"
"""Stands for a session where every response says for which one it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form(Record):
    """A form: for which session it is, and what stands under each key of a response.

    ``id`` is what the forms program calls it, ``number`` what we do. ``session`` is empty until
    the team has said it; ``asked`` counts how often it was asked. ``fields`` are kept by key; what
    is not among them is not looked at. ``language`` is that of people who name none.
    """

    table: ClassVar[Table] = Table("forms", key="id", indexes=("number", "all"))
    id: str
    number: str
    seen: datetime
    session: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    language: Language | None = None
    asked: int = 1
    version: int = 1

    @property
    def all(self) -> str:
        """One value for every form, as an index."""
        return "form"

    def changed(self, **fields: Any) -> "Form":
        """The form with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response(Record):
    """One response that waits until the team has said what its form is for.

    ``told`` are the answers by key, as texts; ``number`` is the response's own.
    """

    table: ClassVar[Table] = Table("held_responses", key="ref", indexes=("form",))
    form: str
    number: str
    told: Mapping[str, str]
    at: datetime

    @property
    def ref(self) -> str:
        """The key: the form and the number."""
        return f"{self.form}/{self.number}"
