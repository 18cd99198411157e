"""What keeps an order from being one: a no, a not yet, an if, a tale, a question."""

from bot.understanding.analysis import Analysis
from bot.understanding.matching import NEEDS, Match, acts

EVERYWHERE = ("command_of_the_machine",)
"""Whatever was meant, it does not count."""
PASSED_ON = NEEDS | {"speaker.question"}
"""Words that go to a person as they are: what they hold decides nothing."""
REPORTED = frozenset({"checklist.done", "lesson.add", "speaker.confirm", "speaker.decline"})
"""What is said of the past is what these are about."""
ANSWERS = frozenset({"text", "question", "options", "title"})
TOLD = frozenset({"text", "question"})
FOR_ORDERS = ("deferral", "condition", "hedging", "told", "deliberation")
"""An order with one of these is none; a question may well hold them."""


def is_withheld(analysis: Analysis, match: Match) -> bool:
    """Whether the message holds back what its frame says."""
    if _any(analysis, EVERYWHERE, match) or _is_taken_back(analysis, match):
        return True
    if match.intent in PASSED_ON:
        return False
    if _is_negated(analysis, match) or _ends_in_no(analysis, match):
        return True
    if acts(match.intent):
        reported = match.intent in REPORTED
        return _any(analysis, FOR_ORDERS, match) or (not reported and _is_past(analysis, match))
    return _any(analysis, ("told",), match)


def _is_taken_back(analysis: Analysis, match: Match) -> bool:
    """Whether the message takes back what it says; an order that comes after that stands."""
    order = analysis.clause(match.verb.at[0]).start if match.verb else 0
    harmless = analysis.covered("harmless") | set(match.filled)
    hits = (set(hit.at) for hit in analysis.of("retraction"))
    return any(max(at) >= order and not at <= harmless for at in hits)


def _is_past(analysis: Analysis, match: Match) -> bool:
    """Whether the past is spoken of where the order stands, or anywhere if there is no order."""
    end = len(analysis.tokens)
    reach = analysis.clause(match.verb.at[0]) if match.verb else range(end)
    harmless = analysis.covered("harmless") | set(match.filled)
    hits = (hit for hit in analysis.of("past") if hit.at[0] < _told_from(analysis, match))
    return any(hit.at[0] in reach and not set(hit.at) <= harmless for hit in hits)


def _any(analysis: Analysis, lists: tuple[str, ...], match: Match) -> bool:
    harmless = analysis.covered("harmless") | set(match.filled)
    told = _told_from(analysis, match)
    hits = (hit for name in lists for hit in analysis.of(name) if hit.at[0] < told)
    return any(not set(hit.at) <= harmless for hit in hits)


def _told_from(analysis: Analysis, match: Match) -> int:
    """Where a text that is only passed on begins: a question, a reason, a lesson."""
    end = len(analysis.tokens)
    if TOLD.isdisjoint(match.frame.slots):
        return end
    after = min(match.filled, default=0)
    marks = [mark for mark in analysis.content_marks if mark > after]
    if "question" in match.frame.slots:
        marks += [p for p, t in enumerate(analysis.tokens) if t.kind == "quote" or t.word == ">"]
    return min(marks, default=end)


def _is_negated(analysis: Analysis, match: Match) -> bool:
    """Whether a no stands in the clause of the verb, or of what the frame is about."""
    harmless = analysis.covered("harmless") | set(match.filled) | analysis.named
    harmless |= analysis.within(analysis.skips) | _swapped(analysis)
    told = match.frame.slots and match.tail < len(analysis.tokens)
    places = {hit.at[0] for hit in analysis.of("negation") if not set(hit.at) <= harmless}
    places = {place for place in places if place < _told_from(analysis, match)}
    if told:
        places = {place for place in places if place < match.tail}
    if not acts(match.intent):
        return match.verb is not None and _reaches(analysis, places, {match.verb.at[0]})
    about = {match.verb.at[0]} if match.verb else set(match.filled)
    return _reaches(analysis, places, about)


def _swapped(analysis: Analysis) -> set[int]:
    """The words that only set one day, hour or number in the place of another ("instead of 1")."""
    moments = analysis.within([*analysis.dates, *analysis.times])
    numbers = {place for place, token in enumerate(analysis.tokens) if token.kind == "number"}
    hits = [hit for hit in analysis.of("negation") if len(hit.at) > 1]
    return {place for hit in hits if hit.at[-1] + 1 in moments | numbers for place in hit.at}


def _ends_in_no(analysis: Analysis, match: Match) -> bool:
    """Whether an order is taken back with a bare no ("cancel session 2? no"), not an answer."""
    if not ANSWERS.isdisjoint(match.frame.slots) or match.verb is None:
        return False
    words = [p for p, token in enumerate(analysis.tokens) if token.kind != "stop"]
    last = words[-1]
    bare = set(analysis.clause(last)) <= analysis.small | analysis.covered("negation")
    return bare and last > match.verb.at[0] and analysis.tokens[last].word in ("no", "non")


def _reaches(analysis: Analysis, places: set[int], about: set[int]) -> bool:
    turns = analysis.covered("turn")
    for place in places:
        clause = analysis.clause(place)
        between = [turn for turn in turns if place < turn]
        end = min([*between, clause.stop])
        if any(clause.start <= other < end for other in about):
            return True
    return False
