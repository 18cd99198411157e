"""What only makes sense after what was said before: “at 2 pm instead”, “same for session 4”, “it”."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from bot.model.words import Language
from bot.understanding.analysis import Analysis
from bot.understanding.cleaning import plain
from bot.understanding.notation import grammar
from bot.understanding.places import Span
from bot.understanding.sentence import ASIDE, read_sentence

Kind = Literal["again", "asked", "rather", "other", "moment", "length", "language"]
LONGEST = 80
SAME = frozenset("same likewise ditto pareil pareille pareillement meme idem".split())
NO = frozenset(
    "no non not nope instead rather actually meant mean plutot finalement dire pardon sorry oops".split()
)
SET = frozenset("make mets mettez mettre".split())
OTHER = frozenset({"other", "autre"})
AND = frozenset({"and", "et", "about", "aussi", "also", "too"})
ONE = frozenset("one celle celui version texte text".split())
TONGUES = {"french": "fr", "francais": "fr", "francaise": "fr", "english": "en", "anglais": "en", "anglaise": "en"}  # fmt: skip
SMALL = frozenset(
    "a an the for with to at on of in it that this do i je j' voulais veux please svp stp la le les"
    " l' une un pour avec de d' en au du chose thing session seance then alors what how but mais so"
    " ok fais faites cette ce c' est de-la as well par est-ce qu' qu'en".split()
)
KNOWN = SAME | NO | SET | OTHER | AND | ONE | TONGUES.keys() | SMALL
EN_PRONOUN = re.compile(
    r"\b(?:it|that one|this one|(?:this|that|the same) (?:session|one))\b", re.IGNORECASE
)
EN_SESSION = re.compile(r"\b(?:this|that|the same) session\b", re.IGNORECASE)
EN_OWNED = re.compile(r"\bits\b", re.IGNORECASE)
FR_AFTER = re.compile(r"(?<=\w)-(?:la|le|elle)\b(?!-)", re.IGNORECASE)
FR_BEFORE = re.compile(
    r"\b(?:la\s+|l['’])(?P<verb>\w+(?:er|ir|re))\b(?!\s+s[ée]ance)", re.IGNORECASE
)
FR_PRONOUN = re.compile(
    r"\b(?:celle-(?:ci|là|la)|cette (?:séance|seance|causerie|rencontre)|la même séance)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What is to be different from what was said before, and nothing else.

    ``session`` is named for ``again`` (the same for another), ``asked`` (what of another?) and
    ``rather`` (another was meant); ``words`` are those of a moment or a length. ``corrects`` says
    that what was said before was not meant.
    """

    kind: Kind
    session: str = ""
    words: str = ""
    language: Language | None = None
    corrects: bool = False


def follow_up(text: str) -> FollowUp | None:
    """What a message says that is no sentence of its own; None if it is one."""
    read = plain(text)
    if not 0 < len(read) <= LONGEST:
        return None
    analysis = Analysis(read_sentence(read), grammar())
    spans = [*analysis.dates, *analysis.times, *(span for span, _ in analysis.lengths)]
    told = analysis.within(spans) | analysis.named
    rest = [token for place, token in enumerate(analysis.tokens) if place not in told]
    words = {token.word for token in rest if token.kind == "word"}
    if not words <= KNOWN or any(token.kind not in ("word", "stop") for token in rest):
        return None
    return _of_session(analysis, words) or _of_rest(analysis, words)


def _of_session(analysis: Analysis, words: set[str]) -> FollowUp | None:
    if words & OTHER and not analysis.dates:
        return FollowUp("other", corrects=bool(words & NO))
    named = next((each.value for each in analysis.mentions if each.value), "")
    if not named or analysis.times or analysis.lengths:
        return None
    if words & SAME:
        return FollowUp("again", named)
    if words & NO:
        return FollowUp("rather", named)
    return FollowUp("asked", named) if words & AND else None


def _of_rest(analysis: Analysis, words: set[str]) -> FollowUp | None:
    if analysis.mentions:
        return None
    tongues = [TONGUES[word] for word in words & TONGUES.keys()]
    moments = [*analysis.dates, *analysis.times]
    if len(tongues) == 1 and words & ONE:
        return FollowUp("language", language="fr" if tongues[0] == "fr" else "en")
    if not words & (NO | SET):
        return None
    if moments:
        return FollowUp("moment", words=_between(analysis, moments))
    lengths = [span for span, _ in analysis.lengths]
    return FollowUp("length", words=_between(analysis, lengths)) if lengths else None


def _between(analysis: Analysis, spans: list[Span]) -> str:
    return analysis.sentence.text[min(span[0] for span in spans) : max(span[1] for span in spans)]


@cache
def about_session(intent: str) -> bool:
    """Whether the session that is meant is part of what somebody says with this intent."""
    return any(f.intent == intent and "session" in f.slots for f in grammar().frames)


def with_session(text: str, number: str) -> str:
    """The sentence with the session in the place of a word that stands for one; empty without one."""
    sentence = read_sentence(plain(text))
    shown = list(sentence.text)
    for token in sentence.tokens:
        if token.kind in ("quote", "url", "email"):
            shown[token.start : token.end] = ASIDE * (token.end - token.start)
    return _put_in("".join(shown), sentence.text, number)


def means_session(text: str) -> bool:
    """Whether the word can stand for nothing but a session ("that session", "celle-ci")."""
    return bool(EN_SESSION.search(text) or FR_PRONOUN.search(text))


def _put_in(shown: str, text: str, number: str) -> str:
    french, english = f"la séance {number}", f"session {number}"
    for pattern, named in (
        (FR_AFTER, f" {french}"),
        (FR_PRONOUN, french),
        (FR_BEFORE, french),
        (EN_OWNED, f"{english}'s"),
        (EN_PRONOUN, english),
    ):
        found = pattern.search(shown)
        if found:
            verb = f"{found['verb']} " if pattern is FR_BEFORE else ""
            return f"{text[: found.start()]}{verb}{named}{text[found.end() :]}"
    return ""


def moved(found: FollowUp, number: str, language: Language) -> str:
    """The moment or the length as a sentence of its own, about this session."""
    if language == "fr":
        return (
            f"déplace la séance {number} : {found.words}"
            if found.kind == "moment"
            else (f"la séance {number} durera {found.words}")
        )
    return (
        f"move session {number} to {found.words}"
        if found.kind == "moment"
        else (f"make session {number} {found.words}")
    )
