"""French as it is set in Canada: fixed spaces, which are lost where people type.

Source: Translation Bureau (Le guide du rédacteur): a fixed space before a colon and inside « »,
around ``h``, before ``$`` and ``%``, between thousands; none before ; ? !
"""

import re

from bot.model.words import Language

NBSP = "\u00a0"
FIXED: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"«\s*"), f"«{NBSP}"),
    (re.compile(r"\s*»"), f"{NBSP}»"),
    (re.compile(r"(?<=[\w»)!?]) ?:(?=\s|$)", re.MULTILINE), f"{NBSP}:"),
    (re.compile(r"(?<=\w) (?=[;?!])"), ""),
    (re.compile(r"(?<=\d) (?=(?:h|\$|%)(?!\w))"), NBSP),
    (re.compile(r"(?<=\d\u00a0h) (?=\d)"), NBSP),
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), NBSP),
)
STRAIGHT = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
HOUR = re.compile(r"(?<=\d) (?=[ap]\.m\.)")


def typeset(text: str, language: Language) -> str:
    """The text with the spaces and apostrophes of its language; its words stay as they are."""
    text = STRAIGHT.sub("’", text)
    if language == "en":
        return HOUR.sub(NBSP, text)
    for pattern, fixed in FIXED:
        text = pattern.sub(fixed, text)
    return text
