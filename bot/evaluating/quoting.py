"""The words of people without the names and addresses in them, so that they may be quoted.

Better one word too many is left out than one name too few: what looks like two names in a row goes,
unless it is known to be something else.
"""

import re
from collections.abc import Iterable, Iterator

from bot.understanding.cleaning import fold

GONE = "[…]"
REACHED = re.compile(
    r"\S*@\S+|(?:https?://|www\.)\S+"
    r"|(?:\+?1[\s.-]?)?\(?\d{3}\)?[\s.-]?\d{3}[\s.-]?\d{4}\b(?:\s*(?:x|ext\.?|poste)\s*\d+)?",
    re.IGNORECASE,
)
"""Addresses, links and telephone numbers."""
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
TITLES = frozenset("mr mrs ms mx dr prof m mme mlle me pr".split())
SHORTEST = 3
KNOWN = frozenset(
    "digital academy circuit canada canadian government gouvernement microsoft teams forms"
    " webex webinar slido vevox wordly miro gccollab gcwiki power automate apps office google"
    " zoom school ecole fonction publique service services public academie numerique mini"
    " discussion discussions english french anglais francais speakers thank thanks great good"
    " excellent merci tres bravo the this that these it and but very more less was were what"
    " when how why there they you your our we he she les le la des une un ce cette ces il elle"
    " nous vous on je tout plus moins pas bien bon bonne please keep loved love liked session"
    " sessions monday tuesday wednesday thursday friday january february march april may june"
    " july august september october november december lundi mardi mercredi jeudi vendredi"
    " janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()
)
"""Words with a capital that name nobody."""


def parts_of(names: Iterable[str]) -> frozenset[str]:
    """The parts of names of people, as they are looked for."""
    found = {fold(part) for name in names for part in WORD.findall(name)}
    return frozenset(each for each in found if len(each) >= SHORTEST and each not in KNOWN)


def unnamed(text: str, names: frozenset[str]) -> str:
    """The text with ``[…]`` in the place of people and of what reaches them."""
    bare = REACHED.sub(GONE, text)
    words = [*WORD.finditer(bare)]
    gone = {place for place in range(len(words)) if _names(bare, words, place, names)}
    kept, end = [], 0
    for place in sorted(gone):
        start = words[place].start()
        if not (place - 1 in gone and bare[end:start].strip() == ""):
            kept += [bare[end:start], GONE]
        end = words[place].end()
    return "".join([*kept, bare[end:]])


def without_known(text: str, names: frozenset[str]) -> str:
    """The text with ``[…]`` in the place of these names alone and of what reaches people."""
    bare = REACHED.sub(GONE, text)
    return WORD.sub(lambda word: GONE if _is_known(word, names) else word[0], bare)


def _is_known(word: re.Match[str], names: frozenset[str]) -> bool:
    return _large(word) and fold(word[0]) in names


def _names(text: str, words: list[re.Match[str]], place: int, names: frozenset[str]) -> bool:
    """Whether a word is a part of somebody's name."""
    word, large = fold(words[place][0]), _large(words[place])
    if word in names:
        return large or any(fold(each[0]) in names for each in _beside(text, words, place))
    if not large or word in KNOWN or word in TITLES:
        return False
    after_title = place > 0 and fold(words[place - 1][0]) in TITLES
    beside = _beside(text, words, place)
    return after_title or any(_large(each) and _is_strange(each) for each in beside)


def _beside(text: str, words: list[re.Match[str]], place: int) -> Iterator[re.Match[str]]:
    for each in (place - 1, place + 1):
        if 0 <= each < len(words) and _touch(text, words[place], words[each]):
            yield words[each]


def _touch(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether only a space stands between two words."""
    first, second = sorted((one, other), key=lambda each: each.start())
    return text[first.end() : second.start()] in (" ", "\u00a0", ". ")


def _large(word: re.Match[str]) -> bool:
    """Whether it is written as a name is: with one capital, or with capitals alone."""
    return word[0][0].isupper() and len(word[0]) > 1


def _is_strange(word: re.Match[str]) -> bool:
    return fold(word[0]) not in KNOWN | TITLES
