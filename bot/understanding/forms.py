"""The forms a verb takes, so that word lists name each verb once.

A list names a verb by its plain form ("cancel", "annuler"). What is irregular follows it, in full:
the forms of an order in round brackets, those of the past in square ones, as in
``mettre (mets, mettez, mettons) [mis, mise]``. Words after the verb stay as they are ("set up").
"""

import re
from collections.abc import Iterator

from bot.model.words import Language

IRREGULAR = {
    "mettre": ("mets mettez mettons mette mettes", "mis mise mises"),
    "faire": ("fais faites faisons fasse fasses", "fait faite faites"),
    "prendre": ("prends prenez prenons prenne", "pris prise"),
    "rendre": ("rends rendez rendons rende", "rendu rendue"),
    "tenir": ("tiens tenez tenons tienne", "tenu tenue"),
    "retenir": ("retiens retenez retenons retienne", "retenu retenue"),
    "prévenir": ("préviens prévenez prévenons prévienne", "prévenu"),
    "dire": ("dis dites disons dise", "dit"),
    "voir": ("vois voyez voyons voie", "vu"),
    "revoir": ("revois revoyez revoyons", "revu"),
    "prévoir": ("prévois prévoyez prévoyons prévoie", "prévu prévue prévues"),
    "écrire": ("écris écrivez écrivons écrive", "écrit écrite"),
    "inscrire": ("inscris inscrivez inscrivons inscrive", "inscrit inscrite"),
    "lire": ("lis lisez lisons lise", "lu lue"),
    "ouvrir": ("ouvre ouvrez ouvrons ouvres", "ouvert ouverte"),
    "offrir": ("offre offrez offrons offres", "offert offerte"),
    "sortir": ("sors sortez sortons sorte", "sorti sortie"),
    "partir": ("pars partez partons parte", "parti partie"),
    "envoyer": ("envoie envoies envoyez envoyons", "envoyé envoyée envoyés envoyées"),
    "renvoyer": ("renvoie renvoies renvoyez renvoyons", "renvoyé renvoyée"),
    "jeter": ("jette jetez jetons jettes", "jeté jetée"),
    "appeler": ("appelle appelez appelons appelles", "appelé appelée"),
    "rappeler": ("rappelle rappelez rappelons rappelles", "rappelé rappelée"),
    "remettre": ("remets remettez remettons remette", "remis remise"),
    "transmettre": ("transmets transmettez transmettons transmette", "transmis transmise"),
    "soumettre": ("soumets soumettez soumettons soumette", "soumis soumise"),
    "aller": ("va allez allons aille", "allé allée"),
}
"""The French verbs of several word lists that are not regular: forms of an order, of the past."""
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
    if verb in IRREGULAR:
        yield from IRREGULAR[verb][0].split()
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
    if language == "fr" and verb in IRREGULAR:
        yield from IRREGULAR[verb][1].split()
        return
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
