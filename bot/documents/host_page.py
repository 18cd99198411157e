"""A page for whoever hosts a session, whole in one file: it opens without a network, and prints.

Both languages stand side by side; on a phone, one below the other. There is no script and nothing
from elsewhere, as mail programs show attachments; words to paste are selected whole by one press.
"""

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.documents.body import TAGS, linked
from bot.model.words import LANGUAGES, Both, Language

STYLE = """
:root { color-scheme: light; font: 17px/1.5 system-ui, "Segoe UI", Roboto, Arial, sans-serif; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #16212c; overflow-wrap: anywhere; }
main { max-width: 60rem; margin: 0 auto; padding: 16px; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 16px; }
h2 { font-size: 1.2rem; margin: 32px 0 8px; border-bottom: 2px solid #155e75; }
h3 { font-size: 1rem; margin: 16px 0 6px; }
.both { display: grid; gap: 8px 16px; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); }
.words { white-space: pre-line; border: 1px solid #66757f; border-radius: 8px; padding: 10px 12px; }
.paste { user-select: all; background: #eef4f6; }
a { color: #0b57a4; }
nav ul { margin: 0; padding: 0; list-style: none; display: grid; gap: 4px; }
nav a { display: inline-block; padding: 8px 0; min-height: 44px; }
@media print { main { max-width: none; padding: 0; } nav { display: none; } section { break-inside: avoid; } a { color: inherit; } }
"""  # noqa: E501 - a style sheet


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a section: its name, empty where it has none, and words; some are for pasting."""

    name: Both
    words: Both
    paste: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it."""

    heading: Both
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class HostPage:
    """The whole page."""

    title: Both
    contents: Both
    sections: tuple[Section, ...]


def page(host_page: HostPage) -> str:
    """The page as HTML; every word of people is escaped, addresses of pages are links."""
    inside = "".join(_section(number, each) for number, each in enumerate(host_page.sections))
    title = " / ".join(dict.fromkeys((host_page.title.en, host_page.title.fr)))
    return (
        f'<!DOCTYPE html>\n<html lang="{TAGS["en"]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)}</title><style>{STYLE}</style></head><body><main>"
        f"<h1>{_sides(host_page.title)}</h1>{_contents(host_page)}{inside}</main></body></html>\n"
    )


def _contents(host_page: HostPage) -> str:
    items = "".join(
        f'<li><a href="#part-{number}">{_sides(each.heading)}</a></li>'
        for number, each in enumerate(host_page.sections)
    )
    label = html.escape(f"{host_page.contents.en} / {host_page.contents.fr}")
    return f'<nav aria-label="{label}"><ul>{items}</ul></nav>'


def _section(number: int, section: Section) -> str:
    pieces = "".join(_piece(each) for each in section.pieces)
    return f'<section><h2 id="part-{number}">{_sides(section.heading)}</h2>{pieces}</section>'


def _piece(piece: Piece) -> str:
    kind = "words paste" if piece.paste else "words"
    name = f"<h3>{_sides(piece.name)}</h3>" if piece.name != Both() else ""
    sides = "".join(
        f'<div class="{kind}" lang="{TAGS[each]}">{linked(side)}</div>'
        for each, side in _written(piece.words)
    )
    return f'{name}<div class="both">{sides}</div>'


def _sides(words: Both) -> str:
    """Both sides in one line, each marked with its language; the same words once."""
    spans = [
        f'<span lang="{TAGS[each]}">{html.escape(side)}</span>' for each, side in _written(words)
    ]
    return " / ".join(spans)


def _written(words: Both) -> Sequence[tuple[Language, str]]:
    return tuple(_each(words))


def _each(words: Both) -> Iterator[tuple[Language, str]]:
    said = set[str]()
    for language in LANGUAGES:
        side = words.in_(language)
        if side not in said:
            yield language, side
        said.add(side)
