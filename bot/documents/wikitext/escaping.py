"""Words of people, so that MediaWiki shows them as they are and reads no markup into them.

Held against the parser of MediaWiki 1.39. A mark written as a numeric character reference is never
markup (https://www.mediawiki.org/wiki/Help:Formatting).
"""

import re
from urllib.parse import quote

from bot.documents import lines

NO_CHARACTERS = re.compile(r"[\ufdd0-\ufdef\ufffd-\uffff\U0001fffe\U0001ffff]")
MARK = re.compile(
    r"[&<>\[\]{}|=~_]"
    # What begins a list, a table or a rule; what several of make bold letters or a cell.
    r"|^[*#:;!'-]|[:'!-]$|['!-](?=['!-])|(?<=['!-])['!-]"
    # What makes a link of the word before it; an hour such as 1:30 does not.
    r"|(?<!\d):(?=\S)"
    # Names of standards become links by themselves where a wiki has it so.
    r"|R(?=FC\s)|I(?=SBN\s)|P(?=MID\s)",
    re.IGNORECASE,
)
IN_AN_ADDRESS = "%/:?#@!$&()*+,;=-._~"
"""What may stand in the address of a link as it is: no quotes, brackets, braces or bars."""


def escaped(text: str) -> str:
    """The text on one line, as wikitext that shows it."""
    return MARK.sub(_reference, one_line(text))


def one_line(text: str) -> str:
    """The text on one line, without what is no character."""
    return lines.one_line(NO_CHARACTERS.sub(" ", text))


def address(url: str) -> str:
    """The address of a link, so that it ends where it ends."""
    fit = quote(one_line(url), safe=IN_AN_ADDRESS)
    return fit.replace("&", "&amp;").replace("~", "&#126;")


def _reference(mark: re.Match[str]) -> str:
    return f"&#{ord(mark[0])};"
