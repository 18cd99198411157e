"""A sentence taken as something it only resembles, once a person has said that this was meant."""

from dataclasses import replace
from datetime import datetime

from bot.understanding import LONGEST, Meaning, plain
from bot.understanding.analysis import Analysis
from bot.understanding.deciding import FURTHER
from bot.understanding.filling import Filling
from bot.understanding.languages import written_in
from bot.understanding.matching import Match, Matcher
from bot.understanding.notation import Frame, grammar
from bot.understanding.resembling import frames_of
from bot.understanding.respelling import respelled
from bot.understanding.sentence import read_sentence
from bot.understanding.slots import every
from bot.understanding.vocabulary import Hit, stem


def read_as(text: str, intent: str, role: str, now: datetime) -> Meaning:
    """The sentence with this intent, and the slots that can be read in it."""
    typed = Analysis(read_sentence(plain(text)[:LONGEST]), grammar())
    analysis = Analysis(read_sentence(respelled(typed)), grammar())
    matcher = Matcher(analysis, role)
    every_way = [f for f in grammar().frames if f.intent == intent and (not f.who or role in f.who)]
    frames = frames_of(intent, role, matcher.present) or every_way
    if not frames:
        return Meaning(intent, language=written_in(analysis.sentence))
    match = max((_as_far_as(matcher, frame) for frame in frames), key=lambda each: each.score)
    filling = Filling(analysis, _with_unknown(analysis, match), now)
    slots = dict(every(filling, FURTHER))
    return Meaning(intent, slots, written_in(analysis.sentence), filling.reading)


def _as_far_as(matcher: Matcher, frame: Frame) -> Match:
    """The frame as far as the sentence fills it; the best is what it fills most of."""
    filled: set[int] = set()
    verb: Hit | None = None
    missing = 0
    for element in (each for each in frame.elements if not each.absent):
        hit = next((h for name in element.names for h in matcher.analysis.of(name)), None)
        places = {p for name in element.names for p in matcher.kinds.get(name, ())}
        found = set(hit.at) if hit else places
        missing += element.required and not element.order and not found
        filled |= found
        verb = hit if hit and element.order else verb
    return Match(frame, frozenset(filled), verb, len(filled) - 2.0 * missing, matcher.tail(frame))


def _with_unknown(analysis: Analysis, match: Match) -> Match:
    """The match with the unknown words at the head of the sentence: they stand for its verb."""
    if match.verb:
        return match
    known = analysis.grammar.vocabulary.known
    kept = analysis.people | analysis.named | match.filled
    head: set[int] = set()
    for place, token in enumerate(analysis.tokens):
        if place in kept or token.kind != "word":
            break
        if stem(token.word) not in known:
            head.add(place)
    return replace(match, filled=match.filled | head)
