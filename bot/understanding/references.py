"""Which session a message speaks of: by number, "the next one", by its day."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.understanding.places import DATE, MONTH, Span

ONES = {
    word: number
    for language in (
        "one two three four five six seven eight nine ten eleven twelve",
        "un deux trois quatre cinq six sept huit neuf dix onze douze",
    )
    for number, word in enumerate(language.split(), 1)
}
COUNTED = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6,
    "premiere": 1, "deuxieme": 2, "seconde": 2, "troisieme": 3, "quatrieme": 4, "cinquieme": 5,
}  # fmt: skip
NOT_A_NUMBER = (
    rf"(?!\d|\s*(?:h\b|h\d|heures?\b|:\d|[ap]\.?m\b|min|hours?\b|%|st\b|nd\b|rd\b|th\b|[/-]\d|er?\b"
    rf"|{MONTH}|o'clock|months?|weeks?|days?|jours?|semaines?|mois|sessions?|seances?|fois|times"
    r"|sur\s+\d|rencontres|causeries|discussions|questions?|options?|choices?|choix|themes?))"
)
ONE = "|".join(ONES)
OUT_OF = (
    rf"\s+(?:of|out of|sur|de|/)\s+(?P<of>\d{{1,2}}|{ONE})(?!\s*(?:h\b|h\d|:|[ap]\.?m))"
    r"(?:\s+(?:sessions|seances))?"
)
SERIES = r"\s+(?:of|in|de|dans)\s+(?:the|this|la|cette|our|notre)\s+(?:series|serie)"
SIGN = r"(?:number|numero|num|no\.?|nº|n°|#)"
MISTYPED = "\ua74f"
"""Stands, as often as it is long, for a mistyped word for a session."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A session spoken of; ``value`` as a slot holds it, empty where ``day`` must be read first."""

    span: Span
    value: str = ""
    day: Span | None = None
    position: int = 0
    count: int = 0
    sure: bool = True


def mentions(bare: str, nouns: tuple[str, ...]) -> list[Mention]:
    """The sessions that the message speaks of, in its order, each once."""
    found = sorted(_all(bare, nouns), key=lambda one: (one.span[0], -one.span[1]))
    kept: list[Mention] = []
    for one in found:
        if not kept or one.span[0] >= kept[-1].span[1]:
            kept.append(one)
    return kept


def _all(bare: str, nouns: tuple[str, ...]) -> Iterator[Mention]:
    patterns = _patterns(nouns)
    yield from _by_number(bare, patterns)
    for found in patterns["counted"].finditer(bare):
        place = COUNTED.get(found["nth"]) or int(re.sub(r"\D", "", found["nth"]))
        yield Mention(found.span(), position=place, count=_number(found["of"]))
    for value in ("next", "last"):
        for found in patterns[value].finditer(bare):
            yield Mention(found.span(), value)
    for name in ("day_first", "day_last"):
        for found in patterns[name].finditer(bare):
            yield Mention(found.span(), day=found.span("day"))
    for found in patterns["signed"].finditer(bare):
        yield Mention(found.span(), found["n"], sure=False)


def _by_number(bare: str, patterns: Mapping[str, re.Pattern[str]]) -> Iterator[Mention]:
    for name in ("numbered", "placed"):
        for found in patterns[name].finditer(bare):
            number, of = _number(found["n"]), _number(found["of"])
            place = number if of or found.groupdict().get("whole") else 0
            sure = name == "numbered"
            yield Mention(found.span(), str(number), position=place, count=of, sure=sure)


def _number(said: str | None) -> int:
    return ONES.get(said, 0) or int(said) if said else 0


@lru_cache(maxsize=4)
def _patterns(nouns: tuple[str, ...]) -> dict[str, re.Pattern[str]]:
    noun = rf"(?:mini[- ]?)?(?:{'|'.join(re.escape(word) for word in nouns)}|{MISTYPED}+)"
    day = rf"(?P<day>{DATE.pattern})"
    about = r"details?|info|card|page|one|fiche|speakers?|conferenciers?|presentateurs?"
    written = {
        "numbered": (
            rf"(?<!\ba )(?<!\ban )(?<!\bune )(?<!\bnew )(?<!nouvelle )(?<!another )\b{noun}"
            rf"(?:\s+|\s*{SIGN}\s*)(?P<n>\d{{1,3}}|{ONE})(?:{OUT_OF}|(?P<whole>{SERIES}))?\b{NOT_A_NUMBER}"
        ),
        "counted": (
            rf"\b(?:the\s+|la\s+)?(?P<nth>{'|'.join(COUNTED)}|\d{{1,2}}(?:st|nd|rd|th|e|eme))"
            rf"(?:\s+(?:{noun}|one))?(?:{SERIES}|{OUT_OF})\b{NOT_A_NUMBER}"
        ),
        "next": (
            rf"\b(?:(?:the|our|your|la|le|notre|votre)\s+)?(?:next|upcoming|coming|following)\s+"
            rf"(?:(?!to\b|for\b|in\b)\w+\s+)?(?:{noun}|one)\b|\b(?:(?:la|le|notre|votre|cette)\s+)?prochaine?\s+{noun}\b"
            rf"|\b{noun}\s+(?:suivante?|prochaine?|a venir)\b"
            r"|\bla (?:prochaine|suivante)\b(?! (?:fois|semaine|annee|journee|serie|etape))"
        ),
        "last": (
            rf"\b(?:(?:the|our|your|la|le|notre|votre)\s+)?(?:last|previous|latest|most recent|past)\s+"
            rf"(?:{noun}|one)\b|\b(?:(?:la|le|notre|votre)\s+)?(?:derniere?|precedente?)\s+{noun}\b"
            rf"|\b{noun}\s+(?:derniere?|precedente?|passee?)\b"
            rf"|\b(?:la|the)\s+{noun}\s+(?:qui vient de (?:finir|se terminer)|that just (?:ended|finished))"
            r"|\bla (?:derniere|precedente)\b(?! (?:fois|semaine|annee|journee|serie|etape|minute))"
        ),
        "day_first": rf"{day}(?:'s)?\s+(?:{noun}|{about})\b",
        "day_last": (
            rf"\b(?:{noun}|celle|one|that|{about})\s+(?:of|on|for|from|held on|planned for|du|de|d'|le"
            rf"|prevue?(?: pour)? (?:le|du)|au calendrier le)\s*(?:the\s+)?{day}"
        ),
        "placed": rf"\b(?:la\s+|{SIGN}\s*)?(?P<n>\d{{1,2}}|{ONE}){OUT_OF}\b{NOT_A_NUMBER}",
        "signed": rf"(?:\bla\s+|\b(?:la\s+)?{SIGN}\s*|#)(?P<n>\d{{1,3}})\b{NOT_A_NUMBER}",
    }
    return {name: re.compile(pattern) for name, pattern in written.items()}
