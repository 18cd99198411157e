"""Which column of a form holds what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.model.session import OTTAWA

Field = Literal[
    "address",
    "name",
    "first_name",
    "last_name",
    "language",
    "department",
    "needs",
    "consent",
    "question",
    "origin",
    "response",
    "at",
    "status",
    "aside",
]
"""What a column may hold. ``needs`` are for accommodation, ``consent`` is to future invitations,
``question`` is for the speaker, ``origin`` the link somebody followed, ``response`` the number of
the answer, ``at`` when it was sent, ``status`` whether Webex let the person in; what is ``aside``
is not looked at."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The titles of a table, or the keys of a flow, by what they hold.

    ``unknown`` are titles a person must be asked about. ``zone`` is the one that times are in
    which do not say: that of whoever exported the table, or UTC from Power Automate.
    """

    titles: Mapping[Field, str]
    unknown: tuple[str, ...] = ()
    zone: str = OTTAWA

    @classmethod
    def of(cls, fields: Mapping[str, Field], zone: str = OTTAWA) -> "Columns":
        """Columns as they were learnt earlier, by title or key."""
        return cls({fields[title]: title for title in fields if fields[title] != "aside"}, (), zone)

    def missing(self, headers: Iterable[str]) -> tuple[str, ...]:
        """The titles that these headers lack: a question that was reworded since."""
        there = set(headers)
        return tuple(title for title in self.titles.values() if title not in there)
