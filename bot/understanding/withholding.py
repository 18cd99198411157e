"""What keeps an order from being one: a no, a not yet, an if, a tale, a question."""

import re
from collections.abc import Iterator

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
NOT_STATED = frozenset({"language.set"})
"""Orders that a mere statement about their thing does not give."""
WRITING = frozenset({"promo.draft", "newsletter.draft", "summary.draft", "session.describe"})
FOR_WRITING = ("deferral", "hedging")
"""A text is ordered as well, though nothing comes of it but words."""
REFUSALS = frozenset({"speaker.decline", "registration.cancel"})
"""Where no verb orders these, a no is what they say."""


FORWARDED = re.compile(r"\s*(?:from|subject|de|objet|sujet|fwd?|tr)\s*:")
"""The head of a message that was passed on."""
Reason = tuple[str, tuple[int, ...]]
"""The word list of what holds an order back, and the places of its words."""


def is_withheld(analysis: Analysis, match: Match) -> bool:
    """Whether the message holds back what its frame says."""
    return next(reasons(analysis, match), None) is not None


def reasons(analysis: Analysis, match: Match) -> Iterator[Reason]:
    """All in the message that holds back what its frame says."""
    yield from _found(analysis, EVERYWHERE, match)
    yield from _taken_back(analysis, match)
    if match.intent in PASSED_ON:
        return
    if match.intent not in REFUSALS or match.verb:
        yield from _negations(analysis, match)
    yield from _last_no(analysis, match)
    if match.intent in NOT_STATED or not acts(match.intent):
        yield from _stated(analysis, match)
    if not acts(match.intent):
        yield from _found(analysis, ("told", "who_did"), match)
        if match.intent in WRITING:
            yield from _near(analysis, FOR_WRITING, match)
        return
    if FORWARDED.match(analysis.sentence.bare):
        yield "told", (0,)
    yield from _found(analysis, tuple(_for_order(match)), match)
    if match.intent not in REPORTED:
        yield from _near(analysis, ("past",), match)


def _stated(analysis: Analysis, match: Match) -> Iterator[Reason]:
    """What is said of a thing that is only named: “the recording studio is booked” asks for nothing.

    It does where all that is said belongs to the frame, or where anything is asked or wanted.
    """
    if match.verb or analysis.asked or analysis.covered("need", "what_word", "when_word"):
        return
    links = {place for place, token in enumerate(analysis.tokens) if token.kind == "url"}
    known = match.filled | analysis.small | analysis.covered("harmless") | links
    for hit in analysis.of("states"):
        clause = analysis.clause(hit.at[0])
        said = set(range(hit.at[-1] + 1, clause.stop)) - known
        named = {place for place in match.filled if clause.start <= place < hit.at[0]}
        if named and said and not set(hit.at) <= match.filled:
            yield hit.list, hit.at


def _for_order(match: Match) -> Iterator[str]:
    """The lists that hold this order back: who proposes another day may well say “perhaps”."""
    yield from (
        name for name in FOR_ORDERS if name != "hedging" or match.intent != "speaker.propose"
    )


def _taken_back(analysis: Analysis, match: Match) -> Iterator[Reason]:
    """What takes back all that was said; an order that comes after that stands."""
    order = analysis.clause(match.verb.at[0]).start if match.verb else 0
    harmless = analysis.covered("harmless") | set(match.filled)
    for hit in analysis.of("retraction"):
        if max(hit.at) >= order and not set(hit.at) <= harmless:
            yield hit.list, hit.at


def _near(analysis: Analysis, lists: tuple[str, ...], match: Match) -> Iterator[Reason]:
    """Words of these lists where the order stands, or anywhere if there is no order."""
    reach = analysis.clause(match.verb.at[0]) if match.verb else range(len(analysis.tokens))
    yield from (reason for reason in _found(analysis, lists, match) if reason[1][0] in reach)


def _found(analysis: Analysis, lists: tuple[str, ...], match: Match) -> Iterator[Reason]:
    """Words of these lists, before what is only passed on."""
    harmless = analysis.covered("harmless") | set(match.filled)
    told = _told_from(analysis, match)
    for hit in (hit for name in lists for hit in analysis.of(name) if hit.at[0] < told):
        if not set(hit.at) <= harmless:
            yield hit.list, hit.at


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


def _negations(analysis: Analysis, match: Match) -> Iterator[Reason]:
    """Each no in the clause of the verb, or of what the frame is about."""
    harmless = analysis.covered("harmless") | set(match.filled) | analysis.named
    harmless |= analysis.within(analysis.skips) | _swapped(analysis)
    end = _told_from(analysis, match)
    if match.frame.slots and match.tail < len(analysis.tokens):
        end = min(end, match.tail)
    found = [hit for hit in analysis.of("negation") if not set(hit.at) <= harmless]
    if acts(match.intent):
        about = {match.verb.at[0]} if match.verb else set(match.filled)
    else:
        about = {match.verb.at[0]} if match.verb else set()
    for hit in found:
        if hit.at[0] < end and _reaches(analysis, hit.at[0], about):
            yield hit.list, hit.at


def _swapped(analysis: Analysis) -> set[int]:
    """The words that only set one day, hour or number in the place of another.

    “… instead of 1”, “to March 11 but not the 4th”: a bare no counts as such after “but” alone.
    """
    moments = analysis.within([*analysis.dates, *analysis.times])
    numbers = {place for place, token in enumerate(analysis.tokens) if token.kind == "number"}
    articles, turns = analysis.covered("article"), analysis.covered("turn")
    swapped: set[int] = set()
    for hit in analysis.of("negation"):
        following = hit.at[-1] + 1
        following += len(hit.at) == 1 and following in articles
        contrasts = len(hit.at) > 1 or hit.at[0] - 1 in turns
        if contrasts and following in moments | numbers:
            swapped |= set(hit.at)
    return swapped


def _last_no(analysis: Analysis, match: Match) -> Iterator[Reason]:
    """A bare no by which an order is taken back ("cancel session 2? no"); in an answer it is none."""
    if not ANSWERS.isdisjoint(match.frame.slots) or match.verb is None:
        return
    words = [p for p, token in enumerate(analysis.tokens) if token.kind != "stop"]
    last = words[-1]
    bare = set(analysis.clause(last)) <= analysis.small | analysis.covered("negation")
    if bare and last > match.verb.at[0] and analysis.tokens[last].word in ("no", "non"):
        yield "negation", (last,)


def _reaches(analysis: Analysis, place: int, about: set[int]) -> bool:
    """Whether what stands there is said of these words: of the same clause, before it turns."""
    turns = analysis.covered("turn")
    clause = analysis.clause(place)
    end = min([*(turn for turn in turns if place < turn), clause.stop])
    return any(clause.start <= other < end for other in about)
