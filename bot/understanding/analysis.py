"""What a message holds: words of the lists, sessions, days, names, clauses."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from bot.understanding import places
from bot.understanding.months import skipped
from bot.understanding.notation import Grammar
from bot.understanding.people import name_runs
from bot.understanding.places import TODAY, Span
from bot.understanding.references import MISTYPED, Mention, mentions
from bot.understanding.sentence import Sentence, Token
from bot.understanding.vocabulary import Hit, stem

FOR_DAY = re.compile(r"\b(?:for|of|about|from|pour|du|de|d')\s*(?:the|le|la|l')?\s*\Z")
LINKS = frozenset("me us moi nou to with for a au aux in on dan sur".split())
"""Words that only say for whom, to whom or where: a verb that ends in one hides no shorter verb."""
NOT_PAST = frozenset({"crée", "recrée"})
"""Orders that end as a past form does."""


@dataclass
class Analysis:
    """A sentence with all that was found in it; places are those of its tokens."""

    sentence: Sentence
    grammar: Grammar

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of the sentence."""
        return self.sentence.tokens

    @cached_property
    def hits(self) -> dict[str, list[Hit]]:
        """Every entry of the word lists that the sentence holds, by list."""
        found = [self._judged(hit) for hit in self.grammar.vocabulary.look_up(self.sentence)]
        by_list: dict[str, list[Hit]] = defaultdict(list)
        for hit in _unshadowed(found):
            by_list[hit.list].append(hit)
        return by_list

    def _judged(self, hit: Hit) -> Hit:
        """The hit; no order if its form is of the past ("annulé") or of another ("closes")."""
        typed = self.tokens[hit.at[0]].typed.lower()
        entry = hit.entry
        if not entry.order:
            return hit
        ended = typed.endswith(("é", "ée", "és", "ées")) and typed not in NOT_PAST
        past = entry.language == "fr" and ended
        says = entry.language == "en" and typed.endswith("s") and typed != entry.stems[0]
        return Hit(entry.spoken(), hit.at) if past or says else hit

    def of(self, name: str) -> Sequence[Hit]:
        """The hits of one list."""
        return self.hits.get(name, ())

    def covered(self, *names: str) -> set[int]:
        """The tokens that belong to entries of these lists."""
        return {place for name in names for hit in self.of(name) for place in hit.at}

    @cached_property
    def polite(self) -> set[int]:
        """The tokens that only make an order polite, or are the small words of one."""
        return self.covered("polite", "clitic")

    @cached_property
    def asked(self) -> set[int]:
        """The question marks; where there are none, the words by which a message asks."""
        marks = {place for place, token in enumerate(self.tokens) if token.word == "?"}
        if marks:
            return marks
        orders = self.covered("polite", "harmless", "need")
        stops = {place for place, token in enumerate(self.tokens) if token.kind == "stop"}
        courteous = self.covered("polite", "greeting") | stops
        return {
            place
            for hit in self.of("asks")
            if orders.isdisjoint(hit.at) and courteous.issuperset(range(hit.at[0]))
            for place in hit.at
        }

    @cached_property
    def small(self) -> set[int]:
        """The tokens without a meaning of their own."""
        return self.polite | self.covered("small")

    @cached_property
    def mentions(self) -> list[Mention]:
        """The sessions spoken of, in their order."""
        found = mentions(self._with_mistyped(), self.grammar.nouns)
        return [o for o in found if o.sure or o.position or not self._numbers_another(o)]

    def _with_mistyped(self) -> str:
        """The text, folded, with each mistyped word for a session marked as one."""
        bare, vocabulary = self.sentence.bare, self.grammar.vocabulary
        for hit in (*self.of("session"), *self.of("webinar")):
            token = self.tokens[hit.at[0]]
            if len(hit.at) == 1 and stem(token.word) not in vocabulary.known:
                marked = MISTYPED * len(token.word)
                bare = bare[: token.start] + marked + bare[token.end :]
        return bare

    def _numbers_another(self, mention: Mention) -> bool:
        """Whether the number is that of a poll or a theme just before it."""
        before = [p for p, token in enumerate(self.tokens) if token.end <= mention.span[0]]
        return bool(before) and before[-1] in self.things

    @cached_property
    def things(self) -> dict[int, list[Hit]]:
        """The first places of things, with the hits there."""
        found: dict[int, list[Hit]] = defaultdict(list)
        for name, hits in self.hits.items():
            if self.grammar.vocabulary.sorts[name] == "things":
                for hit in hits:
                    found[hit.at[0]].append(hit)
        return found

    @cached_property
    def dates(self) -> list[Span]:
        """The places, in the text, of what names a day."""
        return places.dates(self.sentence.bare)

    @cached_property
    def later(self) -> list[Span]:
        """The days on which something is to be done: not those of a session, nor today."""
        bare = self.sentence.bare
        named = [m.span for m in self.mentions]
        return [
            span
            for span in self.dates
            if not FOR_DAY.search(bare, 0, span[0])
            and not TODAY.match(bare, *span)
            and not any(start <= span[0] < end for start, end in named)
        ]

    @cached_property
    def times(self) -> list[Span]:
        """The places, in the text, of what names an hour."""
        return places.times(self.sentence.bare)

    @cached_property
    def lengths(self) -> list[tuple[Span, int]]:
        """The places, in the text, of how long something lasts, with the minutes."""
        return list(places.lengths(self.sentence.bare))

    @cached_property
    def skips(self) -> list[Span]:
        """The places, in the text, of months that a series leaves out."""
        return skipped(self.sentence.bare)

    @cached_property
    def name_runs(self) -> list[list[int]]:
        """The tokens of each name of a person."""
        return name_runs(self.sentence, self.grammar.vocabulary, self.named)

    @cached_property
    def people(self) -> set[int]:
        """The tokens that name a person, or are an address."""
        emails = {place for place, token in enumerate(self.tokens) if token.kind == "email"}
        return emails | {place for run in self.name_runs for place in run}

    @cached_property
    def markers(self) -> list[Hit]:
        """The words after which a title is told ("about"), where no day or channel follows."""
        timed = self.within([*self.dates, *self.times, *(m.span for m in self.mentions)])
        held = timed | {place for hits in self.things.values() for hit in hits for place in hit.at}
        articles, recurring = self.covered("article"), self.covered("recurs")
        return [
            hit
            for hit in self.of("about")
            if self._after(hit, articles) not in held and not recurring.issuperset(hit.at)
        ]

    def _after(self, hit: Hit, articles: set[int]) -> int:
        place = hit.at[-1] + 1
        while place in articles:
            place += 1
        return place

    @cached_property
    def content_marks(self) -> list[int]:
        """The places of what announces a text: a colon, a dash, "that", "because"."""
        marks = {p for p, t in enumerate(self.tokens) if t.word in (":", "-", "–", "—")}
        return sorted(marks | {hit.at[-1] for hit in self.of("content")})

    def within(self, spans: Sequence[Span]) -> set[int]:
        """The tokens inside one of these places of the text."""
        ordered = sorted(spans)
        starts = [start for start, _ in ordered]
        furthest = [0, *accumulate((end for _, end in ordered), max)]
        return {
            place
            for place, token in enumerate(self.tokens if spans else ())
            if token.end <= furthest[bisect_right(starts, token.start)]
        }

    @cached_property
    def named(self) -> set[int]:
        """The tokens that name a session."""
        return self.within([one.span for one in self.mentions])

    def clause(self, place: int) -> range:
        """The tokens of the clause around a token, from stop to stop."""
        start = end = place
        while start > 0 and self.tokens[start - 1].kind != "stop":
            start -= 1
        while end < len(self.tokens) and self.tokens[end].kind != "stop":
            end += 1
        return range(start, end)

    def is_first(self, place: int) -> bool:
        """Whether nothing but polite, small and idle words ("quick", "short") comes before."""
        idle = self.small | self.covered("aside", "soft")
        return all(before in idle or self.tokens[before].kind == "stop" for before in range(place))


def _unshadowed(hits: list[Hit]) -> list[Hit]:
    """The hits without those that are only part of a longer name ("poll" in "poll results")."""
    things = {hit.at[-1] for hit in hits if hit.entry.sort == "things"}
    long = [hit for hit in hits if len(hit.at) > 1 and hit.entry.sort != "words"]
    long = [hit for hit in long if hit.entry.sort == "things" or hit.at[-1] not in things]
    over: dict[int, list[Hit]] = defaultdict(list)
    for other in long:
        for place in other.at:
            over[place].append(other)
    return [hit for hit in hits if not any(_shadows(other, hit) for other in over[hit.at[0]])]


def _shadows(long: Hit, short: Hit) -> bool:
    """Whether a longer thing holds this thing or verb, or a longer verb holds this verb.

    A verb that ends in a thing ("send … a reminder") hides nothing: it may be read in parts; nor
    does a thing hide a verb where others stand between its words ("email the promo to partners").
    """
    sorts: tuple[str, ...] = ("verbs",)
    if long.entry.sort == "things":
        sorts = ("things",) if "…" in long.entry.stems else ("verbs", "things")
    linked = long.entry.stems[-1] in LINKS
    return short.entry.sort in sorts and set(short.at) < set(long.at) and not linked
