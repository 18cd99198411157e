"""The body of a letter: plain text, and the same as HTML.

The text has paragraphs parted by empty lines, lists whose lines begin with ``• ``, addresses of
pages as they are and, in a letter in both languages, a line ``---`` between the two. The HTML is
one column without tables or images, so that Outlook, a phone and a screen reader can all take it;
its colours have a contrast of 7:1 or more on white.
"""

import html
import re
from collections.abc import Iterator
from itertools import groupby

from bot.documents import lines
from bot.model.outbox import Letter

TAGS = {"en": "en-CA", "fr": "fr-CA"}
BETWEEN = "---"
BULLET = "• "
URL = re.compile(r"https?://[^\s<>\"“”«»]*[^\s<>\"“”«».,;:!?'’)\]]")
STYLE = (
    "font-family: Arial, Helvetica, sans-serif; font-size: 16px; line-height: 1.5; color: #1c2733; "
    "max-width: 40em; margin: 0 auto; padding: 16px"
)
RULE = "border: 0; border-top: 1px solid #8a97a5; margin: 32px 0"
LINK = "color: #0b57a4; word-break: break-word"


def text(letter: Letter) -> str:
    """The body as plain text."""
    return lines.lines(letter.body).strip()


def page(letter: Letter) -> str:
    """The body as an HTML page, each language marked as such."""
    blocks = [
        division(part, language)
        for language, part in zip(letter.languages, parts(letter), strict=False)
    ]
    inside = f'<hr style="{RULE}">'.join(blocks)
    return (
        f'<!DOCTYPE html><html lang="{TAGS[letter.languages[0]]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(lines.one_line(letter.subject))}</title></head>"
        f'<body style="margin: 0; background: #ffffff"><div style="{STYLE}">{inside}</div>'
        "</body></html>"
    )


def division(part: str, language: str) -> str:
    """The part in one language as a piece of a page."""
    return f'<div lang="{TAGS[language]}">{"".join(_blocks(part))}</div>'


def parts(letter: Letter) -> list[str]:
    """The text of each language.

    Words of people may hold the same line as the one between the languages; they stand in both
    parts, so the line in the middle is ours.
    """
    body = text(letter).split("\n")
    between = [place for place, line in enumerate(body) if line == BETWEEN]
    if len(letter.languages) == 1 or not between:
        return ["\n".join(body)]
    middle = between[len(between) // 2]
    return ["\n".join(body[:middle]), "\n".join(body[middle + 1 :])]


def _blocks(part: str) -> Iterator[str]:
    """Paragraphs and lists, in their order."""
    for paragraph in re.split(r"\n{2,}", part.strip("\n")):
        for listed, group in groupby(paragraph.split("\n"), lambda line: line.startswith(BULLET)):
            if listed:
                items = (f"<li>{linked(each.removeprefix(BULLET))}</li>" for each in group)
                yield f"<ul>{''.join(items)}</ul>"
            else:
                yield f"<p>{'<br>'.join(map(linked, group))}</p>"


def linked(text: str) -> str:
    """One line or several, escaped, with their addresses of pages as links."""
    pieces, last = [], 0
    for found in URL.finditer(text):
        url = html.escape(found[0])
        pieces += [html.escape(text[last : found.start()])]
        pieces += [f'<a href="{url}" style="{LINK}">{url}</a>']
        last = found.end()
    return "".join(pieces) + html.escape(text[last:])
