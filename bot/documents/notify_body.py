r"""The body of a letter as GC Notify reads it: Markdown, each language in a block of its own.

GC Notify puts values into its template first and reads the whole as Markdown after that, so words
of people are escaped here. It knows ``* `` for lists, ``\`` before a mark that is meant as one, and
``[[en]]`` or ``[[fr]]`` around a language (cds-snc/notification-utils of 2026-06-25, formatters.py
and template.py; mistune 0.8.4).
"""

import re

from bot.documents import body, lines
from bot.documents.layout import BLANK
from bot.model.outbox import Letter

ITEM = "* "
FILLED = re.compile(rf"{body.URL.pattern}|{BLANK.pattern}")
MARK = re.compile(r"[\\`*\[\]_~|]")
BEGINNING = re.compile(r"[#+-]")
NUMBER = re.compile(r"^(\d+)\.")
NO_MARK_BEFORE = re.compile(r"[=^•]")
NBSP = "\u00a0"


def written(letter: Letter) -> str:
    """The body in GC Notify's Markdown; blanks, ``((name))``, and addresses of pages stay."""
    return "\n\n".join(
        f"[[{language}]]\n{_block(part)}\n[[/{language}]]"
        for language, part in zip(letter.languages, body.parts(letter), strict=False)
    )


def value(text: str) -> str:
    """What fills a blank, so that it reads as it was written and is no mark of anything."""
    filled = (_escaped(each.lstrip(" "), body.URL) for each in lines.lines(text).split("\n"))
    return "\n".join(map(_plain, filled))


def _block(part: str) -> str:
    return "\n".join(
        ITEM + _escaped(each.removeprefix(body.BULLET), FILLED)
        if each.startswith(body.BULLET)
        else _plain(_escaped(each.lstrip(" "), FILLED))
        for each in part.strip("\n").split("\n")
    )


def _escaped(text: str, kept: re.Pattern[str]) -> str:
    """The text with its marks escaped, but for what is kept as it is."""
    pieces, last = [], 0
    for found in kept.finditer(text):
        pieces += [MARK.sub(r"\\\g<0>", text[last : found.start()]), found[0]]
        last = found.end()
    return "".join([*pieces, MARK.sub(r"\\\g<0>", text[last:])])


def _plain(line: str) -> str:
    """The line, so that it begins no list, heading, quotation or rule."""
    if NO_MARK_BEFORE.match(line):
        return NBSP + line
    if BEGINNING.match(line):
        return f"\\{line}"
    return NUMBER.sub(r"\1\\.", line)
