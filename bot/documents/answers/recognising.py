"""Columns, recognised by their titles and by what stands in them."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import get_args

from bot.documents.answers.columns import Columns, Field
from bot.documents.answers.titles import asked, given, key
from bot.documents.answers.values import is_status, is_told
from bot.documents.tables import Row

AN_ADDRESS = re.compile(r"\s*[^\s@;,]+@[^\s@;,]+\.[^\s@;,]+\s*")
FIELDS: tuple[Field, ...] = get_args(Field)
NOTHING: Mapping[str, Field] = MappingProxyType({})

Values = Mapping[str, Sequence[str]]
Claims = Mapping[str, Field]


def recognised(headers: Sequence[str], sample: Sequence[Row], learnt: Claims = NOTHING) -> Columns:
    """Which columns hold what, and which a person must be asked about.

    What was ``learnt`` of a title goes before what it says. Where a form did not record who
    answered it, the address is ``anonymous``; then it is looked for among the questions, by their
    words or by what was answered. Two questions about one thing: the first, and the other is asked
    about.
    """
    values = {title: [str(row.cells[n]) for row in sample] for n, title in enumerate(headers)}
    known = {title: learnt[title] for title in headers if title in learnt}
    fixed = {title: field for title in headers if title not in known and (field := given(title))}
    named = {**known, **fixed}
    meant = {title: field for title in headers if title not in named and (field := asked(title))}
    titles = _chosen((known, fixed, meant), values)
    _find_address(titles, values)
    _find_status(titles, values)
    _part_names(titles, headers)
    left = [title for title in headers if title and title not in named]
    return Columns(titles, tuple(title for title in left if title not in titles.values()))


def _chosen(claims: tuple[Claims, Claims, Claims], values: Values) -> dict[Field, str]:
    """For each field the first of its titles under which something is written."""
    known, fixed, meant = claims
    chosen: dict[Field, str] = {}
    for field in FIELDS:
        # The language a person asks for counts for more than that of the screen.
        orders = (known, meant, fixed) if field == "language" else (known, fixed, meant)
        titles = [title for claim in orders for title in claim if claim[title] == field]
        if titles and field != "aside":
            told = (title for title in titles if _stands(field, values[title]))
            chosen[field] = next(told, titles[0])
    return chosen


def _stands(field: Field, values: Sequence[str]) -> bool:
    return any(map(AN_ADDRESS.fullmatch if field == "address" else is_told, values))


def _find_address(titles: dict[Field, str], values: Values) -> None:
    """Settles where the addresses stand, if not in the column that should have them."""
    named = titles.get("address")
    if named and _stands("address", values[named]):
        return
    counts = {title: _addresses(values[title]) for title in values if title not in titles.values()}
    fullest = max(counts, key=lambda title: counts[title], default="")
    if counts.get(fullest):
        titles["address"] = fullest
    elif named and values[named] and not any(map(is_told, values[named])):
        del titles["address"]


def _find_status(titles: dict[Field, str], values: Values) -> None:
    """Takes for the status a column that holds nothing else, whatever Webex calls it.

    Nobody may come in whom the host turned down, only because a title was not known.
    """
    if "status" in titles:
        return
    for title in values.keys() - set(titles.values()):
        told = [value for value in values[title] if is_told(value)]
        if told and all(map(is_status, told)):
            titles["status"] = title


def _addresses(values: Sequence[str]) -> int:
    return sum(1 for value in values if AN_ADDRESS.fullmatch(value))


def _part_names(titles: dict[Field, str], headers: Sequence[str]) -> None:
    """Takes ``Nom`` beside ``Prénom`` for the last name; in Microsoft Forms it is the whole one."""
    keys = {key(title) for title in headers}
    whole = "prenom" not in keys or "heure de debut" in keys or "last_name" in titles
    if not whole and key(titles.get("name", "")) == "nom":
        titles["last_name"] = titles.pop("name")
