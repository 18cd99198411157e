"""Intents that resemble what was written: offered, never acted upon."""

import re
from collections.abc import Iterator
from functools import cache

from bot.model.words import LANGUAGES, Language
from bot.understanding.analysis import Analysis
from bot.understanding.cleaning import fold
from bot.understanding.matching import Matcher
from bot.understanding.notation import Frame, grammar
from bot.understanding.places import MONTH, WEEKDAY
from bot.understanding.respelling import respelled
from bot.understanding.sentence import read_sentence
from bot.understanding.vocabulary import stem
from bot.understanding.withholding import is_withheld

MOST = 3
NEAR, VERY_NEAR = 61, 70
LONGEST = 120
PARTICULAR = re.compile(
    r"«[^»]*»|“[^”]*”|\"[^\"]*\"|\ue000+|\S+@\S+|https?:\S+|\b(?:about|sur)\b.*|\d[\d:/h-]*"
    rf"|\b(?:{MONTH}|{WEEKDAY})\b|\b(?:at|on|le|a)\b(?=\s*\d)"
)
"""What tells one sentence from another that asks for the same: titles, days, numbers."""


@cache
def _sentences() -> tuple[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]]:
    """The examples, folded, and beside them the intent each stands for and who says it."""
    rows = [
        (_general(fold(example.sentences[language])), (intent.name, intent.who))
        for intent in grammar().intents
        for example in intent.examples
        for language in LANGUAGES
    ]
    return tuple(text for text, _ in rows), tuple(meant for _, meant in rows)


def _general(bare: str) -> str:
    """The first word and those that are in a list: what else there is tells one from another."""
    known = grammar().vocabulary.known
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", PARTICULAR.sub(" ", bare))
    return " ".join(words[:1] + [word for word in words[1:] if stem(word) in known])


def resembling(analysis: Analysis, role: str) -> tuple[str, ...]:
    """Up to three intents that the sentence may mean, the likeliest first.

    First what it says with its words spelled as those they are near; then those with an example
    much like it, if it speaks of the things they are about: only the verb may be another.
    """
    bare = analysis.sentence.bare
    if not 4 <= len(bare) <= LONGEST or analysis.of("negation") or analysis.of("retraction"):
        return ()
    spelled = Analysis(read_sentence(respelled(analysis)), analysis.grammar)
    found = dict.fromkeys([*_said(spelled, role), *_alike(spelled, role)])
    return tuple(found)[:MOST]


def _said(spelled: Analysis, role: str) -> Iterator[str]:
    match = Matcher(spelled, role).best()
    if match and not is_withheld(spelled, match):
        yield match.intent


def _alike(spelled: Analysis, role: str) -> Iterator[str]:
    from rapidfuzz import fuzz, process

    sentences, meanings = _sentences()
    near = process.extract(
        _general(spelled.sentence.bare),
        sentences,
        scorer=fuzz.token_sort_ratio,
        score_cutoff=NEAR,
        limit=4 * MOST,
    )
    present = Matcher(spelled, role).present
    for _, score, place in near:
        name, who = meanings[place]
        if who and role not in who:
            continue
        if score >= VERY_NEAR or frames_of(name, role, present):
            yield name


def frames_of(intent: str, role: str, present: set[str]) -> list[Frame]:
    """The ways to say it of which all is there, but for the verb; ``present`` is that of a matcher."""
    return [
        frame
        for frame in grammar().frames
        if frame.intent == intent and _may_be(frame, present, role)
    ]


def _may_be(frame: Frame, present: set[str], role: str) -> bool:
    """Whether all that the frame speaks of is there: no verb, address or number is needed for that."""
    if frame.who and role not in frame.who:
        return False
    needed = [element.names for element in frame.elements if element.required and not element.order]
    listed = [names for names in needed if not names[0].startswith("{")]
    return all(not present.isdisjoint(names) for names in listed)


def example(intent: str, language: Language) -> str:
    """A sentence that says this, to show as help; empty if there is none."""
    examples = [e for i in grammar().intents if i.name == intent for e in i.examples]
    shown = next((each for each in examples if each.help), None) or next(iter(examples), None)
    return shown.sentences[language] if shown else ""
