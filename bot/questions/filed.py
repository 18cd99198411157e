"""Questions in a file of a webinar: its saved chat, or its list of questions and answers.

No published sample of Webex's own exports was found, so a table is read by its titles, as the
REST shapes of its chat and its questions name things (``GET /meetings/q_and_a``,
``GET /meetings/postMeetingChats``), and any other text as if it had been pasted.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from bot.documents.answers.titles import key
from bot.documents.lines import cut, one_line
from bot.documents.tables import Cell, Row, rows
from bot.documents.tables.delimited import decoded
from bot.errors import Refusal
from bot.questions.pasted import Pasted, questions_in

LARGEST = 10_000_000
"""Bytes: a chat of 30,000 people who write twice each has some five million."""
MOST = 5_000
"""Questions in one file; a desk reads them one by one."""
MOST_BEFORE = 30
"""Rows that may stand before the titles."""
SHOWN = 80
WORKBOOK = b"PK"
TITLES: Mapping[str, tuple[str, ...]] = {
    "question": (
        *("question", "questions", "question text", "question asked", "question posee"),
        *("texte de la question", "question du participant"),
    ),
    "message": (
        *("message", "messages", "chat", "chat message", "chat text", "text", "comment"),
        *("clavardage", "texte", "commentaire", "message de clavardage", "message du clavardage"),
    ),
    "who": (
        *("name", "display name", "asked by", "asker", "asker name", "from", "sender", "author"),
        *("attendee", "participant", "user name", "nom", "nom d affichage", "pose par"),
        *("pose e par", "posee par", "de", "expediteur", "auteur", "participante", "auteure"),
    ),
    "when": (
        *("time", "asked time", "asked at", "chat time", "date", "date and time", "timestamp"),
        *("heure", "date et heure", "heure de la question", "pose a", "posee a", "horodatage"),
    ),
}
_FIELDS = {title: field for field, titles in TITLES.items() for title in titles}
Columns = Mapping[str, int]


def questions_of(name: str, content: bytes) -> tuple[Pasted, ...]:
    """The questions in a file that people call ``name``, in their order; each message once.

    Of a column of questions every row is one; a message is one if it has a question mark. Raises
    ``Refusal`` for what is too large, cannot be read or holds no question.
    """
    if len(content) > LARGEST:
        raise Refusal("questions.file_large", file=_shown(name), most=LARGEST // 1_000_000)
    found = _of_table(name, content)
    if found is None:
        found = questions_in(_text(name, content))
    if not found:
        raise Refusal("questions.file_none", file=_shown(name))
    if len(found) > MOST:
        raise Refusal("questions.file_many", file=_shown(name), count=len(found), most=MOST)
    return found


def _of_table(name: str, content: bytes) -> tuple[Pasted, ...] | None:
    """The questions in a table; None for what is none, or has no column of them."""
    surely = content.startswith(WORKBOOK) or name.lower().endswith(".csv")
    try:
        written = list(rows(name, content, LARGEST))
    except Refusal:
        if surely:
            raise
        return None
    for place, row in enumerate(islice(written, MOST_BEFORE)):
        columns = _columns(row.cells)
        if columns and (surely or len(columns) > 1):
            return _each_once(_in_rows(written[place + 1 :], columns))
    return None


def _columns(cells: Sequence[Cell]) -> Columns | None:
    """The places of the columns, if these cells are titles and one has what was said."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        field = _FIELDS.get(key(cell)) if isinstance(cell, str) and cell else None
        if field is not None:
            found.setdefault(field, place)
    return found if found.keys() & {"question", "message"} else None


def _in_rows(written: Iterable[Row], columns: Columns) -> Iterator[Pasted]:
    asked = "question" in columns
    for row in written:
        words = _cell(row, columns.get("question", columns.get("message", 0)))
        if words and (asked or "?" in words):
            head = "/".join(
                _cell(row, columns[each]) for each in ("who", "when") if each in columns
            )
            yield Pasted(words, hashlib.sha256(f"{head}/{words}".encode()).hexdigest()[:20])


def _cell(row: Row, place: int) -> str:
    return " ".join(str(row.cells[place]).split()) if place < len(row.cells) else ""


def _each_once(found: Iterable[Pasted]) -> tuple[Pasted, ...]:
    return tuple({each.mark: each for each in found}.values())


def _text(name: str, content: bytes) -> str:
    try:
        return decoded(content)
    except Refusal:
        raise Refusal("questions.file_unread", file=_shown(name)) from None


def _shown(name: str) -> str:
    return cut(one_line(name), SHOWN)
