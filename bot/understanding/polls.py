"""The question of a poll and the answers it offers."""

import re

from bot.understanding.filling import QUOTES, TRIMMED, Filling

OFFERED = re.compile(
    r"\b(?:(?:with|avec)\s+(?:(?:the|as|les|des|comme)\s+)?)?"
    r"(?:answers?|options?|choices?|choix|reponses?|with|avec)\b(?:\s+(?:are|sont|possibles?))?"
    r"\s*[:=]?\s*(?P<list>[^()]*)\Z|\((?P<round>[^()]+)\)"
)
BETWEEN = re.compile(r"\s*[,;/|]\s*(?:(?:and|or|et|ou)\s+)?|\s+(?:or|ou)\s+|\s+(?:and|et)\s+")
WRITTEN_OUT = re.compile(
    r"(?P<order>[^:/\n]*\b(?:poll|sondage)\b[^:/\n]*?)\s*:(?P<told>[^/\n]*(?:\s/\s|\n).*)",
    re.IGNORECASE | re.DOTALL,
)
TOLD = re.compile(
    r"\s*(?P<question>[^?\n]*\?(?:\s*\([^)\n]*\))?|[^/\n]*?(?=\s/|\n))(?P<options>.*)", re.DOTALL
)
"""Brackets behind a question belong to it."""
APART = re.compile(r"\s+/\s+|\s*\n\s*")
BULLET = re.compile(r"\A(?:[-*•/]|\(?\w[).])\s+")
LISTED = re.compile(r"\s*:?\s*(?P<list>[^.?!:\n]+(?:[,;/]|\s(?:or|ou)\s)[^.?!:\n]+)[.!]?\s*\Z")
ASKED = re.compile(r"(?:>|:|\basking|\bask|\bdemandant|\bdemande)\s*(?P<question>[^>:?(]+\?)")


def order(text: str) -> str:
    """The order in front of a poll that is written out; empty if none is.

    “post poll: Shall we go on? / yes / no”: what is asked, and its no, is no part of the order.
    """
    found = WRITTEN_OUT.match(text)
    return found["order"] if found else ""


def written_out(text: str) -> dict[str, object]:
    """The question and the options, two at least, of a poll that is written out after an order."""
    found = WRITTEN_OUT.match(text)
    told = TOLD.match(found["told"]) if found else None
    if told is None:
        return {}
    parts = (BULLET.sub("", part.strip()) for part in APART.split(told["options"]))
    offered = [kept for kept in (part.strip(TRIMMED + QUOTES) for part in parts) if kept]
    asked = told["question"].strip(" " + QUOTES)
    return {"question": asked, "options": offered} if asked and len(offered) > 1 else {}


def question(f: Filling) -> str | None:
    """The question asked."""
    if f.quotes:
        return f.quotes[0]
    found = ASKED.search(f.bare)
    return f.text[slice(*found.span("question"))].strip() if found else None


def options(f: Filling) -> list[str] | None:
    """The answers offered, at least two."""
    if len(f.quotes) > 2:
        return f.quotes[1:]
    end = _end_of_question(f)
    found = OFFERED.search(f.bare, end) or (LISTED.match(f.bare, end) if end else None)
    if not found:
        return None
    span = found.span("round") if found["list"] is None else found.span("list")
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
