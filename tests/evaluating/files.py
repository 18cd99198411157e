"""Exports in the layouts in which Microsoft Forms writes them, in both languages."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from openpyxl import Workbook

ENGLISH = ("ID", "Start time", "Completion time", "Email", "Name")
FRENCH = ("ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom",
          "Heure de la dernière modification")  # fmt: skip
ASKED = (
    "Overall, how satisfied are you with the session?",
    "How would you rate the speakers?",
    "Did you use the captions?",
    "What would you improve?",
)
DEMANDES = (
    "Dans l’ensemble, êtes-vous satisfait de la séance?",
    "Comment notez-vous les conférencières et conférenciers?",
    "Avez-vous utilisé les sous-titres?",
    "Que pourrions-nous améliorer?",
)
BEGAN = datetime(2027, 2, 25, 13, 50)  # noqa: DTZ001 - Excel knows no zones


@dataclass(frozen=True)
class Told:
    """What one person answered."""

    overall: str
    speakers: str = ""
    captions: str = ""
    comment: str = ""


def _rows(told: Sequence[Told], titles: Sequence[str]) -> list[list[object]]:
    found = []
    for number, each in enumerate(told, 1):
        start = BEGAN + timedelta(minutes=number)
        own: list[object] = [number, start, start + timedelta(minutes=2), "anonymous", ""]
        own += [""] * (len(titles) - len(own))
        found.append([*own, each.overall, each.speakers, each.captions, each.comment])
    return found


def workbook(
    told: Sequence[Told], titles: Sequence[str] = ENGLISH, asked: Sequence[str] = ASKED
) -> bytes:
    """An export as “Open in Excel” downloads it: ratings are numbers, times are Excel's."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([*titles, *asked])
    for row in _rows(told, titles):
        sheet.append(
            [int(each) if isinstance(each, str) and each.isdigit() else each for each in row]
        )
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def saved_as_csv(
    told: Sequence[Told], titles: Sequence[str] = FRENCH, asked: Sequence[str] = DEMANDES
) -> bytes:
    """The same, saved as csv by a French Excel: semicolons, cp1252, one BOM less."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow([*titles, *asked])
    for row in _rows(told, titles):
        writer.writerow(
            [
                each.strftime("%d/%m/%Y %H:%M:%S") if isinstance(each, datetime) else each
                for each in row
            ]
        )
    return written.getvalue().encode("cp1252", "replace")
