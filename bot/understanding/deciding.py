"""The order of decisions, from a message to its meaning."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.understanding import LONGEST, Meaning
from bot.understanding.analysis import Analysis
from bot.understanding.covered import covered
from bot.understanding.dates import Reading, read
from bot.understanding.filling import Filling
from bot.understanding.gibberish import is_gibberish
from bot.understanding.languages import written_in
from bot.understanding.lessons import lesson
from bot.understanding.matching import Match, Matcher, acts
from bot.understanding.notation import grammar
from bot.understanding.plans import PLANS
from bot.understanding.polls import options, order, question, written_out
from bot.understanding.questions import asked, same_as
from bot.understanding.resembling import resembling
from bot.understanding.retained import first, kept_kind, last, months
from bot.understanding.sentence import read_sentence
from bot.understanding.slots import every
from bot.understanding.team_words import value
from bot.understanding.tickets import days, people, service, ticket
from bot.understanding.titles import not_in_title, title
from bot.understanding.withholding import is_withheld

LONGEST_HEAD = 200
"""Characters of what says which text follows a colon."""
FURTHER = {
    "title": title,
    "question": question,
    "options": options,
    "value": value,
    "asked": asked,
    "same_as": same_as,
    "ticket": ticket,
    "lesson": lesson,
    "covered": covered,
    "service": service,
    "days": days,
    "people": people,
    "told": lambda _: None,
    "kept_kind": kept_kind,
    "months": months,
    "first": first,
    "last": last,
    **PLANS,
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What a message means, and what that was read from.

    ``analysis`` is None for a message that is too long to be read; ``match`` is the frame that fits
    best, also where something holds it back. ``aside`` is a text that was only passed on.
    """

    meaning: Meaning
    analysis: Analysis | None = None
    match: Match | None = None
    aside: str = ""


def _negated(analysis: Analysis, role: str) -> str:
    """The act that the message would ask for without its no; empty if there is none."""
    text = list(analysis.sentence.text)
    for hit in analysis.of("negation"):
        for token in (analysis.tokens[place] for place in hit.at):
            text[token.start : token.end] = " " * (token.end - token.start)
    if not analysis.of("negation"):
        return ""
    match = Matcher(Analysis(read_sentence("".join(text)), grammar()), role).best()
    return match.intent if match and acts(match.intent) else ""


def _best(analysis: Analysis, role: str) -> Match | None:
    """The frame that fits best; of those for one intent, rather one that nothing holds back."""
    found = not_in_title(analysis, list(Matcher(analysis, role).all()))
    meant = [match for match in found if not is_gibberish(analysis, match)]
    matches = sorted(meant, key=lambda match: -match.score)
    alike = [match for match in matches if match.intent == matches[0].intent]
    free = (match for match in alike if not is_withheld(analysis, match))
    return next(free, alike[0] if alike else None)


def _bare_moment(analysis: Analysis, now: datetime) -> Reading | None:
    """How the moment was read that a message names, if it says nothing else."""
    named = [*analysis.dates, *analysis.times]
    if not named:
        return None
    reading = read(analysis.sentence.text, now)
    told = analysis.within([*named, *reading.spans]) | analysis.small
    stops = {place for place, token in enumerate(analysis.tokens) if token.kind == "stop"}
    return reading if set(range(len(analysis.tokens))) <= told | stops else None


def _telling(text: str, role: str, now: datetime) -> Decision | None:
    """What a message means that gives a text after a colon, of any length; None if it gives none.

    Only what stands before the colon is read: the text may hold anything.
    """
    head, _, told = text.partition(":")
    if not told.strip() or len(head) > LONGEST_HEAD:
        return None
    analysis = Analysis(read_sentence(head), grammar())
    matches = (m for m in Matcher(analysis, role).all() if "told" in m.frame.slots)
    match = max(matches, key=lambda match: match.score, default=None)
    if match is None or is_withheld(analysis, match):
        return None
    slots = dict(every(Filling(analysis, match, now), FURTHER))
    language = written_in(analysis.sentence)
    meaning = Meaning(match.intent, {**slots, "told": told.strip()}, language)
    return Decision(meaning, analysis, match, aside=told.strip())


def _with_poll(decision: Decision, text: str, asked_for: str) -> Decision:
    """The order to make or post a poll, with the question and the options written out after it."""
    meaning, aside = decision.meaning, text.removeprefix(asked_for).strip()
    if meaning.intent not in ("poll.create", "poll.post"):
        return replace(decision, aside=aside)
    slots = {**meaning.slots, **written_out(text)}
    return replace(decision, meaning=replace(meaning, slots=slots), aside=aside)


def decide(text: str, role: str, now: datetime) -> Decision:
    """What a message means, and why; ``text`` is plain already."""
    telling = _telling(text, role, now)
    if telling is not None:
        return telling
    if len(text) > LONGEST:
        return Decision(Meaning("none", language=written_in(read_sentence(text[:LONGEST]))))
    asked_for = order(text)
    if asked_for:
        return _with_poll(decide(asked_for, role, now), text, asked_for)
    analysis = Analysis(read_sentence(text), grammar())
    match = _best(analysis, role)
    return Decision(_meaning(analysis, match, role, now), analysis, match)


def _meaning(analysis: Analysis, match: Match | None, role: str, now: datetime) -> Meaning:
    language = written_in(analysis.sentence)
    if match is None:
        return Meaning(
            "none",
            language=language,
            suggestions=resembling(analysis, role),
            when=_bare_moment(analysis, now),
            withheld=_negated(analysis, role),
        )
    if is_withheld(analysis, match):
        return Meaning("none", language=language, withheld=match.intent)
    filling = Filling(analysis, match, now)
    slots = dict(every(filling, FURTHER))
    return Meaning(match.intent, slots, language, filling.reading)
