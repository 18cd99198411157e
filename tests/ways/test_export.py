"""``circuit export registrations``: everybody in a file that opens safely and is read again."""

import asyncio
import stat
from argparse import Namespace
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from bot.commands.exporting import export, main
from bot.commands.importing import register
from bot.documents.answers import recognised
from bot.documents.tables import read
from bot.errors import Misconfigured
from bot.model.people import Noted
from bot.model.registration import Registration, Standing
from bot.model.words import LANGUAGES, Language
from bot.registering import table as tables
from bot.services.files import apart
from tests.commands.shell import circuit, running

from .desk import IN_JSON, NOW, importing, of_json, opened

pytestmark = pytest.mark.slow

PEOPLE = (
    Registration(
        session="1",
        address="chantal@example.org",
        name="=HYPERLINK(1)",
        language="fr",
        department="+École",
        needs="Captions\nA ramp,\tplease",
        consent=True,
        question="@all: “why”?",
        at=NOW + timedelta(seconds=1),
        changed_at=NOW,
        came="form",
    ),
    Registration(session="1", address="tom@example.org", consent=False, at=NOW, changed_at=NOW),
    Registration(
        session="1",
        address="kim@example.net",
        name="Kim",
        language="en",
        standing=Standing.WAITING,
        at=NOW + timedelta(seconds=2),
        changed_at=NOW,
        came="page",
        origin="group-open-government-fr",
    ),
    Registration(
        session="1",
        address="lee@example.net",
        standing=Standing.CANCELLED,
        at=NOW + timedelta(seconds=3),
        changed_at=NOW + timedelta(days=1),
        came="file",
    ),
    Registration(session="2", address="ben@example.org", at=NOW, changed_at=NOW),
)


def exporting(file: Path, **given: str) -> dict[str, str]:
    """What ``circuit export registrations --session 1 --out FILE`` asks for."""
    plain = {"session": "1", "language": "both"}
    return {"file": str(file), **plain, **given}


def refusal(folder: Path, file: Path, **given: str) -> str:
    """Why nothing is exported."""

    async def scene() -> None:
        async with opened(folder) as desk:
            await desk.call(export, exporting(file, **given))

    with pytest.raises(Misconfigured) as refused:
        asyncio.run(scene())
    return str(refused.value)


@pytest.mark.parametrize("language", ["both", "en", "fr"])
@pytest.mark.parametrize("ending", ["xlsx", "csv", "XLSX"])
def test_what_is_exported_is_read_again_as_the_same_people(
    tmp_path: Path, ending: str, language: str
) -> None:
    file = tmp_path / f"out.{ending}"

    async def scene() -> tuple[object, ...]:
        async with opened(tmp_path) as desk:
            await desk.file(*PEOPLE)
            before = list(desk.view.find(Registration, "address", "chantal@example.org"))
            code, said = await desk.call(export, exporting(file, language=language))
            again = of_json((await desk.call(register, importing(file, **IN_JSON)))[1])
            after = list(desk.view.find(Registration, "address", "chantal@example.org"))
            return code, said, again, before == after

    same = {"new": 0, "changed": 0, "same": 4, "refused": []}
    assert asyncio.run(scene()) == (0, [f"4 registrations are in {file}."], same, True)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ".part"] == []


def test_the_table_says_all_that_a_team_needs_in_the_order_in_which_they_came(
    tmp_path: Path,
) -> None:
    file = tmp_path / "out.xlsx"

    async def scene() -> None:
        async with opened(tmp_path) as desk:
            await desk.file(*PEOPLE)
            await desk.call(export, exporting(file, language="fr"))

    asyncio.run(scene())
    rows = list(openpyxl.load_workbook(file).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert rows[0] == (
        *("Adresse de courriel", "Nom complet", "Langue", "Ministère", "Situation"),
        *("Inscription (heure locale)", "Provenance", "Lien suivi", "Mesure d’adaptation"),
        "Accepte d’être invité à de prochaines séances",
        "Question à la personne conférencière",
    )
    assert [row[0] for row in rows[1:]] == [
        *("tom@example.org", "chantal@example.org", "kim@example.net", "lee@example.net"),
    ]
    local = datetime(2027, 1, 12, 9, 0, 1)  # noqa: DTZ001 - as Excel keeps it
    assert rows[2] == (
        *("chantal@example.org", "=HYPERLINK(1)", "français", "+École", "a une place", local),
        *("formulaire", "", "Captions\nA ramp,\tplease", "Oui", "@all: “why”?"),
    )
    assert rows[3][6:8] == ("notre page", "group-open-government-fr")


def test_a_csv_file_holds_no_formula(tmp_path: Path) -> None:
    file = tmp_path / "out.csv"

    async def scene() -> None:
        async with opened(tmp_path) as desk:
            await desk.file(*PEOPLE)
            await desk.call(export, exporting(file))

    asyncio.run(scene())
    line = file.read_text("utf-8-sig").splitlines()[2]
    assert line.startswith('"chantal@example.org","\'=HYPERLINK(1)","French / français","\'+École"')


@pytest.mark.parametrize("languages", [("en",), ("fr",), LANGUAGES])
def test_every_title_that_is_read_again_is_known_by_itself(
    languages: tuple[Language, ...],
) -> None:
    titles = tables.titles(languages)
    known = recognised(titles, []).titles
    fields = {field: tables.COLUMNS[titles.index(title)] for field, title in known.items()}
    read_again = (
        "address",
        "name",
        "language",
        "department",
        "needs",
        "consent",
        "question",
        "origin",
    )
    assert fields == {field: field for field in read_again}


def test_an_export_stands_in_the_audit(tmp_path: Path) -> None:
    async def scene() -> list[Noted]:
        async with opened(tmp_path) as desk:
            await desk.file(*PEOPLE)
            await desk.call(export, exporting(tmp_path / "out.xlsx"))
            return list(desk.view.between(Noted, "at", None, None))

    noted = asyncio.run(scene())
    assert [(each.what, each.who, each.about, each.at) for each in noted] == [
        ("registration.exported", "command line", "session/1", NOW)
    ]


def test_nothing_is_overwritten_unless_that_is_said(tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    file.write_text("mine")
    with pytest.raises(Misconfigured) as refused:
        main(Namespace(out=file, session="1", language="both", overwrite=False))
    assert str(refused.value) == (
        f"{file} is there already: choose another name, or say --overwrite."
    )
    assert file.read_text() == "mine"

    async def scene() -> tuple[int, list[str]]:
        async with opened(tmp_path) as desk:
            return await desk.call(export, exporting(file))

    assert asyncio.run(scene()) == (0, [f"0 registrations are in {file}."])
    assert read("out.csv", file.read_bytes()).rows == ()


def test_what_cannot_be_exported_is_refused_with_words(tmp_path: Path) -> None:
    assert refusal(tmp_path, tmp_path / "out.txt") == "--out must end in .xlsx or .csv."
    assert refusal(tmp_path, tmp_path / "out.csv", session="9") == (
        "I know of no session “9”. Write “list sessions” to see them."
    )
    assert refusal(tmp_path, tmp_path / "none/out.csv") == (
        f"{tmp_path}/none/out.csv cannot be written: No such file or directory."
    )


def test_an_export_that_takes_too_much_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0.01)
    file = tmp_path / "out.xlsx"
    assert refusal(tmp_path, file) == f"{file} is not written: the file cannot be written."
    assert not file.exists()


def test_many_are_exported_while_some_change_their_standing(tmp_path: Path) -> None:
    """Nobody is missing or there twice, whatever happens between two looks at the list."""
    many = [
        replace(PEOPLE[1], address=f"p{n:04d}@example.org", at=NOW + timedelta(seconds=n))
        for n in range(1_000)
    ]

    async def scene() -> tuple[int, list[str]]:
        async with opened(tmp_path) as desk:
            await desk.file(*many)
            exported = asyncio.create_task(
                desk.call(export, exporting(tmp_path / "out.csv")),
            )
            await asyncio.sleep(0)
            moved = [each.changed(standing=Standing.WAITING) for each in (*many[:5], *many[-5:])]
            await desk.file(*moved)
            return await exported

    asyncio.run(scene())
    sheet = read("out.csv", (tmp_path / "out.csv").read_bytes())
    assert [row.cells[0] for row in sheet.rows] == [each.address for each in many]


def test_the_command_says_the_same_alone_and_beside_the_bot(tmp_path: Path) -> None:
    lines = "create session February 25, 2027 at 1 pm about biometrics\nla biométrie\n"
    circuit(tmp_path, "chat", "--as", "ana@example.org", typed=lines)
    asked = ("export", "registrations", "--session", "1", "--out")
    alone = circuit(tmp_path, *asked, "one.csv")
    with running(tmp_path):
        beside = circuit(tmp_path, *asked, "two.csv")
    assert (alone.returncode, beside.returncode) == (0, 0)
    assert alone.stdout == f"0 registrations are in {tmp_path}/one.csv.\n"
    assert beside.stdout == f"0 registrations are in {tmp_path}/two.csv.\n"
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
