"""Text as it is matched: cleaned of what cannot be seen, folded to plain small letters."""

import re
import unicodedata
from collections.abc import Iterator

LONGEST = 20_000
"""Characters looked at when cleaning; nobody asks for something in more."""

# Zero-width signs, soft hyphens, marks that turn the reading direction, halves of a character,
# fillers that show nothing, tags.
UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
BLANKS = re.compile("[\t\v\f\r\x00-\x08\x0e-\x1f\x7f\x85\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
CODE_BLOCK = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
QUOTED_LINES = re.compile(r"^[ ]{0,3}>.*$", re.MULTILINE)
NAMES = r"(?:mini[ -]?bot|circuit[ -]?bot)"
MENTION = re.compile(rf"@\s?(?:{NAMES}|circuit)\b[ ]?[,:]?", re.IGNORECASE)
CALLED = re.compile(
    r"\A\s*((?:hey|hi|hello|ok|okay|dear|bonjour|salut|all[oô]|cher)\b[ ,]*)?"
    rf"(?:{NAMES}\b[ ]?[,:]?|circuit[ ]?[,:])",
    re.IGNORECASE,
)
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
APOSTROPHES = "\u2018\u2019\u201b\u02b9\u02bb\u02bc\u02bd\u00b4\u2032\uff07`"
ALIKE = {
    "аАΑɑα": "a", "вВΒ": "b", "сСϲ": "c", "ԁ": "d", "еЕΕ": "e", "ɡ": "g", "һНΗ": "h", "іІΙıι": "i",
    "јЈ": "j", "кКΚκ": "k", "мМΜ": "m", "ոΝ": "n", "оОοΟо": "o", "рРρΡ": "p", "ԛ": "q", "ѕЅſ": "s",
    "тТΤ": "t", "սυ": "u", "νѵ": "v", "ѡԝ": "w", "хХΧχ": "x", "уУγΥ": "y", "Ζ": "z",
}  # fmt: skip
"""Letters of other scripts that are read as Latin ones (Unicode Technical Standard 39, confusables)."""
STYLED = (range(0x24B6, 0x24EA), range(0x1D400, 0x1D7FF))
"""Letters and digits in circles, and those of formulas."""


def plain(text: str) -> str:
    """What was written, without unseen signs, quoted lines, code and the bot's own name.

    Blanks of every kind become plain ones; full-width letters become ordinary. Slots are taken
    from this text. At most ``LONGEST`` characters of the text are looked at.
    """
    seen = UNSEEN.sub("", text[:LONGEST])
    seen = BLANKS.sub(" ", seen.replace("\r\n", "\n")).translate(FULL_WIDTH)
    seen = QUOTED_LINES.sub("", CODE_BLOCK.sub(" ", seen))
    return _without_mention(unicodedata.normalize("NFC", seen)).strip()


def left_out(text: str) -> Iterator[tuple[str, str]]:
    """What ``plain`` leaves out of a text, in pieces, each with its kind."""
    raw = text[:LONGEST]
    unseen = UNSEEN.findall(raw)
    if unseen:
        yield "unseen", " ".join(f"U+{ord(sign):04X}" for sign in dict.fromkeys(unseen))
    seen = BLANKS.sub(" ", UNSEEN.sub("", raw).replace("\r\n", "\n")).translate(FULL_WIDTH)
    yield from (("code", piece) for piece in CODE_BLOCK.findall(seen))
    rest = CODE_BLOCK.sub(" ", seen)
    yield from (("quoted_line", piece.strip()) for piece in QUOTED_LINES.findall(rest))
    bare = QUOTED_LINES.sub("", rest)
    yield from (("mention", piece.strip()) for piece in MENTION.findall(bare))
    called = CALLED.match(MENTION.sub(" ", bare).strip())
    if called:
        yield "mention", called[0].removeprefix(called[1] or "").strip()
    if len(text) > LONGEST:
        yield "rest", str(len(text) - LONGEST)


def _without_mention(text: str) -> str:
    bare = MENTION.sub(" ", text).strip()
    called = CALLED.match(bare)
    return (called[1] or "") + bare[called.end() :] if called else bare


def _folded() -> dict[int, str]:
    """Every letter with its accents taken off, in small letters, one character for one."""
    letters = [*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x1E00, 0x1F00)]
    table = {code: unicodedata.normalize("NFKD", chr(code))[0].lower()[0] for code in letters}
    table |= {code: _small(chr(code)) for codes in STYLED for code in codes}
    table |= {ord(each): letter for looks, letter in ALIKE.items() for each in looks}
    marks = dict.fromkeys(map(ord, APOSTROPHES), "'")
    return table | marks | {0x0153: "e", 0x0152: "e", 0x2010: "-", 0x2011: "-"}


def _small(styled: str) -> str:
    """The ordinary letter or digit that it is a style of; itself, if it is one of none."""
    kept = unicodedata.normalize("NFKD", styled)
    return kept.lower() if len(kept) == 1 else styled


FOLD = _folded()


def fold(text: str) -> str:
    """The text in small letters without accents, as long as it was, so that places stay true."""
    return text.translate(FOLD)
