"""How long a text is, as the places count that it is posted in."""

import re
import unicodedata

import regex

PAGE, EMOJI = 23, 2
"""Characters that an address of a page counts, and an emoji however it is joined; of the others,
those outside some ranges count 2 (twitter-text, config/v3.json)."""
ENDINGS = (
    "com|org|net|gov|edu|int|info|io|ai|app|dev|biz|online|site|web|blog|news|quebec|"
    "ca|qc|us|uk|fr|be|ch|de|eu|au|nz|ie|in|jp|me|tv|co|ly"
)
"""The ends of names that make an address of a page, as far as we meet them."""
LETTERS = r"0-9A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u024F\u0300-\u036F\u0400-\u04FF\u1E00-\u1EFF"
LABEL = r"[\p{L}\p{N}](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}])?"
BARE_LABEL = rf"[{LETTERS}](?:[{LETTERS}_-]{{0,61}}[{LETTERS}])?"
LONGEST_LABEL = 63
"""Characters of each part of a name, in ASCII (RFC 1035); X takes no longer one for an address."""
IN_PATH = rf"[{LETTERS}!*';:=+,.$/%#\[\]\u2013_~@|&-]"
IN_BRACKETS = rf"\((?:{IN_PATH}|\({IN_PATH}+\))+\)"
PATH = rf"(?::\d+)?(?:/(?:(?:{IN_PATH}|{IN_BRACKETS})*(?:[{LETTERS}=_#/+-]|{IN_BRACKETS}))?)?"
QUERY = r"(?:\?[A-Za-z0-9!?*'@();:&=+$/%#\[\]_.,~|-]*[A-Za-z0-9_&=#/-])?"
HEAVY = regex.compile(r"[^\u0000-\u10FF\u2000-\u200D\u2010-\u201F\u2032-\u2037]")
PIECE = regex.compile(
    rf"""
    (?P<page>(?:
        (?<![@\#$0-9A-Za-z])https?://(?P<host>(?:{LABEL}\.)+(?:(?:{ENDINGS})|\p{{L}}{{2,63}}))
        | (?<![@\#$0-9A-Za-z_./-])(?P<bare>(?:{BARE_LABEL}\.)+(?:{ENDINGS}))
        )(?![0-9A-Za-z@+-]){PATH}{QUERY})
  | (?P<emoji>\p{{RI}}\p{{RI}} | [0-9\#*]\uFE0F?\u20E3
        | \U0001F3F4[\U000E0020-\U000E007E]+\U000E007F
        | (?![\u00A9\u00AE](?!\uFE0F))\p{{Extended_Pictographic}}(?:\uFE0F|\p{{Emoji_Modifier}})?
          (?:\u200D\p{{Extended_Pictographic}}(?:\uFE0F|\p{{Emoji_Modifier}})?)*)
    """,
    regex.IGNORECASE | regex.VERBOSE | regex.DOTALL,
)


def characters(text: str) -> int:
    """How many of Unicode's characters a text has."""
    return len(text)


def posted(text: str) -> int:
    """How many characters The Wire counts, addresses of pages in full.

    It keeps as many as it takes and drops the rest without a word (GCcollab's source: thewire,
    elgg_substr). A browser sends the end of a line as two characters (HTML, form submission).
    """
    return len(text) + text.count("\n")


def weighted(text: str) -> int:
    """How many characters X counts (twitter-text, version 3): its limit is 280.

    Every address of a page counts 23, an emoji 2 however it is joined, letters of our languages 1.
    """
    plain = unicodedata.normalize("NFC", text)
    pieces = list(PIECE.finditer(plain))
    apart = sum(map(_each_character, (piece[0] for piece in pieces)))
    return _each_character(plain) - apart + sum(map(_weight, pieces))


def _each_character(text: str) -> int:
    return len(text) + len(HEAVY.findall(text))


def _weight(piece: regex.Match[str]) -> int:
    if piece.lastgroup == "emoji":
        return EMOJI
    known = _is_known(piece["host"] or piece["bare"])
    return PAGE if known else max(PAGE, _each_character(piece[0]))


def _is_known(host: str) -> bool:
    """Whether X takes this for the name of a page; where we cannot tell, it counts in full.

    Its parts are short enough, as they are written in ASCII (RFC 3492), and its end is one.
    """
    *labels, ending = host.split(".")
    ours = re.fullmatch(ENDINGS, ending, re.IGNORECASE)
    encoded = (each.encode("punycode") for each in labels if not each.isascii())
    return ours is not None and all(len(e) + len("xn--") <= LONGEST_LABEL for e in encoded)


def words(text: str) -> int:
    """How many words a text has."""
    return len(regex.findall(r"[\p{L}\p{N}](?:[\p{L}\p{N}]|['’.,:&/-](?=[\p{L}\p{N}]))*", text))
