"""The title that a message gives something."""

import re

from bot.understanding.filling import Filling

RENAMED = re.compile(
    r"(?:\b(?:to|as|into|by|en|par|a|pour|is now|should be|becomes?|devient|sera|doit etre|est)\s+"
    r"|:\s*|=\s*|->\s*)(?=\S)"
)


def title(f: Filling) -> str | None:
    """The title in quotation marks; what follows "about"; what no other word accounts for."""
    if f.quotes:
        return f.quotes[-1]
    if f.match.intent == "session.edit":
        return _new_title(f)
    for hit in sorted(f.analysis.markers, key=lambda hit: hit.at[0]):
        if hit.at[0] < f.match.tail:
            continue
        told = f.after(f.analysis.tokens[hit.at[-1]].end)
        if told:
            return told
    labelled = _after_colon(f)
    return labelled or (None if f.match.intent == "series.create" else f.remainder() or None)


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


def _after_colon(f: Filling) -> str | None:
    colon = f.text.find(":")
    while colon >= 0 and f.text[colon - 1 : colon + 2].replace(":", "").isdigit():
        colon = f.text.find(":", colon + 1)
    return f.after(colon + 1) if colon >= 0 else None
