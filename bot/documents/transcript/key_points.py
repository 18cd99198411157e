"""The sentences that say most of what was said, picked out as they stand: nothing is made up.

Each sentence is a vector of its words, weighed by how rare they are. What is near to all others is
central (degree centrality, as in LexRank: Erkan and Radev, 2004), and what is near to a sentence
that was picked already adds little (maximal marginal relevance: Carbonell and Goldstein, 1998).
The sum of all vectors stands for all others, so that the time grows with the words alone.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.documents.transcript.reading import Said
from bot.documents.transcript.small_words import SMALL_TALK, SMALL_WORDS

MOST = 6
FEWEST_WORDS, MOST_WORDS = 8, 40
"""What a sentence may have; where nobody wrote stops, a passage ends before it has more."""
FEWEST_TELLING = 4
"""Words other than small ones in a sentence that says something."""
OPENING = 30
"""Seconds at the beginning in which people greet."""
NEW = 0.6
"""How much of a sentence's worth lies in what no other picked sentence says."""
ENDS = re.compile(r"(?<=[.!?…])[\"”»)]*\s+(?=[\"“«(]?\s?[A-ZÀ-ÖØ-Ý0-9])")
WORD = re.compile(r"[^\W\d_]{2,}")
Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Sentence:
    said: Said
    counts: Mapping[str, int]


def key_points(said: Sequence[Said], most: int = MOST) -> tuple[Said, ...]:
    """The most telling sentences, each with its second and speaker, in the order they were said."""
    found = [_Sentence(each, _telling(each.words)) for each in _sentences(said)]
    spread = Counter(word for each in found for word in each.counts)
    weighed = [_unit(_weighed(each.counts, spread, len(found))) for each in found]
    together: Counter[str] = Counter()
    for vector in weighed:
        together.update(vector)
    meant = [place for place, each in enumerate(found) if _may_be_picked(each)]
    worth = {place: _dot(weighed[place], together) for place in meant}
    best = max(worth.values(), default=1.0)
    worth = {place: each / best for place, each in worth.items()}
    picked = _picked(worth, weighed, most)
    return tuple(found[place].said for place in sorted(picked))


def _picked(worth: Mapping[int, float], weighed: Sequence[Vector], most: int) -> list[int]:
    """The places of what is worth most, each time counting what was picked before."""
    picked: list[int] = []
    nearest = dict.fromkeys(worth, 0.0)
    while nearest and len(picked) < most:
        chosen = max(nearest, key=lambda place: worth[place] - NEW * nearest[place])
        picked.append(chosen)
        del nearest[chosen]
        for place, near in nearest.items():
            nearest[place] = max(near, _dot(weighed[place], weighed[chosen]))
    return picked


def _sentences(said: Sequence[Said]) -> Iterator[Said]:
    """The sentences, each from the second in which the cue begins that it begins in."""
    for run in _runs(said):
        open_: Said | None = None
        for cue in run:
            for part in ENDS.split(cue.words):
                if open_ is not None and _words(open_.words) + _words(part) > MOST_WORDS:
                    yield open_
                    open_ = None
                open_ = _joined(open_, Said(cue.second, cue.speaker, part))
                if part.rstrip('"”») ')[-1:] in ".!?…":
                    yield open_
                    open_ = None
        if open_ is not None:
            yield open_


def _words(text: str) -> int:
    return len(text.split())


def _joined(before: Said | None, more: Said) -> Said:
    return Said(before.second, before.speaker, f"{before.words} {more.words}") if before else more


def _runs(said: Sequence[Said]) -> Iterator[list[Said]]:
    """What one person said without being interrupted."""
    run: list[Said] = []
    for each in said:
        if run and each.speaker != run[-1].speaker:
            yield run
            run = []
        run.append(each)
    if run:
        yield run


def _telling(words: str) -> Mapping[str, int]:
    found = (word for word in WORD.findall(words.casefold()) if word not in SMALL_WORDS)
    return Counter(found)


def _may_be_picked(sentence: _Sentence) -> bool:
    words = sentence.said.words
    count = _words(words)
    says = FEWEST_WORDS <= count <= MOST_WORDS and len(sentence.counts) >= FEWEST_TELLING
    asks = words.rstrip('"”» ').endswith("?")
    talk = SMALL_TALK.search(words) is not None
    return says and not asks and not talk and sentence.said.second >= OPENING


def _weighed(counts: Mapping[str, int], spread: Mapping[str, int], total: int) -> Vector:
    return {word: many * math.log(1 + total / spread[word]) for word, many in counts.items()}


def _unit(vector: Vector) -> Vector:
    length = math.sqrt(sum(each * each for each in vector.values())) or 1.0
    return {word: each / length for word, each in vector.items()}


def _dot(one: Vector, other: Mapping[str, float]) -> float:
    return sum(each * other.get(word, 0.0) for word, each in one.items())
