"""How a sentence was read: what was set aside, what holds it back, which frames it fills and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.understanding import Meaning
from bot.understanding.analysis import Analysis
from bot.understanding.cleaning import left_out, plain
from bot.understanding.deciding import decide
from bot.understanding.matching import Match, Matcher, acts
from bot.understanding.notation import grammar
from bot.understanding.withholding import EVERYWHERE, FOR_ORDERS, reasons

MOST = 5
HOLDING = (*EVERYWHERE, "negation", *FOR_ORDERS)
Words = tuple[str, str]
"""The name of a word list or of a kind, and the words found of it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A frame that the sentence fills: the words that fill it, and those that hold it back."""

    intent: str
    line: str
    files: tuple[str, ...]
    score: float
    filled: tuple[Words, ...]
    held: tuple[Words, ...]

    @property
    def acts(self) -> bool:
        """Whether what it means changes or sends something."""
        return acts(self.intent)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A sentence and how it was read.

    ``aside`` has what is not read as words, by kind; ``holding`` what may hold an order back,
    whether or not it did; ``candidates`` the best frame of each intent, the best first; ``others``
    the intent that the same words have for an organiser, where somebody else said them.
    """

    text: str
    meaning: Meaning
    aside: tuple[Words, ...] = ()
    holding: tuple[Words, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    chosen: Candidate | None = None
    others: str = ""


def explain(text: str, role: str, now: datetime) -> Explanation:
    """How the sentence is read, said by an organiser, a speaker or a participant at that time."""
    read = plain(text)
    decision = decide(read, role, now)
    analysis, match = decision.analysis, decision.match
    dropped = (*left_out(text), *([("told", decision.aside)] if decision.aside else ()))
    if analysis is None:
        return Explanation(read, decision.meaning, dropped)
    return Explanation(
        text=read,
        meaning=decision.meaning,
        aside=(*dropped, *_asides(analysis)),
        holding=tuple(dict.fromkeys(_holding(analysis))),
        candidates=tuple(_candidates(analysis, role)),
        chosen=_candidate(analysis, match) if match else None,
        others="" if match else _for_organisers(analysis, role),
    )


def _asides(analysis: Analysis) -> Iterator[Words]:
    for token in analysis.tokens:
        if token.kind in ("quote", "url", "email"):
            yield token.kind, analysis.sentence.inside(token)


def _holding(analysis: Analysis) -> Iterator[Words]:
    for name in HOLDING:
        for hit in analysis.of(name):
            yield name, _typed(analysis, hit.at)


def _candidates(analysis: Analysis, role: str) -> list[Candidate]:
    """The best frame of each intent, the best first."""
    ranked = sorted(Matcher(analysis, role).all(), key=lambda match: -match.score)
    best = {match.intent: match for match in reversed(ranked)}
    first = sorted(best.values(), key=lambda match: -match.score)[:MOST]
    return [_candidate(analysis, match) for match in first]


def _candidate(analysis: Analysis, match: Match) -> Candidate:
    files = {intent.file for intent in grammar().intents if intent.name == match.intent}
    held = dict.fromkeys((name, _typed(analysis, at)) for name, at in reasons(analysis, match))
    return Candidate(
        intent=match.intent,
        line=match.frame.line,
        files=tuple(sorted(files)),
        score=match.score,
        filled=tuple(_filled(analysis, match)),
        held=tuple(held),
    )


def _filled(analysis: Analysis, match: Match) -> Iterator[Words]:
    """Each word list or kind that the frame asks for, with the words of the sentence."""
    kinds = Matcher(analysis, "").kinds
    for element in match.frame.elements:
        for name in () if element.absent else element.names:
            places = _places(analysis, name, kinds) & match.filled
            if places:
                yield name, _typed(analysis, tuple(sorted(places)))


def _places(analysis: Analysis, name: str, kinds: dict[str, set[int]]) -> set[int]:
    return kinds.get(name, set()) if name.startswith("{") else analysis.covered(name)


def _typed(analysis: Analysis, at: tuple[int, ...]) -> str:
    return " ".join(analysis.tokens[place].typed for place in at)


def _for_organisers(analysis: Analysis, role: str) -> str:
    if role == "organiser":
        return ""
    match = Matcher(analysis, "organiser").best()
    return match.intent if match else ""
