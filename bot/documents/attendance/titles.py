"""How the columns of reports are called, in the languages they were seen in.

Titles follow the language of the host. Sources: for Webex two public parsers, one of an English
report and one that quotes a Portuguese one whole (help article n1trzpx names the columns); French
titles of Webex, and those of Teams and Zoom, as their products show them, not seen in a file of
ours: an unknown title is looked for by its place (``POSITIONS``).
"""

from collections.abc import Mapping, Sequence

from bot.documents.answers.titles import key
from bot.documents.tables import Cell

TITLES: Mapping[str, tuple[str, ...]] = {
    "name": (
        *("display name", "name", "full name", "user name original name", "name original name"),
        *("user name", "participant", "attendee name", "nom d affichage", "nom complet"),
        *("nom d utilisateur nom d origine", "nom de l utilisateur", "nom nom d origine"),
        *("nome de exibicao", "nom du participant"),
    ),
    "first_name": ("first name", "prenom", "nome"),
    "last_name": ("last name", "nom", "nom de famille", "sobrenome"),
    "address": (
        *("attendee email", "email", "e mail", "user email", "email address"),
        *("e mail du participant", "courriel du participant", "courriel", "adresse electronique"),
        *("adresse de messagerie", "adresse e mail", "e mail do convidado"),
    ),
    "account": (
        *("participant id upn", "user principal name", "upn", "id participant upn"),
        *("id du participant upn", "id de participant upn"),
    ),
    "join": (
        *("join time", "join date time", "heure d arrivee", "heure d entree", "hora da entrada"),
        *("heure de connexion", "heure de participation", "heure pour rejoindre"),
    ),
    "leave": (
        *("leave time", "leave date time", "heure de depart", "heure de sortie", "hora da saida"),
        *("heure de deconnexion",),
    ),
    "first": ("first join", "first join time", "premiere participation", "premiere connexion"),
    "last": ("last leave", "last leave time", "dernier depart", "derniere sortie"),
    "minutes": (
        *("attendance duration", "duration", "duration minutes", "time in session minutes"),
        *("in meeting duration", "duree de presence", "duree", "duree minutes"),
        *("duree dans la reunion", "duree de la reunion", "duracao da presenca"),
        *(
            "temps passe dans la session minutes",
            "duree de participation",
            "total duration minutes",
        ),
    ),
    "attended": ("attended", "a participe", "present", "participation"),
}
POSITIONS = {"name": 3, "first_name": 4, "last_name": 5, "address": 7, "join": 8, "leave": 9,
             "minutes": 10}  # fmt: skip
"""Where Webex has its columns, whatever they are called; it may add more behind the thirteenth."""
WEBEX_WIDTH = 13

_FIELDS = {title: field for field, titles in TITLES.items() for title in titles}
Columns = Mapping[str, int]


def is_report(titles: Sequence[Cell]) -> bool:
    """Whether these are the titles of a report of who came: it says when they came and left."""
    found = columns_of(titles) or {}
    came = found.keys() & {"join", "first"}
    return bool(came) and bool(found.keys() & {"leave", "last", "minutes"})


def columns_of(cells: Sequence[Cell]) -> Columns | None:
    """The places of the columns, if these cells are titles of people who joined; else None.

    A single “Nom” is a whole name; beside “Prénom” it is the family name.
    """
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        field = _FIELDS.get(key(cell)) if isinstance(cell, str) and cell else None
        if field is not None:
            found.setdefault(field, place)
    if "first_name" not in found and "last_name" in found:
        found.setdefault("name", found.pop("last_name"))
    if "last_name" not in found and "first_name" in found:
        found.setdefault("name", found.pop("first_name"))
    timed = found.keys() & {"join", "first", "minutes"}
    called = found.keys() & {"name", "first_name", "address"}
    return found if timed and called else None
