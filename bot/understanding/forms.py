"""The forms a verb takes, so that word lists name each verb once.

A list names a verb by its plain form ("cancel", "annuler"). What is irregular follows it, in full:
the forms of an order in round brackets, those of the past in square ones, as in
``mettre (mets, mettez, mettons) [mis, mise]``. Words after the verb stay as they are ("set up").
"""

import re
from collections.abc import Iterator

from bot.model.words import Language

ENTRY = re.compile(r"([^(\[]+)(?:\(([^)]*)\))?\s*(?:\[([^\]]*)\])?")
VOWELS = "aeiou"


def forms(entry: str, language: Language) -> Iterator[tuple[str, bool]]:
    """Every form of the verb, folded; True for those that can be an order."""
    parts = ENTRY.fullmatch(entry.strip())
    if parts is None:
        raise ValueError(f"not a verb of a word list: {entry}")
    verb, _, rest = parts[1].strip().partition(" ")
    orders = _listed(parts[2]) or _with(rest, _orders(verb, language))
    pasts = _listed(parts[3]) + _with(rest, _pasts(verb, language))
    for form in dict.fromkeys([parts[1].strip(), *orders]):
        yield form, True
    for form in dict.fromkeys(pasts):
        if form not in orders and form != verb:
            yield form, False


def _with(rest: str, verbs: Iterator[str]) -> list[str]:
    return [f"{verb} {rest}".strip() for verb in verbs]


def _listed(part: str | None) -> list[str]:
    return [form.strip() for form in (part or "").split(",") if form.strip()]


def _orders(verb: str, language: Language) -> Iterator[str]:
    """The forms of an order: tu, vous, nous, and after "que"; English has only the plain form."""
    if language == "en":
        return
    stem = verb[:-2]
    if verb.endswith("er"):
        strong = stem[:-1] + "i" if stem.endswith("y") else stem
        yield from (strong + "e", strong + "es", stem + "ez", stem + "iez", stem + "ons")
        if stem.endswith("g"):
            yield stem + "eons"
    elif verb.endswith("ir"):
        yield from (stem + "is", stem + "issez", stem + "issons", stem + "isse", stem + "isses")
    elif verb.endswith("re"):
        yield from (stem + "s", stem + "ez", stem + "ons", stem + "e", stem + "es")


def _pasts(verb: str, language: Language) -> Iterator[str]:
    """The forms of the past and those in -ing."""
    if language == "fr":
        ending = {"er": "é", "ir": "i", "re": "u"}.get(verb[-2:], "")
        if ending:
            yield from (verb[:-2] + ending, verb[:-2] + ending + "e")
        return
    stem = verb[:-1] if verb.endswith("e") else verb
    yield from (stem + "ed", stem + "ing")
    if verb.endswith("y") and verb[-2] not in VOWELS:
        yield verb[:-1] + "ied"
    if len(verb) > 2 and verb[-1] not in VOWELS + "wxy" and verb[-2] in VOWELS:
        yield from (verb + verb[-1] + "ed", verb + verb[-1] + "ing")
