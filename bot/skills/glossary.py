"""Terms with a fixed pair: “add to the glossary: cloud = nuage”, “show the glossary”.

« ajoute au lexique : cloud = nuage »; « retire « nuage » du lexique ». Several lines at once are
taken too, also two columns copied from a spreadsheet.
"""

import re
from collections.abc import Iterator

from bot import understanding
from bot.context import ORGANISERS, Heard, Skill, Turn, merge, undoable
from bot.describing.showing import glossary
from bot.describing.typography import typeset
from bot.errors import Refusal
from bot.model.glossary import Glossary
from bot.model.outcome import Outcome
from bot.model.words import Both
from bot.planning.drafts import noted

NAME = "glossary"
MOST, LONGEST, SHOWN = 500, 100, 60
BETWEEN = (
    re.compile(r"\t+"),
    re.compile(r"\s*(?:=|⇔|↔|→|->)\s*"),
    re.compile(r";"),
    re.compile(","),
)
"""What may stand between the two sides of a pair, the surest first."""
HEADINGS = frozenset({"en", "fr", "english", "french", "anglais", "français", "francais"})
QUOTES = ' \t“”«»"\u00a0'


def show(turn: Turn) -> Outcome:
    """The pairs, in the order of the alphabet."""
    terms = glossary(turn.context).terms
    if not terms:
        return turn.say(f"{NAME}.empty")
    return turn.say(f"{NAME}.all", terms=terms[:SHOWN], more=max(0, len(terms) - SHOWN))


def add(turn: Turn) -> Outcome:
    """The pairs are kept; each takes the place of those it has a side of."""
    told = _told(turn)
    if not told:
        return turn.ask("told", f"{NAME}.what")
    pairs = list(_pairs(told))
    before = after = glossary(turn.context)
    for pair in pairs:
        after = after.with_(pair)
    if len(after.terms) > MOST:
        raise Refusal(f"{NAME}.too_many", most=MOST)
    if after.terms == before.terms:
        return turn.say(f"{NAME}.known", pair=pairs[0])
    return _changed(turn, before, after, f"{NAME}.added", pairs)


def _told(turn: Turn) -> str:
    """What was told, with the tabs that a spreadsheet puts between columns."""
    raw = turn.incoming.text
    told = str(turn.slots.get("told", ""))
    return raw.partition(":")[2] if "\t" in raw and told and not turn.filled else told


def _pairs(told: str) -> Iterator[Both]:
    """The pair of each line; raises Refusal with the line that is none."""
    for line in filter(None, map(str.strip, told.splitlines())):
        sides = _sides(line)
        if sides is None:
            raise Refusal(f"{NAME}.no_pair", line=line[:LONGEST])
        if not {side.casefold() for side in sides} <= HEADINGS:
            yield _in_order(*sides)


def _sides(line: str) -> tuple[str, str] | None:
    for between in BETWEEN:
        sides = [side.strip(QUOTES).rstrip(".") for side in between.split(line)]
        if len(sides) == 2 and all(0 < len(side) <= LONGEST for side in sides):
            return sides[0], sides[1]
    return None


def _in_order(first: str, second: str) -> Both:
    """The pair with English first, whichever was typed first."""
    turned = understanding.language_of(first) == "fr" or understanding.language_of(second) == "en"
    english, french = (second, first) if turned else (first, second)
    return Both(english, typeset(french, "fr"))


def remove(turn: Turn) -> Outcome:
    """The pair is kept no more; either side names it."""
    words = str(turn.slots.get("text", "")).strip(QUOTES)
    if not words:
        return turn.ask("text", f"{NAME}.which")
    before = glossary(turn.context)
    pair = before.named(words)
    if pair is None:
        raise Refusal(f"{NAME}.unknown", words=words[:LONGEST])
    return _changed(turn, before, before.without(pair), f"{NAME}.removed", [pair])


def _changed(turn: Turn, before: Glossary, after: Glossary, key: str, pairs: list[Both]) -> Outcome:
    """The glossary as it is now, said and undoable."""
    now = after.at_version(before.version + 1)
    undo = undoable(turn, turn.words(f"{NAME}.undo", pairs=pairs), (before, now))
    saves = (now, undo, noted(turn, "glossary.changed", NAME))
    return merge(Outcome(saves=saves), turn.say(key, pairs=pairs[:SHOWN], count=len(pairs)))


SKILL = Skill(
    NAME,
    hears={
        "info.glossary": Heard(show, ORGANISERS),
        "glossary.add": Heard(add, ORGANISERS),
        "glossary.remove": Heard(remove, ORGANISERS),
    },
)
