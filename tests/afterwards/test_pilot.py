"""The report on the pilot: recounted from the rows by another way, and read as people open it."""

import asyncio
import io
import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from bot.afterwards.figures import Figure, Source, held, numbers
from bot.afterwards.pilot import report
from bot.afterwards.told import Told
from bot.context import Context
from bot.documents.report import Report
from bot.documents.report.content import Table
from bot.documents.report.word import WIDE, widths
from bot.model.attendance import Group, Turnout
from bot.model.evaluation import Asked, Evaluation
from bot.model.outcome import Outcome
from bot.model.poll import Poll
from bot.model.question import AudienceQuestion, QuestionState
from bot.model.registration import Registration, Standing
from bot.model.setup import Setup
from bot.model.words import LANGUAGES, Both, Language
from bot.services.files.pilot_writing import written
from storage import MemoryStore, open_store
from tests.commands.shell import circuit
from tests.promoting.house import NOW

from .pilot import rows

pytestmark = pytest.mark.slow

SETUP = Setup(
    organisers=frozenset(),
    domains=frozenset(),
    local=True,
    public_url="https://x.example",
    mail_from="c@example.org",
)
TURNOUT = Turnout(
    session="1",
    at=NOW,
    registered=90,
    came=40,
    languages={"en": Group(45, 30), "fr": Group(43, 8), "-": Group(2, 2)},
    departments={"health canada": Group(86, 38), "tiny office": Group(4, 2)},
    origins={"wire": Group(50, 20), "x": Group(40, 20)},
)


def told(language: Language, *, attended: bool = False) -> Told:
    store = MemoryStore()
    more = (TURNOUT,) if attended else ()
    asyncio.run(store.run(Outcome(saves=(*rows(2, 100), *more)).regardless))
    context = Context(store.view(), NOW, SETUP, "report")
    return Told(context, [numbers(context, each) for each in held(context)], language)


def cells(found: Report, caption: str) -> list[tuple[str, ...]]:
    tables = [table for each in found.sections for table in each.tables]
    return list(next(table.rows for table in tables if table.caption == caption))


def test_every_number_is_that_of_the_rows() -> None:
    """Recounted from the raw rows, one by one, without any index."""
    raw = list(rows(2, 100))
    for each in told("en").sessions:
        number = each.session.id
        mine = [row for row in raw if isinstance(row, Registration) and row.session == number]
        standing = Counter(row.standing for row in mine)
        asked = [row for row in raw if isinstance(row, AudienceQuestion) and row.session == number]
        polls = [row for row in raw if isinstance(row, Poll) and row.session == number]
        assert each.value("registered") == standing[Standing.REGISTERED] == 90
        assert each.value("cancelled") == standing[Standing.CANCELLED]
        assert each.value("questions") == len(asked)
        assert each.value("answered") == sum(row.state is QuestionState.ANSWERED for row in asked)
        assert each.value("votes") == sum(row.count.voters for row in polls if row.count)
        here = [row for row in mine if row.standing is Standing.REGISTERED]
        assert {name: group.registered for name, group in each.languages.items()} == Counter(
            row.language or "-" for row in here
        )
        assert {name: group.registered for name, group in each.departments.items()} == Counter(
            row.department.casefold() for row in here
        )
        assert {name: group.registered for name, group in each.origins.items()} == Counter(
            row.origin.rpartition("-")[0] for row in here if row.origin
        )


def test_groups_under_five_are_counted_together() -> None:
    found = report(told("en"))
    departments = cells(found, "Registrations by department")
    assert [row[0] for row in departments] == [
        "Department",
        "Health Canada",
        "Library and Archives",
        "Smaller groups together",
    ]
    assert sum(int(row[1]) for row in departments[1:]) == 180


def test_the_show_rate_is_that_of_the_sessions_whose_attendance_is_known() -> None:
    found = report(told("en", attended=True))
    assert found.sections[0].points[1] == "Of 90 people who had registered, 40 came: 44%"
    first, second = cells(found, "Each session in numbers")[1:]
    assert first[2:4] == ("40", "44%")
    assert second[2:4] == ("not known", "not known")
    languages = cells(found, "Registrations by language")
    assert languages[1:] == [
        ("English", "45", "30", "67%"),
        ("Smaller groups together", "45", "10", "22%"),
    ]


def test_without_sessions_or_attendance_it_says_so() -> None:
    found = report(told("fr"))
    assert found.sections[0].points[1].startswith("Aucun rapport de présences")
    assert found.sections[3].paragraphs == (
        "Aucune évaluation n’a été apportée; rien ne peut donc en être dit.",
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_document_reads_well_aloud(language: Language) -> None:
    made = report(told(language, attended=True))
    document: Any = Document(io.BytesIO(asyncio.run(written(made, NOW))["docx"]))
    headings = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    assert headings == [each.heading for each in made.sections]
    tables = [table for each in made.sections for table in each.tables]
    assert [
        [[cell.text for cell in row.cells] for row in table.rows] for table in document.tables
    ] == [[list(row) for row in table.rows] for table in tables]
    assert all(
        table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in document.tables
    )
    alts = [each.get("descr") for each in document.element.iter(qn("wp:docPr"))]
    assert alts == [table.bars.alt for table in tables if table.bars]
    assert {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))} == {
        f"{language}-CA"
    }
    assert document.core_properties.language == f"{language}-CA"
    assert document.core_properties.title == made.title


def test_no_word_in_a_column_of_numbers_is_broken() -> None:
    table = Table("Numbers", (("Session", "Inscriptions", "Came"), ("1. A long title", "90", "40")))
    assert widths(table) == pytest.approx([WIDE - 1.22 - 0.54, 1.22, 0.54])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_the_same_and_escapes_what_people_wrote(language: Language) -> None:
    made = report(told(language, attended=True))
    page = asyncio.run(written(made, NOW))["html"].decode()
    assert page.startswith(f'<!DOCTYPE html>\n<html lang="{language}-CA">')
    assert "<co>" not in page
    assert "<cie>" not in page
    pictures = re.findall(r'<img src="data:image/png;base64,[^"]+" alt="([^"]+)"', page)
    assert len(pictures) == sum(bool(t.bars) for each in made.sections for t in each.tables)
    assert page.count("<caption>") == len(pictures)


def fill(folder: Path) -> None:
    async def filled() -> None:
        store = await open_store(folder / "data")
        await store.run(Outcome(saves=tuple(rows(2, 20))).regardless)
        await store.close()

    asyncio.run(filled())


def test_the_command_writes_both_and_traces_each_number(tmp_path: Path) -> None:
    fill(tmp_path)
    done = circuit(tmp_path, "report", "pilot", "--out", "out", "--lang", "fr", "--trace")
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == [
        "pilot-fr.docx",
        "pilot-fr.html",
    ]
    figures = {each["name"]: each for each in map(json.loads, done.stdout.splitlines()[2:])}
    assert figures["1/registered"] == {
        "name": "1/registered",
        "value": 18,
        "sources": [
            {"table": "registrations", "index": "standing_in", "value": "1/registered", "field": ""}
        ],
    }
    assert figures["all/registered"]["value"] == 36
    assert len(figures["all/registered"]["sources"]) == 2


def test_without_a_session_there_is_nothing_to_report(tmp_path: Path) -> None:
    async def emptied() -> None:
        await (await open_store(tmp_path / "data")).close()

    asyncio.run(emptied())
    done = circuit(tmp_path, "report", "--trace", "--lang", "en")
    assert done.returncode == 1
    assert done.stderr == "circuit: No session has been held yet, so there is nothing to report.\n"


def test_satisfaction_stands_with_its_interval_and_response_rate() -> None:
    store = MemoryStore()
    whole = Asked(
        Both("Overall?"), "rating", 20, {"4": 12, "5": 8}, 5, 4.4, 4.16, 4.64, overall=True
    )
    few = replace(whole, answers=4, counts={"5": 4})
    saves = (
        *rows(2, 100),
        TURNOUT,
        Evaluation(session="1", at=NOW, answers=20, comments=7, asked=(whole,)),
        Evaluation(session="2", at=NOW, answers=4, asked=(few,)),
    )
    asyncio.run(store.run(Outcome(saves=saves).regardless))
    context = Context(store.view(), NOW, SETUP, "report")
    sessions = [numbers(context, each) for each in held(context)]
    english, french = (report(Told(context, sessions, each)) for each in LANGUAGES)
    assert cells(english, "Overall rating of each session") == [
        ("Session", "Responses", "Response rate", "Mean", "95% interval"),
        ("1. Session 1 & <co>", "20", "50%", "4.4 / 5", "4.2 to 4.6"),
    ]
    assert cells(french, "Note globale de chaque séance")[1][3:] == ("4,4 / 5", "de 4,2 à 4,6")
    assert sessions[0].figures["comments"] == Figure(
        "1/comments", 7, (Source("evaluations", "session", "1", "comments"),)
    )
