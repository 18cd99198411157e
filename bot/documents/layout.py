"""The body of a form letter: laid out once, then filled for each person.

A blank is written ``((name))``. Values are of a few kinds, by how they stand among other words, and
letters whose values are of the same kinds are laid out alike: their text and page are kept as they
leave, with slots for the values. What is of no kind has its letter written as a whole.
"""

import hashlib
import html
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from bot.documents import body, lines, quoted
from bot.model.outbox import Letter

Kind = Literal["nothing", "sign", "page", "words", "sentence"]
"""Nothing; letters and digits; the address of a page; words; words with such an address."""
BLANK = re.compile(r"\(\(([a-z][a-z0-9_]*)\)\)")
LAYOUTS_KEPT = 100
NONE: Mapping[str, str] = MappingProxyType({})

SIGN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
UNFIT = re.compile(rf"\n|{lines.UNFIT_IN_A_BODY.pattern}|{lines.TURNING.pattern}")
# A space at an end, the line between the languages, a list, a part of the address of a page.
ODD = re.compile(rf"^[\s{body.BULLET}/]|[\s:/]$|^-+$")
# A scheme whose name may end with a value.
OPEN_SCHEME = re.compile("(?<!http)(?<!https)://")


def form(text: str) -> str:
    """The text as a format for the operator ``%``, with the names of its blanks as keys."""
    return BLANK.sub(r"%(\1)s", text.replace("%", "%%"))


class Layout:
    """The text and the page of a letter with blanks."""

    def __init__(self, letter: Letter, same: Mapping[str, str] = NONE) -> None:
        """``letter`` has its blanks in the body; ``same`` are the values that all have alike."""
        self._letter = letter
        self._blanks = tuple(dict.fromkeys(BLANK.findall(letter.body)))
        self._own = tuple(blank for blank in self._blanks if blank not in same)
        self._same = {blank: same[blank] for blank in self._blanks if blank in same}
        self._slots = lru_cache(LAYOUTS_KEPT)(self._laid_out)

    def filled(self, values: Mapping[str, str]) -> tuple[str, str] | None:
        """Text and page in quoted-printable; None if the letter is to be written as a whole."""
        own = [values[blank] for blank in self._own]
        kinds = [*map(_kind, own)]
        slots = self._slots(*kinds)
        if slots is None:
            return None
        text, page = slots
        shown = [_shown(kind, value) for kind, value in zip(kinds, own, strict=True)]
        return (
            text % dict(zip(self._own, quoted.pieces(own), strict=True)),
            page % dict(zip(self._own, quoted.pieces(shown), strict=True)),
        )

    def _laid_out(self, *own: Kind | None) -> tuple[str, str] | None:
        """Text and page as formats for ``%``; None if such values have no place of their own."""
        same = {blank: _kind(value) for blank, value in self._same.items()}
        known = {**same, **dict(zip(self._own, own, strict=True))}
        kinds = [known[blank] for blank in self._blanks]
        if None in kinds or OPEN_SCHEME.search(self._letter.body):
            return None
        # Nobody can have written it into the letter it comes from.
        secret = hashlib.sha256(repr(self._letter).encode("utf-8", "surrogatepass")).hexdigest()
        marks = {
            blank: _mark(kind, f"{secret}x{number}x")
            for number, (blank, kind) in enumerate(zip(self._blanks, kinds, strict=True))
        }
        marked = BLANK.sub(lambda blank: marks[blank[1]], self._letter.body)
        letter = replace(self._letter, body=marked)
        text, page = body.text(letter), body.page(letter)
        for blank, kind in zip(self._blanks, kinds, strict=True):
            if kind == "words" and re.search(rf'href="[^"]*{marks[blank]}', page):
                return None
            if kind == "sentence" and re.search(rf"\S{marks[blank]}|{marks[blank]}\S", text):
                return None
        shown = {blank: _shown(same[blank], value) for blank, value in self._same.items()}
        return _slots(f"{text}\n", marks, self._same), _slots(f"{page}\n", marks, shown)


def _kind(value: str) -> Kind | None:
    """The kind of a value; None if it changes the lines around it, or may."""
    if not value:
        return "nothing"
    if SIGN.fullmatch(value):
        return "sign"
    if UNFIT.search(value):
        return None
    if body.URL.fullmatch(value):
        return "page"
    if ODD.search(value):
        return None
    return "sentence" if "://" in value else "words"


def _shown(kind: Kind | None, value: str) -> str:
    """The value as it stands on the page; a page's address already has its link."""
    return body.linked(value) if kind == "sentence" else html.escape(value)


def _mark(kind: Kind | None, secret: str) -> str:
    """What stands in for a value of this kind while a letter is laid out."""
    return {"nothing": "", "page": f"https://{secret}"}.get(kind or "", secret)


def _slots(marked: str, marks: Mapping[str, str], same: Mapping[str, str]) -> str:
    """The text in quoted-printable as a format for ``%``, with slots where the marks are.

    Where a mark stands for what is the ``same`` for all, that stands there at once.
    """
    names = {mark: blank for blank, mark in marks.items() if mark}
    places = re.compile(f"({'|'.join(names)})" if names else "(?!)")
    filled = dict(zip(same, quoted.pieces([*same.values()]), strict=True))
    slots = {blank: filled[blank].replace("%", "%%") if blank in same else f"%({blank})s"
             for blank in marks}  # fmt: skip
    return "".join(
        slots[names[each]] if each in names else quoted.piece(each).replace("%", "%%")
        for each in places.split(marked)
    )
