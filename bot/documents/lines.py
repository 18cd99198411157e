"""Words from people, made fit for one line of a header or calendar, or for a letter's body.

What ends a line, is no character at all, or turns the direction of the text around it is taken out;
everything else stays as it was written, non-breaking spaces included.
"""

import re
import unicodedata

BREAKS = re.compile(r"\r\n?")
UNFIT_IN_A_BODY = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
UNFIT_IN_A_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
TURNING = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
JOINER = "\u200d"
NOT_IN_A_NAME = re.compile(r"[@:,\"<>\\]+")
LONGEST_NAME = 75
SKIN_TONES = range(0x1F3FB, 0x1F400)


def one_line(text: str) -> str:
    """The text on one line, without spaces around it or several in a row."""
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    return re.sub(" {2,}", " ", UNFIT_IN_A_LINE.sub(" ", TURNING.sub("", text))).strip(" ")


def name(text: str) -> str:
    """The name of a person as a header or a calendar may bear it; empty if nothing is left.

    Microsoft 365 takes a name with ``@ : ,`` or quotes in it, or a longer one, for phishing.
    """
    return cut(one_line(NOT_IN_A_NAME.sub(" ", text)), LONGEST_NAME)


def lines(text: str) -> str:
    """The text with its lines ended by a line feed and by nothing else."""
    return UNFIT_IN_A_BODY.sub(" ", BREAKS.sub("\n", TURNING.sub("", text)))


def cut(text: str, longest: int) -> str:
    """The text, or its beginning and an ellipsis: ``longest`` characters at most.

    It ends with a whole word if there is one in the second half, and always with a whole character,
    accents, skin tones and joined emoji included.
    """
    if len(text) <= longest:
        return text
    end = longest - 1
    space = text.rfind(" ", longest // 2, end + 1)
    if space != -1:
        return text[:space].rstrip() + "…"
    while end and (_continues(text[end]) or text[end - 1] == JOINER):
        end -= 1
    return text[:end].rstrip() + "…"


def _continues(character: str) -> bool:
    """Whether this is a part of the character before it."""
    mark = unicodedata.category(character) in ("Mn", "Me", "Mc")
    return mark or character == JOINER or ord(character) in SKIN_TONES
