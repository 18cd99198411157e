"""One person who wants to take part, as a form tells it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from bot.documents.answers.columns import Columns, Field
from bot.documents.answers.moments import moment
from bot.documents.answers.values import (
    agreed,
    is_told,
    language_of,
    need,
    pending,
    turned_down,
    words,
)
from bot.documents.tables import Refused, Sheet
from bot.errors import Refusal
from bot.model.addresses import LONGEST, mailbox
from bot.model.origin import origin_of
from bot.model.words import Language, Phrase

LONGEST_NAME = 120
LONGEST_TEXT = 1_000
LONGEST_NUMBER = 64
"""Characters that are kept of a name or a department, of what is written, of an answer's number."""
ORDINARY = re.compile(r"[a-z0-9]+(?:[._+-][a-z0-9]+)*")
LONGEST_LOCAL = 64

Told = Mapping[Field, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A registration to be. ``row`` is 0 for an answer that came by itself.

    ``language`` and ``consent`` are None where they are not told, or not plainly; ``origin`` is
    empty for words of their own; ``at`` is in UTC, and None where it could be two moments.
    """

    row: int
    address: str
    name: str = ""
    language: Language | None = None
    department: str = ""
    needs: str = ""
    consent: bool | None = None
    question: str = ""
    origin: str = ""
    response: str = ""
    at: datetime | None = None


def entries(sheet: Sheet, columns: Columns) -> tuple[list[Entry], list[Refused]]:
    """The people in a table, and the rows that were refused, both in its order.

    Raises ``Refusal`` where no column is known to have the addresses.
    """
    places = {
        field: sheet.headers.index(title)
        for field, title in columns.titles.items()
        if title in sheet.headers
    }
    if "address" not in places:
        raise Refusal("answers.which_address")
    outcomes = [
        _entry(row.number, {field: row.cells[place] for field, place in places.items()}, columns)
        for row in sheet.rows
    ]
    found = [each for each in outcomes if isinstance(each, Entry)]
    refused = [each for each in outcomes if isinstance(each, Refused)]
    return found, sorted([*sheet.refused, *refused], key=lambda each: each.row)


def entry_of(answers: Mapping[str, object], columns: Columns) -> Entry | Refused:
    """The person in one answer, as ``Get response details`` of Power Automate gives it.

    Keys are ``responder``, ``submitDate``, and for each question ``r`` with 32 hexadecimal digits;
    several choices are a list in JSON, as a text. What is refused has the row 0.
    """
    told = {field: answers[key] for field, key in columns.titles.items() if key in answers}
    return _entry(0, told, columns)


def _entry(row: int, told: Told, columns: Columns) -> Entry | Refused:
    status = words(told.get("status"), LONGEST_NAME)
    if turned_down(status) or pending(status):
        why = "turned_down" if turned_down(status) else "pending"
        phrase = Phrase(f"answers.{why}", {"status": status})
        return Refused(row, columns.titles["status"], phrase)
    try:
        address = _address(told.get("address"))
    except Refusal as refusal:
        return Refused(row, columns.titles["address"], Phrase(refusal.key, refusal.facts))
    return Entry(
        row=row,
        address=address,
        name=_name(told),
        language=language_of(words(told.get("language"), LONGEST_NAME)),
        department=words(told.get("department"), LONGEST_NAME),
        needs=need(words(told.get("needs"), LONGEST_TEXT)),
        consent=agreed(words(told.get("consent"), LONGEST_TEXT)),
        question=words(told.get("question"), LONGEST_TEXT),
        origin=_origin(told.get("origin")),
        response=words(told.get("response"), LONGEST_NUMBER),
        at=moment(told.get("at"), columns.zone),
    )


def _name(told: Told) -> str:
    """The whole name, or its two parts; nothing where the form only says that it is not known."""
    name = words(told.get("name"), LONGEST_NAME)
    if is_told(name):
        return name
    return words(f"{told.get('first_name', '')} {told.get('last_name', '')}", LONGEST_NAME)


def _origin(value: object) -> str:
    """The link that somebody followed, as the form was filled in for them."""
    written = words(value, LONGEST_NUMBER)
    return written if origin_of(written) else ""


def _address(value: object) -> str:
    """The one address; as ``mailbox`` has it, but what is ordinary is known at a glance.

    In 30,000 rows that is a second less: they share a few hundred domains.
    """
    written = "" if value is None else str(value)
    if not written.strip():
        raise Refusal("answers.no_address")
    local, _, domain = written.strip().lower().rpartition("@")
    ordinary = len(local) <= LONGEST_LOCAL and ORDINARY.fullmatch(local)
    if ordinary and len(written) <= LONGEST and (known := _domain(domain)):
        return f"{local}@{known}"
    return mailbox(written)


@lru_cache(maxsize=2048)
def _domain(written: str) -> str | None:
    """A domain as it stands in an address, or None where there can be no such domain."""
    try:
        return mailbox(f"name@{written}").removeprefix("name@")
    except Refusal:
        return None
