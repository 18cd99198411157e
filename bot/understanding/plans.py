"""What is said of a session's plan: which item, how far from the session, from whom to whom."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.understanding import naming, people, slots
from bot.understanding.filling import Filling
from bot.understanding.places import FEW, ITEM

STEP = re.compile(r"\b(?:tests?|essais?)\s*(?:n[o°º]?\.?\s*|number\s+|numero\s+|#\s*)?(\d{1,3})\b")
TICKED = "checklist.done"
COUNT = rf"(?P<n>\d{{1,3}}|{'|'.join(sorted(FEW, key=len, reverse=True))})"
UNIT = (
    r"(?:working |business )?(?P<unit>min(?:ute)?s?|hours?|heures?|days?|jours?|weeks?|semaines?)"
    r"(?: ouvrables?)?"
)
FAR = re.compile(rf"\b{COUNT}[\s-]+{UNIT}\b")
SIDE = re.compile(
    r"\s*(?:(?P<before>before|earlier|ahead|avant|plus tot)|(?P<after>after|later|apres|plus tard))"
)
ENDED = re.compile(r"\s*(?:the |la |l')?(?:end|fin)\b")
OWNERLESS = re.compile(r"\b(?:from|of|de|d'|qui est a|appartient a)\s*\Z")
TAKER = re.compile(r"(?:\b(?:to|a|au)|->)\s*\Z")
OWN = re.compile(r"\b(?:my|mine|mes|mon|ma|tout ce que j'ai|everything i have)\b")
ME = re.compile(r"\b(?:me|moi)\b")
MINUTES = {"m": 1, "h": 60}
DAYS = {"d": 1, "j": 1, "w": 5, "s": 5}


def item(f: Filling) -> str | None:
    """Which item of a plan: its number, or words in quotation marks."""
    found = ITEM.search(f.bare)
    return found[1] if found else (f.quotes[0] if f.quotes else None)


def text(f: Filling) -> str | None:
    """What is told; of something done, its number alone where that is said."""
    if f.match.intent != TICKED or f.quotes:
        return slots.text(f)
    found = ITEM.search(f.bare)
    bare = [] if _sure(f) else f.numbered() or f.analysis.mentions
    return found[1] if found else bare[0].value if bare else slots.text(f)


def session(f: Filling) -> str | None:
    """The session; a bare number after “tick” is what is done, not where."""
    if f.match.intent == TICKED and not _sure(f):
        return None
    return naming.session(f)


def test(f: Filling) -> str | None:
    """Which step of the test of the platform: its number."""
    found = STEP.search(f.bare)
    return found[1] if found else None


def _sure(f: Filling) -> bool:
    """Whether a session is named as one: not only a number ("mark number 8 as done")."""
    return any(mention.sure for mention in f.analysis.mentions)


def lead(f: Filling) -> str | None:
    """How far from the session: ``days -5`` (working days), ``start -30`` or ``end 5`` (minutes)."""
    for far in FAR.finditer(f.bare):
        side = SIDE.match(f.bare, far.end())
        if side and not _shifts(side):
            return _measured(far, side, ended=bool(ENDED.match(f.bare, side.end())))
    return None


def shift(f: Filling) -> str | None:
    """By how much a thing is moved, in the unit it is planned in: ``days 2``, ``start -10``."""
    for far in FAR.finditer(f.bare):
        side = SIDE.match(f.bare, far.end())
        if side is None or _shifts(side):
            return _measured(far, side, ended=False)
    return None


def _shifts(side: re.Match[str]) -> bool:
    """Whether “earlier” or “later” is said of where it was, not of the session."""
    word = side[0].strip()
    return word in ("later", "earlier", "plus tard", "plus tot")


def _measured(far: re.Match[str], side: re.Match[str] | None, *, ended: bool) -> str:
    number = FEW.get(far["n"]) or int(far["n"])
    sign = -1 if side and side["before"] else 1
    unit = far["unit"][0]
    if unit in MINUTES:
        return f"{'end' if ended else 'start'} {sign * number * MINUTES[unit]}"
    return f"days {sign * number * DAYS[unit]}"


def assignee(f: Filling) -> str | None:
    """Who is to do something: an address, a name, ``me``."""
    return slots.translator(f) or ("me" if ME.search(f.bare) else None)


def giver(f: Filling) -> str | None:
    """Whose things are handed over: an address, a name, ``me``."""
    given = _named(f).get("giver")
    return given or ("me" if OWN.search(f.bare) else None)


def taker(f: Filling) -> str | None:
    """Who takes them over."""
    return _named(f).get("taker")


def _named(f: Filling) -> Mapping[str, str]:
    """The people spoken of: after “to” who takes over; before that, or alone, who gives."""
    found: dict[str, str] = {}
    for start, name in _people(f):
        role = "taker" if TAKER.search(f.bare, 0, start) and not _gives(f, start) else "giver"
        found.setdefault(role, name)
    return found


def _gives(f: Filling, start: int) -> bool:
    return OWNERLESS.search(f.bare, 0, start) is not None


def _people(f: Filling) -> list[tuple[int, str]]:
    """The addresses and names, with where they begin, in their order."""
    sentence, runs = f.analysis.sentence, f.analysis.name_runs
    emails = [(token.start, token.typed) for token in sentence.of_kind("email")]
    names = zip(runs, people.names(sentence, runs), strict=False)
    named = [(f.analysis.tokens[run[0]].start, name.removesuffix("'s")) for run, name in names]
    return sorted([*emails, *named])


PLANS: Mapping[str, Callable[[Filling], Any]] = {
    "text": text,
    "session": session,
    "item": item,
    "test": test,
    "lead": lead,
    "shift": shift,
    "assignee": assignee,
    "giver": giver,
    "taker": taker,
}
"""The slots of a plan, by name."""
