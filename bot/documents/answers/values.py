"""What people answer, read: words, a language, a yes or a no."""

import json
import re
from functools import lru_cache

from bot.documents.lines import cut, one_line
from bot.model.words import Language
from bot.understanding.cleaning import fold

WORD = re.compile(r"[a-z]+")
CODE = re.compile(r"\s*(en|fr)([-_][a-z]{2})?\s*")
ENGLISH = frozenset({"english", "anglais", "anglaise", "eng"})
FRENCH = frozenset({"french", "francais", "francaise", "fra"})
YES = frozenset({"yes", "oui", "true", "vrai"})
NO = frozenset({"no", "non", "false", "faux"})
AGREED = frozenset({"agree", "accept", "consent", "accepte", "consens"})
NOT = frozenset({"not", "don", "pas", "refuse"})
NO_NEED = re.compile(
    r"\W*(no|non|none|nil|nothing|aucune?|aucun besoin|rien|n\W?a|n/a|s\W?o|not applicable"
    r"|sans objet|no,? thanks?( you)?|non,? merci)\W*"
)
TURNED_DOWN = frozenset(
    (
        *("rejected", "denied", "refused", "declined", "cancelled", "canceled"),
        *("rejete", "rejetee", "refuse", "refusee", "annule", "annulee"),
    )
)
PENDING = frozenset(
    (
        *("pending", "pending approval", "awaiting approval", "waiting for approval"),
        *("en attente", "en attente d'approbation", "en attente d\u2019approbation"),
    )
)
ACCEPTED = frozenset({"approved", "approuve", "approuvee"})
NOBODY = frozenset({"", "anonymous", "anonyme"})
"""What Microsoft Forms writes where it did not record who answered."""
LONGEST_LIST = 10_000
"""Characters of a list in JSON; Microsoft Forms takes 4,000 in an answer."""


def words(value: object, longest: int) -> str:
    """An answer on one line; one of several choices with ``; `` between them.

    Microsoft Forms ends each choice with a semicolon in Excel, and gives Power Automate a list in
    JSON as a text.
    """
    text = "" if value is None else str(value)
    if text.startswith("[") and (choices := _listed(text)):
        text = "; ".join(choices)
    elif text.endswith(";"):
        text = "; ".join(choice.strip() for choice in text.split(";") if choice.strip())
    return cut(one_line(text.strip()), longest)


def is_told(text: str) -> bool:
    """Whether there is an answer at all."""
    return text.strip().casefold() not in NOBODY


@lru_cache(maxsize=1024)
def language_of(text: str) -> Language | None:
    """The language that is named, in either; None for none or both."""
    plain = fold(text)
    if code := CODE.fullmatch(plain):
        return "en" if code[1] == "en" else "fr"
    named = set(WORD.findall(plain))
    english, french = bool(named & ENGLISH), bool(named & FRENCH)
    if english == french:
        return None
    return "en" if english else "fr"


@lru_cache(maxsize=1024)
def agreed(text: str) -> bool | None:
    """Whether it is a yes, in either language; None where it is not plainly one or the other."""
    said = set(WORD.findall(fold(text)))
    yes, no = bool(said & YES), bool(said & NO)
    if yes != no:
        return yes
    if yes or not said & AGREED:
        return None
    return not said & NOT


def need(text: str) -> str:
    """What is needed; nothing where the answer only says so."""
    return "" if NO_NEED.fullmatch(fold(text)) else text


def turned_down(text: str) -> bool:
    """Whether Webex, or the host in it, did not take the registration."""
    return fold(text).strip() in TURNED_DOWN


def pending(text: str) -> bool:
    """Whether the host has still to decide about the registration in Webex."""
    return fold(text).strip() in PENDING


def is_status(text: str) -> bool:
    """Whether it says what Webex, or the host in it, decided about a registration."""
    return fold(text).strip() in TURNED_DOWN | PENDING | ACCEPTED


def _listed(text: str) -> list[str]:
    try:
        found = json.loads(text) if len(text) <= LONGEST_LIST else None
    except (ValueError, RecursionError):
        return []
    texts = found if isinstance(found, list) else []
    return [each for each in texts if isinstance(each, str)]
