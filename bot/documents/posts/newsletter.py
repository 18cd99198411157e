"""An item of a newsletter: HTML and Markdown; each language is a block of its own, marked as such.

The HTML is one column without tables or images and brings its style along, so that it can be pasted
into Outlook, Word or the editor of a newsletter. Its colours have a contrast of 7:1 or more.
"""

import html
import re
from collections.abc import Iterable

from bot.documents import lines
from bot.documents.posts import layout
from bot.documents.posts.layout import Block, Item, blocks

PAGE = "margin: 0; background: #ffffff"
ITEM = (
    "font-family: Arial, Helvetica, sans-serif; font-size: 16px; line-height: 1.5; color: #1c2733; "
    "background: #ffffff; max-width: 40em; margin: 0 auto; padding: 16px"
)
HEADLINE = "font-size: 20px; line-height: 1.3; margin: 0 0 12px"
HEADING = "font-size: 16px; margin: 24px 0 8px"
LINK = "color: #0b57a4; font-weight: bold"
MARKS = re.compile(
    r"(^\s*(?:\d{1,9}(?=[.)]))?)([-+#=.)])|([\\`*_\[\]<>|~&@]|:(?=//))", re.MULTILINE
)
"""What Markdown reads something into: at the beginning of a line, or anywhere."""


def page(items: Iterable[Item], title: str = "") -> str:
    """The item in all its languages as a page, to be copied from or attached.

    Without a ``title`` its headlines are that.
    """
    every = tuple(items)
    inside = "".join(map(_section, every))
    titles = _line(title) or " / ".join(dict.fromkeys(_line(each.headline) for each in every))
    return (
        f'<!DOCTYPE html>\n<html lang="{every[0].tag}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{titles}</title></head><body style="{PAGE}"><main>{inside}</main></body></html>\n'
    )


def markdown(items: Iterable[Item]) -> str:
    """The item in all its languages as Markdown (CommonMark); what was typed stays literal."""
    return "\n\n---\n\n".join(map(_in_markdown, items)) + "\n"


def _section(item: Item) -> str:
    headline = f'<h2 style="{HEADLINE}">{_line(item.headline)}</h2>' if item.headline else ""
    inside = "".join(map(_block, blocks(item.text)))
    return f'<div lang="{item.tag}" style="{ITEM}">{headline}{inside}</div>'


def _block(block: Block) -> str:
    if block.kind == "heading":
        return f'<h3 style="{HEADING}">{_line(block.lines[0])}</h3>'
    if block.kind == "link":
        return f"<p>{_linked(block.address, block.lines[0])}</p>"
    if block.kind == "list":
        return f"<ul>{''.join(f'<li>{_item(line)}</li>' for line in block.lines)}</ul>"
    return f"<p>{'<br>'.join(map(html.escape, block.lines))}</p>"


def _item(line: str) -> str:
    """One item of a list; one that is a link has its words for the link."""
    link = layout.LINK.fullmatch(line)
    return _linked(link["address"], link["label"]) if link else html.escape(line)


def _linked(address: str, label: str) -> str:
    return f'<a href="{html.escape(address)}" style="{LINK}">{_line(label)}</a>'


def _line(text: str) -> str:
    return html.escape(lines.one_line(text))


def _in_markdown(item: Item) -> str:
    headline = [f"## {_literal(lines.one_line(item.headline))}"] if item.headline else []
    return "\n\n".join([*headline, *map(_markdown_block, blocks(item.text))])


def _markdown_block(block: Block) -> str:
    if block.kind == "heading":
        return f"### {_literal(block.lines[0])}"
    if block.kind == "link":
        return _markdown_link(block.address, block.lines[0])
    if block.kind == "list":
        return "\n".join(f"- {_markdown_item(line.strip())}" for line in block.lines)
    return "\\\n".join(_literal(line.strip()) for line in block.lines)


def _markdown_item(line: str) -> str:
    link = layout.LINK.fullmatch(line)
    return _markdown_link(link["address"], link["label"]) if link else _literal(line)


def _markdown_link(address: str, label: str) -> str:
    return f"[{_literal(label)}](<{address}>)"


def _literal(text: str) -> str:
    """The text, so that nothing in it is read as Markdown, an address or a mention."""
    return MARKS.sub(lambda mark: f"{mark[1] or ''}\\{mark[2] or mark[3]}", text)
