"""The registration report of a Webex webinar, as Webex writes it: UTF-16LE, tabs, in two languages.

No such file is published; the fields are those the help of Webex names (n1trzpx, “Export
registration report”), the writing is that of its attendance report: a byte order mark, tabs, and
dates as formulas that Excel leaves alone.
"""

import codecs
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from bot.documents.answers import Entry, Refused, entries, recognised
from bot.documents.tables import read
from bot.model.words import Phrase

AT = datetime(2027, 1, 27, 18, 0, 5, tzinfo=UTC)
WHEN = '="2027-01-27 13:00:05"'
EN = (
    *("First Name", "Last Name", "Email", "Approval Status", "Registration Time", "Source ID"),
    *("Which department do you work for?", "Do you need an accommodation?"),
)
FR = (
    *("Prénom", "Nom", "Adresse électronique", "État de l’approbation", "Heure d’inscription"),
    *(
        "ID source",
        "Pour quel ministère travaillez-vous\u00a0?",
        "Avez-vous besoin d’une mesure d’adaptation\u00a0?",
    ),
)
WEBINAR_EN = (
    *("Webinar Name", "Webinar Start Time", "Registration ID", "First Name", "Last Name"),
    *("Email Address", "Registration Status", "Registration Date and Time"),
)
WEBINAR_FR = (
    *("Nom du webinaire", "Heure de début du webinaire", "Numéro d’inscription", "Prénom", "Nom"),
    *("Adresse courriel", "Statut de l’inscription", "Date et heure de l’inscription"),
)


def report(*rows: Sequence[str]) -> bytes:
    """The bytes of a report."""
    lines = "".join("\t".join(row) + "\r\n" for row in rows)
    return codecs.BOM_UTF16_LE + lines.encode("utf-16-le")


def found(*rows: Sequence[str]) -> tuple[list[Entry], list[Refused], tuple[str, ...]]:
    """The people, the rows that are refused, the titles a person would be asked about."""
    sheet = read("report.csv", report(*rows))
    columns = recognised(sheet.headers, sheet.rows[:50])
    return *entries(sheet, columns), columns.unknown


@pytest.mark.parametrize(
    ("titles", "approved", "pending", "rejected"),
    [
        (EN, "Approved", "Pending", "Rejected"),
        (FR, "Approuvé", "En attente", "Rejeté"),
        (FR, "Approuvée", "En attente d’approbation", "Refusée"),
    ],
)
def test_the_report_gives_those_whom_the_host_let_in(
    titles: Sequence[str], approved: str, pending: str, rejected: str
) -> None:
    people, refused, unknown = found(
        titles,
        ("Ana", "Lee", "Ana@Example.org", approved, WHEN, "newsletter", "CSPS", "Captions"),
        ("Tom", "Baker", "tom@example.org", pending, WHEN, "", "", ""),
        ("Sam", "Roy", "sam@example.org", rejected, WHEN, "", "", ""),
    )
    assert people == [
        Entry(
            row=2,
            address="ana@example.org",
            name="Ana Lee",
            department="CSPS",
            needs="Captions",
            at=AT,
        )
    ]
    assert refused == [
        Refused(3, titles[3], Phrase("answers.pending", {"status": pending})),
        Refused(4, titles[3], Phrase("answers.turned_down", {"status": rejected})),
    ]
    assert unknown == ()


@pytest.mark.parametrize(
    ("titles", "approved"), [(WEBINAR_EN, "Approved"), (WEBINAR_FR, "Approuvé")]
)
def test_what_the_report_says_of_the_webinar_is_passed_over(
    titles: Sequence[str], approved: str
) -> None:
    people, refused, unknown = found(
        titles,
        ("Trust", WHEN, "1042", "Ana", "Lee", "ana@example.org", approved, WHEN),
        ("Trust", WHEN, "1043", "Ben", "Roy", "ben@example.org", approved, WHEN),
    )
    assert people == [
        Entry(row=2, address="ana@example.org", name="Ana Lee", response="1042", at=AT),
        Entry(row=3, address="ben@example.org", name="Ben Roy", response="1043", at=AT),
    ]
    assert (refused, unknown) == ([], ())


def test_a_status_under_an_unknown_title_is_known_by_what_it_holds() -> None:
    titles = ("Prénom", "Nom", "Courriel", "Décision de l’hôte", "Remarques")
    people, refused, unknown = found(
        titles,
        ("Ana", "Lee", "ana@example.org", "Approuvé", "Refusé"),
        ("Sam", "Roy", "sam@example.org", "Annulé", "rien à signaler"),
    )
    assert [each.address for each in people] == ["ana@example.org"]
    assert [(each.row, each.column) for each in refused] == [(3, "Décision de l’hôte")]
    assert unknown == ("Remarques",)
