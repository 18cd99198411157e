"""Pages of a MediaWiki as values: content to wikitext, names of pages, our part of a page.

What people wrote never becomes markup. On a page, only what stands between the two markers is ours.
"""

from bot.documents.wikitext.content import (
    Block,
    Bullet,
    Content,
    Heading,
    Link,
    PageLink,
    Paragraph,
    plain,
    wikitext,
)
from bot.documents.wikitext.escaping import escaped
from bot.documents.wikitext.markers import BEGIN, END, Marked, marked, page_with
from bot.documents.wikitext.merging import Preferred, merged
from bot.documents.wikitext.titles import LONGEST, title_of

__all__ = [
    "BEGIN",
    "END",
    "LONGEST",
    "Block",
    "Bullet",
    "Content",
    "Heading",
    "Link",
    "Marked",
    "PageLink",
    "Paragraph",
    "Preferred",
    "escaped",
    "marked",
    "merged",
    "page_with",
    "plain",
    "title_of",
    "wikitext",
]
