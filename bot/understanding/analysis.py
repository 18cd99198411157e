"""What a message holds: words of the lists, sessions, days, and where an order may begin."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.understanding import places
from bot.understanding.months import skipped
from bot.understanding.notation import Grammar
from bot.understanding.people import name_runs
from bot.understanding.places import TODAY, Span
from bot.understanding.references import Mention, mentions
from bot.understanding.sentence import Sentence, Token
from bot.understanding.vocabulary import Hit

FOR_DAY = re.compile(r"\b(?:for|of|about|from|pour|du|de|d')\s*(?:the|le|la|l')?\s*\Z")
BREAKS = frozenset({"and", "et", "then", "puis", "but", "mais", "so", "donc", "alors", "or", "ou"})
SUBJECTS = frozenset("i we you he she they it je j' nous il elle ils elles ca cela who qui".split())
PERSONS = frozenset({"me", "us", "moi", "nou"})
BOTH_WAYS = frozenset({"tu", "vous", "on"})


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
    def small(self) -> set[int]:
        """The tokens without a meaning of their own."""
        return self.polite | self.covered("small")

    @cached_property
    def mentions(self) -> list[Mention]:
        """The sessions spoken of, in their order."""
        found = mentions(self.sentence.bare, self.grammar.nouns)
        return [one for one in found if one.sure or not self._numbers_another(one)]

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
        articles = self.covered("article")
        return [hit for hit in self.of("about") if self._after(hit, articles) not in held]

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
        return {
            place
            for place, token in enumerate(self.tokens)
            if any(start <= token.start and token.end <= end for start, end in spans)
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

    def is_order(self, hit: Hit) -> bool:
        """Whether a verb is where an order begins: first of a clause, or after polite words."""
        if not hit.entry.order:
            return self._is_wanted(hit)
        first = hit.at[0]
        start = self.clause(first).start
        before = range(first - 1, start - 1, -1)
        if self._has_subject(first, start):
            return False
        for place in before:
            if self.tokens[place].word in BREAKS:
                return True
            if place not in self.polite and not self._leads(hit, place):
                return False
        return self._begins(start)

    def _leads(self, hit: Hit, place: int) -> bool:
        """Whether the word is part of a session named before its verb ("session 3 cancel")."""
        form = self.tokens[hit.at[0]].word
        bare = hit.entry.language == "en" or form.endswith(("er", "ir", "re", "ez"))
        return bare and (place in self.named or self.tokens[place].word in ("to", "a"))

    def _is_wanted(self, hit: Hit) -> bool:
        """Whether something is wanted done ("should be cancelled", "doit être annulée")."""
        clause = self.clause(hit.at[0])
        wanted = self.covered("wanted")
        return any(place in wanted for place in range(clause.start, hit.at[0]))

    def _has_subject(self, first: int, start: int) -> bool:
        clitics = self.covered("clitic")
        place = first - 1
        while place >= start and place in clitics and self.tokens[place].word not in SUBJECTS:
            place -= 1
        if place < start:
            return False
        word = self.tokens[place].word
        if self._inside_polite(place):
            return False
        return self._asked_back(word) if word in BOTH_WAYS else word in SUBJECTS

    def _asked_back(self, word: str) -> bool:
        """Whether "on annule?" asks what to do instead of saying it."""
        return word == "on" and any(token.word == "?" for token in self.tokens)

    def _inside_polite(self, place: int) -> bool:
        """Whether a longer polite phrase ends with this word ("could you")."""
        return any(len(hit.at) > 1 and hit.at[-1] == place for hit in self.of("polite"))

    def _begins(self, start: int) -> bool:
        """Whether a clause may begin an order: not after a colon that follows unknown words."""
        if start == 0 or self.tokens[start - 1].word != ":":
            return True
        known = self.small | self.named | set(self.things) | self.within(self.dates)
        label = self.clause(start - 2) if start >= 2 else range(0)
        known |= {place for hits in self.hits.values() for hit in hits for place in hit.at}
        return all(place in known or self.tokens[place].kind == "number" for place in label)

    def is_first(self, place: int) -> bool:
        """Whether nothing but polite and small words comes before."""
        return all(
            before in self.small or self.tokens[before].kind == "stop" for before in range(place)
        )

    def head(self, verb: Hit) -> set[int]:
        """The places of the thing that the verb is about."""
        clause = self.clause(verb.at[0])
        after = [place for place in sorted(self.things) if verb.at[0] < place < clause.stop]
        if after:
            return {self._last_of_run(after)}
        before = [place for place in sorted(self.things) if place < verb.at[0]]
        strong = [place for place in before if not self._is_weak(place)]
        return set((strong or before)[:1])

    def _last_of_run(self, after: list[int]) -> int:
        """The last of things that stand side by side ("session 6 poll"), past those addressed."""
        chosen = after[0]
        for place in after[1:]:
            between = set(range(chosen + len(self._at(chosen)), place))
            if not between <= self._joints(chosen):
                break
            chosen = place
        return chosen

    def _joints(self, chosen: int) -> set[int]:
        """What may stand between two things side by side."""
        numbers = {p for p, token in enumerate(self.tokens) if token.kind == "number"}
        articles = self.covered("article") if self._is_addressed(chosen) else set()
        return numbers | articles | (self.named if chosen in self.named else set())

    def _is_addressed(self, place: int) -> bool:
        return any(hit.list in ("participant", "speaker", "team") for hit in self.things[place])

    def _is_weak(self, place: int) -> bool:
        return all(hit.list in self.grammar.weak for hit in self.things[place])

    def _at(self, place: int) -> tuple[int, ...]:
        return max((hit.at for hit in self.things[place]), key=len)


def _unshadowed(hits: list[Hit]) -> list[Hit]:
    """The hits without those that are only part of a longer name ("poll" in "poll results")."""
    long = [hit for hit in hits if len(hit.at) > 1 and hit.entry.sort != "words"]
    return [hit for hit in hits if not any(_shadows(other, hit) for other in long)]


def _shadows(long: Hit, short: Hit) -> bool:
    """Whether a longer thing holds this thing or verb, or a longer verb holds this verb."""
    sorts = ("verbs", "things") if long.entry.sort == "things" else ("verbs",)
    told = long.entry.stems[-1] in PERSONS
    return short.entry.sort in sorts and set(short.at) < set(long.at) and not told
