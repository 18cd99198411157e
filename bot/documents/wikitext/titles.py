"""Names of pages as MediaWiki takes them.

https://www.mediawiki.org/wiki/Manual:Page_title: 255 bytes of UTF-8; none of ``# < > [ ] | { }``.
"""

import re
import unicodedata

from bot.documents.wikitext.escaping import one_line

LONGEST = 255
"""Bytes of UTF-8."""
UNFIT = re.compile(r"[#<>\[\]|{}_%&~/\\+\s]+")
"""What no name may have, what means something in one, and all kinds of spaces."""


def title_of(folder: str, name: str, mark: str) -> str:
    """The name of a page below ``folder``, such as ``Talks/Biometrics (session 12)``.

    ``mark`` tells it from others of the same name; the name is cut where it is too long.
    """
    room = LONGEST - len(f"{folder}/ {mark}".encode())
    fit = _cut(UNFIT.sub(" ", unicodedata.normalize("NFC", one_line(name))).strip(), room)
    return f"{folder}/{f'{fit} {mark}'.strip()}"


def _cut(text: str, most: int) -> str:
    """As much of the text as has room in so many bytes."""
    return text.encode()[: max(0, most)].decode("utf-8", "ignore").strip()
