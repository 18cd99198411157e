"""The question of a poll and the answers it offers."""

import re

from bot.understanding.filling import QUOTES, TRIMMED, Filling

OFFERED = re.compile(
    r"\b(?:answers?|options?|choices?|choix|reponses?|with|avec)\b(?:\s+(?:are|sont|possibles?))?"
    r"\s*[:=]?\s*(?P<list>[^()]*)\Z|\((?P<round>[^()]+)\)"
)
BETWEEN = re.compile(r"\s*[,;/|]\s*(?:(?:and|or|et|ou)\s+)?|\s+(?:or|ou)\s+|\s+(?:and|et)\s+")
WRITTEN_OUT = re.compile(
    r"(?P<order>[^:/\n]*\b(?:poll|sondage)\b[^:/\n]*?)\s*:[^/\n]*(?:\s/\s|\n)", re.IGNORECASE
)
ASKED = re.compile(r"(?:>|:|\basking|\bask|\bdemandant|\bdemande)\s*(?P<question>[^>:?(]+\?)")


def order(text: str) -> str:
    """The order in front of a poll that is written out; empty if none is.

    “post poll: Shall we go on? / yes / no”: what is asked, and its no, is no part of the order.
    """
    found = WRITTEN_OUT.match(text)
    return found["order"] if found else ""


def question(f: Filling) -> str | None:
    """The question asked."""
    if f.quotes:
        return f.quotes[0]
    found = ASKED.search(f.bare)
    return f.text[slice(*found.span("question"))].strip() if found else None


def options(f: Filling) -> list[str] | None:
    """The answers offered, at least two."""
    found = OFFERED.search(f.bare, _end_of_question(f))
    if not found:
        return f.quotes[1:] if len(f.quotes) > 2 else None
    span = found.span("list") if found["list"] is not None else found.span("round")
    offered = f.text[slice(*span)]
    commas = re.split(r"\s*[,;/|]\s*", offered)
    parts = BETWEEN.split(offered) if len(commas) < 3 else re.split(BETWEEN, offered)
    kept = [part.strip(TRIMMED + QUOTES) for part in parts]
    kept = [part for part in kept if part]
    return kept if len(kept) > 1 else None


def _end_of_question(f: Filling) -> int:
    quotes = f.analysis.sentence.of_kind("quote")
    if quotes:
        return quotes[0].end
    found = ASKED.search(f.bare)
    return found.end() if found else 0
