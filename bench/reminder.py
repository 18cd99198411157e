"""A bilingual reminder with its invite, and the many people it goes to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.documents.letter import Envelope, Mailing
from bot.model.outbox import Invite, Letter, Person
from bot.services.mail import House

HOUSE = House(Person("circuit@example.org", "Circuit"), "team@example.org")
NOW = datetime(2027, 2, 24, 14, 0, tzinfo=UTC)
STARTS = datetime(2027, 2, 25, 18, 0, tzinfo=UTC)
BLANKS = ("name", "department", "token")
BODY = """\
Hello ((name)),

This is a reminder: “On the Circuit: biometrics” is on Thursday, February 25, 2027, 1 p.m. (ET).

• Join: https://circuit.example.org/j/42?r=((token))
• Ask a question in advance: https://circuit.example.org/s/42
• Captions and interpretation are offered; the page of the session says how.

You registered as ((name)), ((department)).

You can't come after all? Give your place up: https://circuit.example.org/c/42?r=((token))

The mini discussions take 45 minutes, are interactive and open to everyone in the public service.
Recordings are on the session's page a week later. Write to us if you need anything to take part.

---

Bonjour ((name)),

Ceci est un rappel\u00a0: «\u00a0En circuit\u00a0: la biométrie\u00a0» a lieu le jeudi 25 février \
2027 à 13 h (HE).

• Pour vous joindre à nous\u00a0: https://circuit.example.org/j/42?r=((token))
• Pour poser une question à l'avance\u00a0: https://circuit.example.org/s/42
• Le sous-titrage et l'interprétation sont offerts; la page de la séance dit comment.

Vous êtes inscrit sous le nom de ((name)), ((department)).

Vous ne pouvez plus venir? Libérez votre place\u00a0: https://circuit.example.org/c/42?r=((token))

Les mini-discussions durent 45 minutes, sont interactives et ouvertes à toute la fonction publique.
L'enregistrement paraît sur la page de la séance une semaine plus tard. Écrivez-nous s'il vous faut
quoi que ce soit pour participer."""
LETTER = Letter(
    "Reminder: biometrics, Thursday at 1 p.m. | Rappel\u00a0: la biométrie, jeudi à 13 h",
    BODY,
    ("en", "fr"),
    Invite(
        uid="session-42@example.org",
        sequence=0,
        method="REQUEST",
        starts=STARTS,
        ends=STARTS + timedelta(minutes=45),
        summary="On the Circuit: biometrics / En circuit\u00a0: la biométrie",
        description="A mini discussion of 45 minutes.\nUne mini-discussion de 45 minutes.",
        location="https://circuit.example.org/s/42",
        attendee=Person(""),
    ),
)
ENVELOPE = Envelope(
    sender=HOUSE.sender,
    to=Person(""),
    reply_to=HOUSE.reply_to,
    message_id="",
    date=NOW,
    mailing=Mailing("mini.example.org", "https://circuit.example.org/u/((token))"),
)
NAMES = ("Marie Tremblay", "Priya Singh", "Chloé Côté", "Liam MacDonald", "Étienne Nguyen-Gagnon")
DEPARTMENTS = ("Statistics Canada / Statistique Canada", "Transports Canada", "ESDC / EDSC")
PEOPLE = 1000


@dataclass(frozen=True, slots=True)
class Reader:
    """One of the many people."""

    person: Person
    message_id: str
    values: Mapping[str, str]


def readers() -> list[Reader]:
    """Many people, with what is their own in the letter."""
    found = []
    for number in range(PEOPLE):
        name, department = NAMES[number % len(NAMES)], DEPARTMENTS[number % len(DEPARTMENTS)]
        to = Person(f"person.{number:06}@dept-{number % 97}.example.org", name)
        own = {"name": name, "department": department, "token": f"{number:032x}"}
        found.append(Reader(to, f"<{number:032x}@example.org>", own))
    return found
