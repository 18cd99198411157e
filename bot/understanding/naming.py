"""Which session a slot names: number, next, last, day, title, or its place in a series."""

import re

from bot.understanding.filling import GOAL, Filling
from bot.understanding.matching import WRITTEN
from bot.understanding.places import TODAY
from bot.understanding.references import Mention

AROUND = frozenset({"apres", "avant", "post", "pre"})
TITLED_SESSION = re.compile(
    r"\b(?:session|seance|causerie|rencontre|discussion|webinaire|webinar|talk)\s+"
    r"(?:on|about|sur|portant sur|concernant|intitulee?|called|titled)\s+(?=\S)"
)


def session(f: Filling) -> str | None:
    """The session spoken of: number, next, last, day, or title as typed."""
    mentions = f.mentions
    if mentions:
        return _value(f, mentions[0])
    if f.match.frame.day == "session":
        end = _end(f)
        dates = (span for span in f.analysis.dates if span[1] <= end)
        spans = (s for s in dates if not TODAY.match(f.bare, *s) and not _is_goal(f, s))
        days = (f.day_at(span) for span in spans)
        return next((day for day in days if day), None) or _quoted(f) or _titled(f)
    return _quoted(f) or _titled(f)


def _end(f: Filling) -> int:
    """Up to where a session is named: the answers of a poll may be days."""
    offered = "options" in f.match.frame.slots
    asked = [t.start for t in f.analysis.tokens if t.kind == "quote" or t.word == "?"]
    return min(asked, default=len(f.text)) if offered else len(f.text)


def _is_goal(f: Filling, span: tuple[int, int]) -> bool:
    """Whether something goes there ("to March 4"), so that it is not what the session is known by."""
    return f.match.intent == "session.edit" and bool(GOAL.search(f.bare, 0, span[0]))


def _quoted(f: Filling) -> str | None:
    """The title in quotation marks, where the quotes hold nothing else."""
    if "options" in f.match.frame.slots:
        return None
    taken = not WRITTEN.isdisjoint(f.match.frame.slots) or "poll" in f.match.frame.slots
    return f.quotes[0] if len(f.quotes) > taken and f.quotes else None


def _value(f: Filling, mention: Mention) -> str | None:
    if mention.position:
        return None
    return mention.value or (f.day_at(mention.day) if mention.day else None)


def _titled(f: Filling) -> str | None:
    """The title that tells which session ("the session on biometrics", "the biometrics session")."""
    found = TITLED_SESSION.search(f.bare)
    if found:
        goal = re.search(r"\s(?:to|au?|for|pour|by|with)\s", f.bare[found.end() :])
        end = found.end() + goal.start() if goal else None
        return f.after(found.end(), to=end) or None
    return _before_noun(f)


def _before_noun(f: Filling) -> str | None:
    """What stands between an article and the word for a session."""
    a = f.analysis
    articles, small = a.covered("article"), a.small | a.covered("connector", "series_word")
    for hit in (*a.of("session"), *a.of("webinar")):
        first = hit.at[0] - 1
        place = first
        while place >= 0 and place not in articles | small and a.tokens[place].kind == "word":
            place -= 1
        if place < 0 or place == first or place not in articles or first - place > 4:
            continue
        run = a.tokens[place + 1 : first + 1]
        if run[0].word in AROUND:
            continue
        if set(range(place + 1, first + 1)).isdisjoint(f.match.filled | set(a.things)):
            return f.text[run[0].start : run[-1].end]
    return None


def position(f: Filling) -> int | None:
    """Which one of a series."""
    return next((m.position for m in f.mentions if m.position), None)


def size(f: Filling) -> int | None:
    """Of how many it is one ("session 2 of 4")."""
    return next((m.count for m in f.mentions if m.count), None)
