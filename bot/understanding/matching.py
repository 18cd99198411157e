"""Which frame a message fills."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bot.understanding.analysis import Analysis
from bot.understanding.notation import Element, Frame
from bot.understanding.orders import head, is_order
from bot.understanding.places import OFFSET, Span
from bot.understanding.vocabulary import Hit

TELLING = frozenset(
    "checklist.show evaluation.summary greeting help newsletter.draft poll.results promo.draft"
    " question.list registration.status report.pilot session.describe session.list session.show"
    " speaker.list summary.draft theme.list none".split()
)
WRITTEN = frozenset({"title", "text", "question"})
NEEDS = frozenset({"access.ask", "access.complain"})
"""What people need, or were shut out by: said in their own words, of whatever things."""
STRONG, WEAK, VERB, WORD = 4.0, 2.0, 3.0, 2.0
HEAD = 3.0
UNTOLD = 1.5
DASHES = ("-", "–", "—")


def acts(intent: str) -> bool:
    """Whether the intent changes or sends something."""
    return intent not in TELLING and not intent.startswith(("info.", "audit."))


@dataclass(frozen=True, slots=True)
class Match:
    """A frame that the message fills, the tokens that fill it, and how well it does."""

    frame: Frame
    filled: frozenset[int]
    verb: Hit | None
    score: float
    tail: int

    @property
    def intent(self) -> str:
        """What the frame means."""
        return self.frame.intent


@dataclass
class Matcher:
    """The frames held against one message from someone in one role."""

    analysis: Analysis
    role: str

    def best(self) -> Match | None:
        """The frame that fits best; the first written among equals."""
        return max(self.all(), key=lambda match: match.score, default=None)

    def all(self) -> Iterator[Match]:
        """Every frame that the message fills."""
        present, grammar = self.present, self.analysis.grammar
        near = {number for name in present for number in grammar.keys.get(name, ())}
        for frame in (grammar.frames[number] for number in sorted(near)):
            if frame.who and self.role not in frame.who:
                continue
            if not any(map(present.isdisjoint, frame.needs)):
                match = self._match(frame)
                if match:
                    yield match

    @cached_property
    def present(self) -> set[str]:
        """The lists with an entry in the message, and the kinds of things that it holds."""
        return {name for name, hits in self.analysis.hits.items() if hits} | set(self.kinds)

    @cached_property
    def kinds(self) -> dict[str, set[int]]:
        """The kinds, as frames name them, with their tokens."""
        a = self.analysis
        named = [m.span for m in a.mentions]
        dates = [span for span in a.dates if not _inside(span, named)]
        found: dict[str, set[int]] = {
            "{session}": a.named,
            "{nth}": a.within([m.span for m in a.mentions if m.position]),
            "{numbered}": a.within([m.span for m in a.mentions if m.sure and m.value.isdecimal()]),
            "{date}": a.within(dates),
            "{time}": a.within(a.times),
            "{when}": a.within([*dates, *a.times]),
            "{length}": a.within([span for span, _ in a.lengths]),
            "{person}": a.people,
            "{colon}": {i for i, token in enumerate(a.tokens) if token.word in (":", *DASHES)},
            "{question}": self.analysis.asked,
            "{month}": a.covered("month"),
            "{plural}": {
                i for i in a.covered("session", "webinar") if a.tokens[i].word[-1] in "sx"
            },
            "{later}": a.within(a.later),
            "{offset}": a.within([m.span() for m in OFFSET.finditer(a.sentence.bare)]),
        }
        for kind in ("quote", "url", "email", "number"):
            found[f"{{{kind}}}"] = {i for i, t in enumerate(a.tokens) if t.kind == kind}
        lengths = [span for span, _ in a.lengths]
        sessions = [m.span for m in a.mentions if m.sure]
        found["{number}"] -= a.within([*a.dates, *a.times, *lengths, *sessions])
        return {name: places for name, places in found.items() if places}

    def _match(self, frame: Frame) -> Match | None:
        """The frame filled by what comes before a title; failing that, by the whole message."""
        tail, end = self.tail(frame), len(self.analysis.tokens)
        match = self._filled(frame, tail)
        if match or tail == end:
            return match
        whole = self._filled(frame, end)
        return whole and replace(whole, score=whole.score - HEAD)

    def _filled(self, frame: Frame, tail: int) -> Match | None:
        filled: set[int] = set()
        hits: list[Hit] = []
        verb: Hit | None = None
        score = frame.weight + bool(frame.who)
        for element in frame.elements:
            got = None if element.absent else self._fill(element, filled, tail)
            if got is None:
                if element.required:
                    return None
                continue
            hit, places, worth = got
            filled |= places
            hits += [hit] if hit else []
            score += worth if element.required else worth / 2
            verb = hit if element.order else verb
        if any(self._any(element, tail, hits) for element in frame.elements if element.absent):
            return None
        return self._weigh(Match(frame, frozenset(filled), verb, score, tail))

    def _any(self, element: Element, tail: int, hits: Sequence[Hit]) -> bool:
        """Whether the message has what may not be there, other than in a part of these hits."""
        numbered = min(self.kinds.get("{numbered}", ()), default=tail)
        return any(
            (numbered < tail if name == "{numbered}" else name in self.kinds)
            or self._counts(name, tail, hits)
            for name in element.names
        )

    def _counts(self, name: str, tail: int, within: Sequence[Hit]) -> bool:
        """Whether an entry of the list is there; a verb only counts as an order."""
        a = self.analysis
        verb = a.grammar.vocabulary.sorts.get(name) == "verbs"
        return any(
            hit.at[0] < tail
            and (not verb or is_order(a, hit))
            and not any(set(hit.at) < set(longer.at) for longer in within)
            for hit in a.of(name)
        )

    def _fill(
        self, element: Element, filled: set[int], tail: int
    ) -> tuple[Hit | None, set[int], float] | None:
        for name in element.names:
            if name.startswith("{"):
                places = self._kind(name, element, filled)
                if places:
                    return None, places, 1.0
                continue
            hit = self._hit(name, element, filled, tail)
            if hit:
                return hit, set(hit.at), self._worth(name, hit)
        return None

    def _kind(self, name: str, element: Element, filled: set[int]) -> set[int]:
        """The tokens of one kind, where they stand as the frame says; else none."""
        places = self.kinds.get(name, set())
        fits = (not element.first or self.analysis.is_first(min(places, default=0))) and (
            not element.next or any(self._follows(place, filled) for place in places)
        )
        return places if fits else set()

    def _hit(self, name: str, element: Element, filled: set[int], tail: int) -> Hit | None:
        a = self.analysis
        fitting = [
            hit
            for hit in a.of(name)
            if hit.at[0] < tail
            and filled.isdisjoint(hit.at)
            and (not element.order or is_order(a, hit))
            and (not element.first or a.is_first(hit.at[0]))
            and (not element.next or self._follows(hit.at[0], filled))
        ]
        return max(fitting, key=lambda hit: (len(hit.at), -hit.at[0]), default=None)

    def _follows(self, here: int, filled: set[int]) -> bool:
        """Whether this comes after what was found so far, with only small words between."""
        a = self.analysis
        before = [place for place in filled if place < here]
        return bool(before) and set(range(max(before) + 1, here)) <= a.small | a.covered(
            "new", "soft"
        )

    def _worth(self, name: str, hit: Hit) -> float:
        grammar = self.analysis.grammar
        longer = 0.5 * (len(hit.at) - 1)
        match grammar.vocabulary.sorts[name]:
            case "verbs":
                return VERB + longer
            case "things":
                return (WEAK if name in grammar.weak else STRONG) + longer
            case _:
                return WORD + longer

    def tail(self, frame: Frame) -> int:
        """The token from which a title or a text is told; nothing after it is read."""
        a = self.analysis
        if WRITTEN.isdisjoint(frame.slots):
            return len(a.tokens)
        starts = list(a.things) + [h.at[0] for n in a.hits for h in a.hits[n] if h.entry.order]
        first = min(starts, default=len(a.tokens))
        own = {name for element in frame.elements for name in element.names}
        about = {place for place, hits in a.things.items() if own & {hit.list for hit in hits}}
        tails = [hit.at[0] for hit in a.markers if hit.at[0] > first and hit.at[0] not in about]
        return min(tails, default=len(a.tokens))

    def _weigh(self, match: Match) -> Match | None:
        """The match with its score, or nothing if the message speaks of other things as well."""
        a = self.analysis
        if match.frame.only and not self._is_all(match):
            return None
        headed = match.verb is not None and bool(head(a, match.verb) & match.filled)
        untold = self._untold(match)
        if untold and acts(match.intent) and not headed:
            return None
        score = match.score + HEAD * headed - UNTOLD * len(untold)
        return Match(match.frame, match.filled, match.verb, score, match.tail)

    def _untold(self, match: Match) -> list[int]:
        """The things spoken of that the frame has no place for."""
        if "text" in match.frame.slots or match.intent in NEEDS:
            return []
        known = self.analysis.grammar.weak | {n for e in match.frame.elements for n in e.names}
        known = known if self.role == "organiser" else known | {"thanks"}
        end = min(match.tail, self._answers(match))
        return [
            place
            for place, hits in self.analysis.things.items()
            if place < end
            and place not in match.filled
            and all(hit.list not in known and match.filled.isdisjoint(hit.at) for hit in hits)
        ]

    def _answers(self, match: Match) -> int:
        """The token from which the answers of a poll are told; they may be of any kind."""
        a = self.analysis
        asked = [p for p, t in enumerate(a.tokens) if t.kind == "quote" or t.word == "?"]
        starts = [hit.at[0] for hit in a.of("options_word")] + asked
        offered = "options" in match.frame.slots
        return min(starts, default=len(a.tokens)) if offered else len(a.tokens)

    def _is_all(self, match: Match) -> bool:
        a = self.analysis
        told = match.filled | a.small | a.named | a.within([*a.dates, *a.times])
        told = told | a.covered("aside", "greeting")
        loose = ("stop", "quote") if "title" in match.frame.slots else ("stop",)
        words = enumerate(a.tokens[: match.tail])
        return all(place in told for place, token in words if token.kind not in loose)


def _inside(span: Span, others: Sequence[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)
