"""How the columns of registration forms are called, in both languages.

Titles are compared as ``key`` makes them: small letters without accents, words apart. Sources:
headers of Microsoft Forms' exports, which follow the language of the person who exports, in files
published in English and in French; fields of ``Get response details`` in Power Automate; for
Webex the fields its help names, not seen in a file (n1trzpx, "Export registration report").
"""

import re

from bot.documents.answers.columns import Field
from bot.understanding.cleaning import fold

BETWEEN_WORDS = re.compile(r"[\W_]+")
REPEATED = re.compile(r"(?<=[a-z])\d+$")
"""The number behind a title that was there before."""

FIXED: dict[Field, tuple[str, ...]] = {
    "address": (
        "email",
        "e mail",
        "email address",
        "attendee email",
        "adresse de messagerie",
        "adresse electronique",
        "adresse e mail",
        "adresse courriel",
        "courriel",
        "responder",
    ),
    "name": ("name", "display name", "nom", "nom d affichage"),
    "first_name": ("first name", "prenom"),
    "last_name": ("last name", "nom de famille"),
    "language": ("language", "langue"),
    "response": (
        *("id", "response id", "registration id"),
        *("id d inscription", "id de l inscription", "numero d inscription"),
    ),
    "at": (
        "completion time",
        "heure de fin",
        "registration time",
        "registration date",
        "registration date and time",
        "heure d inscription",
        "heure de l inscription",
        "date d inscription",
        "date de l inscription",
        "date et heure d inscription",
        "date et heure de l inscription",
        "submitdate",
        "submitted",
    ),
    "status": (
        *("status", "approval status", "registration status", "etat", "statut"),
        *("etat d approbation", "etat de l approbation", "etat de l inscription"),
        *("statut d approbation", "statut de l approbation", "statut de l inscription"),
    ),
    "aside": (
        "start time",
        "heure de debut",
        "last modified time",
        "heure de la derniere modification",
        "total points",
        "total des points",
        "quiz feedback",
        "commentaires du questionnaire",
        "grade posted time",
        *("source id", "id source", "id de la source", "id de source", "identifiant de la source"),
        *("meeting name", "webinar name", "nom de la reunion", "nom du webinaire"),
        *("meeting start time", "webinar start time", "meeting end time", "webinar end time"),
        *("heure de debut de la reunion", "heure de debut du webinaire"),
        *("heure de fin de la reunion", "heure de fin du webinaire"),
    ),
}
"""Titles that the program gives, whatever the form asks."""

QUIZ = re.compile(r"(points|feedback|commentaires) - ", re.IGNORECASE)
"""What a quiz adds beside each question."""

ASKED: dict[Field, re.Pattern[str]] = {
    "address": re.compile(r"\b(e ?mail|courriel|adresse (electronique|de messagerie))"),
    "name": re.compile(
        r"^(name|nom|contact|contact person|personne ressource)$"
        r"|\b(full name|your name|first and last name|nom complet|votre nom"
        r"|prenom et nom|nom et prenom)\b"
    ),
    "first_name": re.compile(r"\b(first|given) name\b|^(votre )?prenom(?! et nom)\b"),
    "last_name": re.compile(r"(?<!and )\b(last|family) name\b|\bsurname\b|\bnom de famille\b"),
    "language": re.compile(r"\b(language|langue|english or french|francais ou (en )?anglais)\b"),
    "department": re.compile(
        r"\b(department|ministere|organi[sz]ation|organisme|agency|agence|institution|employeu?r\b)"
    ),
    "needs": re.compile(
        r"\b(accomm?od|adaptation|accessib|special needs|besoins? particulier|disabilit|handicap"
        r"|sign language|langue des signes|langage gestuel)"
    ),
    "consent": re.compile(
        r"^(?=.*\b(invit|contact|inform|notif|recei|recev|communi|agree|accept|consent|courant))"
        r"(?=.*\b(future?s?|upcoming|next|prochaine?s?|a venir)\b)"
    ),
    "origin": re.compile(
        r"\b(how did you (hear|learn|find)|heard (about|of)|link followed|lien suivi"
        r"|comment avez vous (entendu|appris|su|decouvert|connu)|entendu parler)\b"
    ),
    "question": re.compile(
        r"^(?=.*\bquestions?\b)(?=.*\b(speaker|presenter|panel|guest|conferenci|presentat|invitee?s?\b))"
    ),
}
"""What a question is about, by words in it."""

OVERRULED: dict[Field, tuple[Field, ...]] = {
    "needs": ("language",),
    "consent": ("address",),
    "department": ("name",),
}
"""What the words of another subject mean nothing beside: a sign language is a need."""


def key(title: str) -> str:
    """A title as it is compared."""
    return REPEATED.sub("", BETWEEN_WORDS.sub(" ", fold(title)).strip())


GIVEN = {title: field for field, titles in FIXED.items() for title in titles}


def given(title: str) -> Field | None:
    """What a column holds whose title the program gave."""
    return "aside" if QUIZ.match(title) else GIVEN.get(key(title))


def asked(title: str) -> Field | None:
    """What a question asks for, where its words speak of one thing only."""
    words = key(title)
    about = [field for field, pattern in ASKED.items() if pattern.search(words)]
    beside = {other for field in about for other in OVERRULED.get(field, ())}
    left = [field for field in about if field not in beside]
    return left[0] if len(left) == 1 else None
