"""The word lists of ``frames/*.toml``, ready to be looked up."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, product
from typing import Any, Literal, NamedTuple

from bot.model.words import LANGUAGES, Language
from bot.understanding.cleaning import fold
from bot.understanding.forms import forms
from bot.understanding.sentence import WORD, Sentence, Token

Sort = Literal["verbs", "things", "words"]
Stems = tuple[str, ...]
Written = Sequence[Any]
"""An entry as it is kept: the list, its sort, whether it is an order, the language, the stems."""
GAP = 6
"""Words that may stand where a list says "…"."""
SHORTEST_TYPO = 5
CHOICE = re.compile(r"\([^()]*\|[^()]*\)|[^()|]+|.")
"""Words between brackets that stand for one another, or what is between such."""
ELIDED = re.compile(r"((?<![^\W_])(?:jusqu|lorsqu|puisqu|quelqu|qu|[ldnjcstm])') ", re.IGNORECASE)
"""An elided word that stands apart from what follows: "d' (avoir|obtenir)"."""
GLUED = re.compile(r"\w\(|\)\w")
"""Where a choice is a part of a word."""
BETWEEN_PARTS = frozenset(
    "it them this that me us le la les l' moi nous lui leur ca m' y en".split()
)
"""Small words that may stand inside a verb of several words: "send it out", "mets-la en ligne"."""
KEPT = frozenset(
    "let's what's who's when's where's how's it's that's here's there's news does always attends"
    " writes pars polls sondages options joins".split()
)
APOSTROPHES_LEFT_OUT = {
    word.replace("'", ""): word
    for word in "what's who's when's where's how's that's here's there's let's don't doesn't didn't"
    " can't won't isn't aren't wasn't weren't couldn't shouldn't wouldn't haven't hasn't hadn't"
    " i'm i've you're they're we've".split()
}
"""Words as they are typed in a hurry; what is a word without its apostrophe is not here."""


def stem(word: str) -> str:
    """The word without the mark of the plural or of a possessive."""
    word = APOSTROPHES_LEFT_OUT.get(word, word)
    if word in KEPT:
        return word
    bare = word.removesuffix("'s") if word.endswith("'s") else word
    if len(bare) > 3 and bare.endswith("s") and not bare.endswith("ss"):
        return bare[:-1]
    return bare


class Entry(NamedTuple):
    """One way to say something: the list it stands in and the stems it is made of."""

    list: str
    sort: Sort
    order: bool
    language: Language
    stems: Sequence[str]

    def spoken(self) -> "Entry":
        """The same entry, where it cannot be an order."""
        return self._replace(order=False)


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found in a sentence: the places, among its tokens, of the words of it."""

    entry: Entry
    at: tuple[int, ...]

    @property
    def list(self) -> str:
        """The name of the list."""
        return self.entry.list


@dataclass(slots=True)
class Vocabulary:
    """All entries, and their words: those long enough for a slip by first letter and length.

    ``phrases`` has what begins with two words that must follow each other, under both words; ``entries``
    has the rest, under the first word.
    """

    entries: dict[str, list[Written]] = field(default_factory=lambda: defaultdict(list))
    phrases: dict[str, list[Written]] = field(default_factory=lambda: defaultdict(list))
    sorts: dict[str, Sort] = field(default_factory=dict)
    known: dict[str, list[Language]] = field(default_factory=lambda: defaultdict(list))
    long: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, sort: Sort, name: str, sides: Mapping[str, Any]) -> None:
        """Take in one list; ``sides`` holds ``en`` and ``fr``."""
        if self.sorts.setdefault(name, sort) != sort:
            raise ValueError(f"the word list {name} is both {self.sorts[name]} and {sort}")
        for language in LANGUAGES:
            for text in sides.get(language, ()):
                for stems, order in _spellings(sort, text, language):
                    self._enter((name, sort, order, language, stems))

    def _enter(self, entry: Written) -> None:
        name, sort, _, language, stems = entry
        if not stems:
            raise ValueError(f"an empty entry in the word list {name}")
        if sort == "verbs" or len(stems) == 1 or stems[1] == "…":
            self.entries[stems[0]].append(entry)
        else:
            self.phrases[f"{stems[0]} {stems[1]}"].append(entry)
        for word in stems:
            known = self.known.get(word)
            if known is None or language not in known:
                self.know(word, language)

    def parts(self) -> tuple[Mapping[str, Any], ...]:
        """All that it holds, in the order in which it is put together."""
        return self.entries, self.phrases, self.sorts, self.known, self.long

    def know(self, typed: str, language: Language) -> None:
        """Take in a single word, so that it is never taken for a slip."""
        word = stem(fold(typed))
        if word not in self.known and len(word) >= SHORTEST_TYPO:
            self.long[f"{word[0]}{len(word)}"].append(word)
        if language not in self.known[word]:
            self.known[word].append(language)

    def nouns(self, *names: str) -> tuple[str, ...]:
        """What these lists hold, the longest first."""
        kept = (*self.entries.values(), *self.phrases.values())
        words = {" ".join(stems) for found in kept for name, *_, stems in found if name in names}
        return tuple(sorted(words, key=lambda word: (-len(word), word)))

    def meant(self, word: str) -> str:
        """The stem of the word; of the one known word it is a slip of, if it is unknown itself."""
        own = stem(word)
        if own in self.known or len(own) < SHORTEST_TYPO:
            return own
        lengths = (len(own) - 1, len(own), len(own) + 1)
        near = (known for size in lengths for known in self.long.get(f"{own[0]}{size}", ()))
        return min((known for known in near if _one_slip(known, own)), default=own)

    def look_up(self, sentence: Sentence) -> list[Hit]:
        """Every entry that the sentence holds."""
        stems = [
            self.meant(t.word) if t.kind in ("word", "number") else "" for t in sentence.tokens
        ]
        hits: list[Hit] = []
        for place, word in enumerate(stems):
            following = f"{word} {stems[place + 1]}" if place + 1 < len(stems) else ""
            for entry in (*self.entries.get(word, ()), *self.phrases.get(following, ())):
                at = _found(entry, stems, sentence.tokens, place)
                if at:
                    hits.append(Hit(Entry(*entry), at))
        return hits


@cache
def stems_of(text: str) -> tuple[str, ...]:
    """The stems of a phrase of a word list; "…" stays."""
    words = (found for found in WORD.finditer(fold(text)))
    return tuple(
        found[0] if found["stop"] else _stem(found[0])
        for found in words
        if not found["stop"] or found[0] == "…"
    )


_stem = cache(stem)


def _spellings(sort: Sort, text: str, language: Language) -> Iterator[tuple[Stems, bool]]:
    if sort == "verbs":
        yield from ((stems_of(form), order) for form, order in forms(text, language))
        return
    for stems in _written_out(text):
        yield stems, False


def _written_out(text: str) -> Iterator[Stems]:
    """The phrases that an entry stands for: "(can|could) you" for "can you" and "could you"."""
    found = CHOICE.findall(ELIDED.sub(r"\1", text))
    parts = [part[1:-1].split("|") if part[0] == "(" else [part] for part in found]
    loose = "".join(choices[0] for choices in parts if len(choices) == 1)
    if set("()|") & set(loose):
        raise ValueError(f"choices stand between brackets: {text}")
    if GLUED.search(text):
        yield from (stems_of("".join(chosen)) for chosen in product(*parts))
        return
    stems = [[stems_of(choice) for choice in choices] for choices in parts]
    yield from (tuple(chain(*chosen)) for chosen in product(*stems))


def _found(
    entry: Written, words: list[str], tokens: tuple[Token, ...], place: int
) -> tuple[int, ...]:
    """Where the words of an entry stand, beginning at ``place``; nothing if they do not."""
    at = [place]
    gap = 0
    _, sort, _, _, stems = entry
    for stem_ in stems[1:]:
        if stem_ == "…":
            gap = GAP
            continue
        start = at[-1] + 1
        while sort == "verbs" and words[start : start + 1] != [stem_] and _is_small(tokens, start):
            start += 1
        following = _next(stem_, words, tokens, (start, start + 1 + gap))
        if following < 0:
            return ()
        at.append(following)
        gap = 0
    return tuple(at)


def _is_small(tokens: tuple[Token, ...], place: int) -> bool:
    return place < len(tokens) and tokens[place].word in BETWEEN_PARTS


def _next(wanted: str, words: list[str], tokens: tuple[Token, ...], span: tuple[int, int]) -> int:
    for place in range(span[0], min(span[1], len(words))):
        if words[place] == wanted:
            return place
        if tokens[place].kind == "stop":
            return -1
    return -1


def _one_slip(known: str, typed: str) -> bool:
    """Whether one letter was added, left out, changed, or two neighbours swapped."""
    if abs(len(known) - len(typed)) > 1:
        return False
    start = 0
    while start < min(len(known), len(typed)) and known[start] == typed[start]:
        start += 1
    left, right = known[start:], typed[start:]
    swapped = left[1:2] + left[0:1] == right[:2] and left[2:] == right[2:]
    return left[1:] == right or left == right[1:] or left[1:] == right[1:] or swapped
