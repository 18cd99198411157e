"""The title that a message gives something."""

import re
from collections.abc import Sequence

from bot.understanding.analysis import Analysis
from bot.understanding.filling import Filling
from bot.understanding.matching import Match

RENAMED = re.compile(
    r"(?:\b(?:to|as|into|by|en|par|a|pour|is now|should be|becomes?|devient|sera|doit etre|est)\s+"
    r"|:\s*|=\s*|->\s*)(?=\S)"
)
SPEAKING_ABOUT = frozenset({"speaker.suggest", "info.suggestions"})
ALSO_OF_PLACES = frozenset({"on", "sur"})
"""Words before a title, or before the place where something is put."""
BEFORE_THEME = re.compile(
    r"\b(?:for|about|on|to)\s+(?:the|our|a)\s+(?P<named>(?:[\w'-]+\s+){1,4}?)(?:theme|topic)\b"
)
CALLED = re.compile(
    r"\b(?:called|named|titled|entitled|intitulee?|appelee?|nommee?|name it|call it|appelle-le)\s+"
)
FOR = re.compile(
    r"\b(?:for|pour|about|on|sur)\s+(?:(?:the\s+|le\s+)?(?:theme|topic|sujet)\s+)?(?=\S)"
)


def title(f: Filling) -> str | None:
    """The title in quotation marks; what follows "about"; what no other word accounts for."""
    if f.quotes:
        return f.quotes[-1]
    if f.match.intent == "session.edit":
        return _new_title(f)
    if f.match.intent == "whiteboard.create":
        return _called(f)
    for hit in sorted(f.analysis.markers, key=lambda hit: hit.at[0]):
        if hit.at[0] < f.match.tail:
            continue
        told = f.after(f.analysis.tokens[hit.at[-1]].end)
        if told:
            return told
    if f.match.intent in SPEAKING_ABOUT:
        return _theme_for(f)
    labelled = _after_colon(f)
    return labelled or (None if f.match.intent == "series.create" else f.remainder() or None)


def not_in_title(analysis: Analysis, matches: Sequence[Match]) -> list[Match]:
    """The matches without those that only a title holds ("create a session about ending polls")."""
    starts = [start for match in matches for start in [_title_from(analysis, match)] if start]
    first = min(starts, default=len(analysis.tokens))
    inside = {place for place in analysis.things if place > first}
    return [match for match in matches if match.tail <= first or inside.isdisjoint(match.filled)]


def _title_from(a: Analysis, match: Match) -> int:
    """Where the title begins that an order at the head of the message gives; 0 if none does."""
    if "title" not in match.frame.slots or not match.verb or not a.is_first(match.verb.at[0]):
        return 0
    after = max(match.filled)
    sure = [hit for hit in a.of("about") if a.tokens[hit.at[0]].word not in ALSO_OF_PLACES]
    marks = [hit.at[0] for hit in (*sure, *a.markers)]
    marks += [place for place, token in enumerate(a.tokens) if token.word == ":"]
    return min((mark for mark in marks if mark > after), default=0)


def _new_title(f: Filling) -> str | None:
    """What a session is called from now on ("rename session 4 to …")."""
    named = f.analysis.of("rename") or f.analysis.of("title_word")
    if not named:
        return None
    last = max(f.analysis.tokens[hit.at[-1]].end for hit in named)
    start = max([last, *(m.span[1] for m in f.mentions)])
    found = RENAMED.search(f.bare, last)
    if found and found.start() >= start - 1:
        start = found.end()
    return f.trimmed((start, len(f.text))) or None


def _called(f: Filling) -> str | None:
    """What follows "called"; a board is named by no other words."""
    found = CALLED.search(f.bare)
    return f.after(found.end()) or None if found else None


def _theme_for(f: Filling) -> str | None:
    """What somebody could speak about; the reason comes after a colon or "because"."""
    a = f.analysis
    before = BEFORE_THEME.search(f.bare)
    if before:
        return f.trimmed(before.span("named"))
    if f.match.intent == "info.suggestions":
        return f.remainder() or None
    reasons = (a.tokens[place].start for place in a.content_marks)
    end = next(reasons, len(f.text))
    known = [a.tokens[hit.at[-1]].end for hit in a.of("good_for")]
    found = FOR.search(f.bare, 0, end)
    start = known[0] if known else found.end() if found else end
    return f.trimmed((start, end)) or None


def _after_colon(f: Filling) -> str | None:
    colon = f.text.find(":")
    while colon >= 0 and f.text[colon - 1 : colon + 2].replace(":", "").isdigit():
        colon = f.text.find(":", colon + 1)
    return f.after(colon + 1) if colon >= 0 else None
