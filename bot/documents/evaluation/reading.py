"""The rows of an export, one a response; who answered is left where it is.

Layout: “Open in Excel” of Microsoft Forms. Its own columns come first, called in the language of
whoever exports; then one for each question, called as the question is.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.documents.answers.titles import asked, given
from bot.documents.answers.values import language_of, words
from bot.documents.tables import Cell, Refused, Row, rows
from bot.documents.tables.headings import sheet_of
from bot.documents.tables.limits import LARGEST
from bot.errors import Refusal
from bot.model.evaluation import mark
from bot.model.words import Language

LONGEST = 2_000
"""Characters of an answer that are kept."""
NOBODYS = ("address", "name", "first_name", "last_name")
"""Questions that ask who somebody is: their answers are not read."""
LINE_ENDS = (b"\n", b"\r", b"\n\0", b"\r\0")


@dataclass(frozen=True, slots=True)
class Answered:
    """A response: its number, empty without one, the answers in order, the language it names."""

    number: str
    answers: tuple[str, ...]
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """The questions and responses of a file; ``cut`` names the row in which it breaks off."""

    titles: tuple[str, ...]
    responses: tuple[Answered, ...]
    refused: tuple[Refused, ...] = ()
    cut: int = 0


def read(name: str, content: bytes) -> Export:
    """All responses in a file that people call ``name``, but for those without any answer.

    Raises ``Refusal`` where the file cannot be read, asks nothing, or nobody answered.
    """
    found, cut = _rows(name, content)
    try:
        sheet = sheet_of(found)
    except Refusal as refusal:
        raise Refusal(refusal.key, file=name, **refusal.facts) from None
    places = _questions(sheet.headers)
    if not places:
        raise Refusal("evaluation.no_questions", file=name)
    own: dict[str, int] = {}
    for place, title in enumerate(sheet.headers):
        own.setdefault(given(title) or "", place)
    responses = _numbered([_answered(row, own, places) for row in sheet.rows])
    if not responses:
        raise Refusal("evaluation.empty", file=name)
    return Export(tuple(sheet.headers[each] for each in places), responses, sheet.refused, cut)


def answers_of(told: Mapping[str, str]) -> dict[str, str]:
    """The answers among what a flow posts, by question, without who gave them and when."""
    keys = _questions(tuple(told))
    names = tuple(told)
    return {names[place]: words(told[names[place]], LONGEST) for place in keys}


def told_mark(number: str, answers: Iterable[str]) -> str:
    """A mark of a response's number and its words, in whatever order they were asked for."""
    return mark(number, *sorted(filter(None, answers)))


def _rows(name: str, content: bytes) -> tuple[list[Row], int]:
    """The rows that are whole, and the number of the one in which the file breaks off."""
    found: list[Row] = []
    try:
        for each in rows(name, content, LARGEST):
            found.append(each)  # noqa: PERF402 - what was read before it breaks off counts
    except Refusal as refusal:
        line = int(str(refusal.facts.get("line", 0)))
        if refusal.key != "tables.open_quote" or len(found) < 2:
            raise
        return found, line
    filled = [each for each in found if not each.blank]
    if len(filled) > 1 and _is_torn(content, filled[-1], len(filled[0].cells)):
        return found[: found.index(filled[-1])], filled[-1].number
    return found, 0


def _is_torn(content: bytes, last: Row, width: int) -> bool:
    """Whether a text ends in the middle of a row."""
    return (
        not content.startswith(b"PK")
        and len(last.cells) < width
        and not content.endswith(LINE_ENDS)
    )


def _questions(titles: Sequence[str]) -> list[int]:
    """The places of the columns that ask about the session."""
    return [
        place
        for place, title in enumerate(titles)
        if title.strip() and given(title) is None and asked(title) not in NOBODYS
    ]


def _answered(row: Row, own: Mapping[str, int], places: Sequence[int]) -> Answered:
    language = row.cells[own["language"]] if "language" in own else ""
    number = row.cells[own["response"]] if "response" in own else ""
    return Answered(
        _words(number),
        tuple(_words(row.cells[place]) for place in places),
        language_of(_words(language)),
    )


def _words(cell: Cell) -> str:
    return words(cell if isinstance(cell, str) else cell.isoformat(" "), LONGEST)


def _numbered(found: Iterable[Answered]) -> tuple[Answered, ...]:
    """Those with any answer; one without a number is known by its words and how often they came."""
    seen: Counter[tuple[str, ...]] = Counter()
    numbered = []
    for each in found:
        if not any(each.answers):
            continue
        number = each.number
        if not number:
            seen[each.answers] += 1
            number = f"{mark(*each.answers)}/{seen[each.answers]}"
        numbered.append(Answered(number, each.answers, each.language))
    return tuple(numbered)
