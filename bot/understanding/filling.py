"""What a message says of the thing that is meant: the day, the session, the title."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from bot.understanding.analysis import Analysis
from bot.understanding.dates import Reading, read
from bot.understanding.matching import Match
from bot.understanding.places import ITEM, OFFSET, Span
from bot.understanding.references import Mention
from bot.understanding.sentence import Token

TRIMMED = " \n,;:.!-–—>()…"
QUOTES = '"“”«»‹›„`'
OLD_DAY = re.compile(
    r"\b(?:instead of|in place of|rather than|au lieu d[eu']|plutot qu[e']|not|can'?t (?:do|make)|cannot (?:do|make))\s*\Z"
)
GOAL = re.compile(r"\b(?:to|for|until|till|by|at|au|a|pour|vers|jusqu'au)\s+(?:the\s+|le\s+)?\Z")
ASKED_POLITELY = re.compile(
    r"\W*(?:(?:hi|hello|hey|please|bonjour|salut|allo|svp|stp)\b\W*)*"
    r"(?:can|could|would|will|may|any chance|is it possible|peux|peut|pouvez|pourr|puis-je|serait|est-ce qu)"
)
COUNT = re.compile(
    r"\b(?P<n>\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve|deux|trois|quatre|cinq"
    r"|sept|huit|neuf|dix|douze)\s+(?:\w+\s+)?(?:sessions|seances|rencontres|causeries|discussions"
    r"|of them|times|fois|occurrences|occurences|talks|parts|parties|webinars|webinaires|dates"
    r"|en tout|in all|in total|au total|meetings|editions)\b"
)
COUNTED = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twelve": 12, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8,
    "neuf": 9, "dix": 10, "douze": 12,
}  # fmt: skip


@dataclass
class Filling:
    """One message, the frame it fills, the time it was written: what its slots are taken from."""

    analysis: Analysis
    match: Match
    now: datetime

    @property
    def text(self) -> str:
        """The message as typed."""
        return self.analysis.sentence.text

    @property
    def bare(self) -> str:
        """The message folded, with quotes and addresses blanked."""
        return self.analysis.sentence.bare

    @cached_property
    def reading(self) -> Reading | None:
        """The moment that the message sets, read from what names no session; None if it sets none."""
        if "when" not in self.match.frame.slots:
            return None
        reading = read(self._blanked([*self._set_apart()]), self.now)
        return None if reading.error == "none" else reading

    def _set_apart(self) -> list[Span]:
        """The places that are not part of the moment: sessions, lengths, counts, skipped months."""
        return [
            *([m.span for m in self.mentions]),
            *(span for span, _ in self.analysis.lengths),
            *([self.count[0]] if self.count else []),
            *self.analysis.skips,
            *self._old_days(),
            *self._offsets(),
            *self._items(),
        ]

    def _offsets(self) -> Iterator[Span]:
        """How long before the start; “the Friday before” is a day where nothing else may be."""
        relative = "offset" in self.match.frame.slots
        for found in OFFSET.finditer(self.bare):
            if relative or not found["weekday"]:
                yield found.span()

    def _items(self) -> list[Span]:
        """The numbers of things in a plan: “item 7 to February 10” names no span of days."""
        named = "item" in self.match.frame.slots
        return [found.span() for found in ITEM.finditer(self.bare)] if named else []

    def _old_days(self) -> list[Span]:
        """The days that the new one comes in the place of."""
        return [span for span in self.analysis.dates if OLD_DAY.search(self.bare, 0, span[0])]

    def _blanked(self, spans: list[Span]) -> str:
        text = list(self.text)
        asides = [
            (t.start, t.end) for t in self.analysis.tokens if t.kind in ("quote", "url", "email")
        ]
        for start, end in (*spans, *asides):
            text[start:end] = " " * (end - start)
        return "".join(text)

    def day_at(self, span: Span) -> str:
        """The day that is named there, ``2027-02-25``; empty if it cannot be told."""
        rest = [(0, span[0]), (span[1], len(self.text))]
        start = read(self._blanked(rest), self.now).start
        if start is None:
            return ""
        return (start.date() if isinstance(start, datetime) else start).isoformat()

    @cached_property
    def count(self) -> tuple[Span, int] | None:
        """How many sessions a series is to have, with the place where it is said."""
        slots = self.match.frame.slots
        found = COUNT.search(self.bare)
        if not found or "count" not in slots or "position" in slots:
            return None
        return found.span(), COUNTED.get(found["n"]) or int(found["n"])

    @cached_property
    def mentions(self) -> list[Mention]:
        """The sessions spoken of; a day after "to" is where one is moved, not which one it is."""
        if "session" not in self.match.frame.slots and "position" not in self.match.frame.slots:
            return []
        found = [m for m in self.analysis.mentions if m.sure] or self.analysis.mentions
        return found or self.numbered()

    def numbered(self) -> list[Mention]:
        """The bare number after the verb ("move 2 to Friday")."""
        a, verb = self.analysis, self.match.verb
        timed = a.within([*a.dates, *a.times, *(span for span, _ in a.lengths)])
        after = (verb.at[0] + 1, verb.at[-1] + 1) if verb else ()
        numbers = [a.tokens[p] for p in after if p < len(a.tokens) and p not in timed]
        return [
            Mention((token.start, token.end), token.word)
            for token in numbers
            if token.kind == "number" and len(token.word) <= 3
        ][:1]

    @property
    def loose_numbers(self) -> list[str]:
        """The numbers that are no session, day, hour or length."""
        a = self.analysis
        taken = a.named | self.at([*a.dates, *a.times, *(span for span, _ in a.lengths)])
        tokens = enumerate(a.tokens)
        return [t.word for place, t in tokens if t.kind == "number" and place not in taken]

    @property
    def end_of_order(self) -> int:
        """Where, in the text, the words end that fill the frame, and a session named after them."""
        a = self.analysis
        last = max(self.match.filled, default=-1)
        while last + 1 in a.named | a.small and last + 1 < len(a.tokens):
            last += 1
        return a.tokens[last].end if last >= 0 else 0

    @property
    def quotes(self) -> list[str]:
        """What stands in quotation marks."""
        sentence = self.analysis.sentence
        return [sentence.inside(t) for t in sentence.of_kind("quote") if sentence.inside(t)]

    @cached_property
    def moments(self) -> list[Span]:
        """The places of days, hours and lengths."""
        a = self.analysis
        read = list(self.reading.spans) if self.reading else []
        return [*read, *a.dates, *a.times, *(span for span, _ in a.lengths)]

    def after(self, start: int, *, to: int | None = None) -> str:
        """What is told from a place on, up to where a day or an hour is named."""
        end = len(self.text) if to is None else to
        spans = sorted(s for s in [*self.moments, *self._marks()] if start <= s[0] < end)
        while spans and not self.text[start : spans[0][0]].strip(TRIMMED + QUOTES):
            start = max(start, spans.pop(0)[1])
        if spans:
            end = max(start, min(end, spans[0][0]))
        return self.trimmed((start, end))

    def _marks(self) -> list[Span]:
        return [
            *(m.span for m in self.mentions),
            *([self.count[0]] if self.count else []),
            *self.analysis.skips,
        ]

    def trimmed(self, span: Span) -> str:
        """The text there without small and polite words at its ends."""
        tokens = [t for t in self.analysis.tokens if span[0] <= t.start and t.end <= span[1]]
        places = [i for i, t in enumerate(self.analysis.tokens) if t in tokens]
        ends = self.analysis.covered("connector")
        loose = ends | self.analysis.covered("courtesy")
        while places and places[-1] in loose | self.at_stops:
            places = places[:-1]
        kept = _without_ends(places, ends, self.analysis.tokens)
        if not kept:
            return ""
        first, last = self.analysis.tokens[kept[0]], self.analysis.tokens[kept[-1]]
        asks = self.text[last.end : last.end + 1] == "?" and not ASKED_POLITELY.match(self.bare)
        end = last.end + asks
        return self.text[first.start : end].strip(TRIMMED + QUOTES)

    @property
    def at_stops(self) -> set[int]:
        """The tokens that are marks."""
        return {place for place, t in enumerate(self.analysis.tokens) if t.kind == "stop"}

    def remainder(self, *, known: bool = False) -> str:
        """The longest stretch of words that nothing else accounts for."""
        a = self.analysis
        told = set(self.match.filled) | a.polite | self.at(self.moments) | self.at(self._marks())
        runs: list[list[int]] = [[]]
        for place, token in enumerate(a.tokens):
            if token.kind == "stop" or place in told:
                runs.append([])
            else:
                runs[-1].append(place)
        loose = a.small | a.covered("connector") | (a.covered("filler") if known else set())
        kept = [run for run in (_without_ends(run, loose, a.tokens) for run in runs) if run]
        best = max(kept, key=len, default=[])
        return self.text[a.tokens[best[0]].start : a.tokens[best[-1]].end] if best else ""

    def at(self, spans: list[Span]) -> set[int]:
        """The tokens that touch one of these places."""
        return {
            place
            for place, token in enumerate(self.analysis.tokens)
            if any(token.start < end and start < token.end for start, end in spans)
        }


def _without_ends(places: list[int], loose: set[int], tokens: tuple[Token, ...]) -> list[int]:
    ends = {p for p in places if p in loose or tokens[p].kind == "stop"}
    while places and places[0] in ends and tokens[places[0]].word != "l'":
        places = places[1:]
    while places and places[-1] in ends:
        places = places[:-1]
    return places
