"""The app package keeps to what Teams takes, and its commands are understood."""

import io
import json
import struct
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot import __main__ as command_line
from bot import texts, understanding
from bot.documents.teams_package import PERSONAL, TEAM, french, manifest, package
from bot.skills import load

pytestmark = pytest.mark.slow

APP_ID = "22222222-2222-4222-8222-222222222222"
URL = "https://circuit.example.org"
NOW = datetime(2027, 1, 12, 14, 0, tzinfo=UTC)


def files() -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(package(APP_ID, URL, "1.0.0")))
    return {name: archive.read(name) for name in archive.namelist()}


def found() -> Any:
    return manifest(APP_ID, URL, "1.0.0")


def test_the_package_holds_four_files_and_is_always_the_same() -> None:
    assert list(files()) == ["manifest.json", "fr.json", "color.png", "outline.png"]
    assert package(APP_ID, URL, "1.0.0") == package(APP_ID, URL, "1.0.0")
    assert json.loads(files()["manifest.json"]) == found()
    assert json.loads(files()["fr.json"]) == french()


def test_the_texts_are_as_long_as_teams_takes() -> None:
    app = found()
    both = [(app["name"]["short"], french()["name.short"], 30)]
    both.append((app["name"]["full"], french()["name.full"], 100))
    both.append((app["description"]["short"], french()["description.short"], 80))
    both.append((app["description"]["full"], french()["description.full"], 4000))
    both.append((app["developer"]["name"], "", 32))
    assert [each for each in both if max(len(each[0]), len(each[1])) > each[2]] == []


def test_the_commands_are_as_many_and_as_long_as_teams_takes() -> None:
    lists = found()["bots"][0]["commandLists"]
    assert [len(each["commands"]) <= 10 for each in lists] == [True, True]
    names = {*TEAM, *PERSONAL}
    titles = [texts.entries("teams_package")[f"{name}_title"] for name in names]
    told = [texts.entries("teams_package")[f"{name}_description"] for name in names]
    assert [t for t in titles if max(len(t["en"]), len(t["fr"])) > 32] == []
    assert [t for t in told if max(len(t["en"]), len(t["fr"])) > 128] == []


def test_everything_is_said_in_french_too() -> None:
    commands = [
        f"bots[0].commandLists[{number}].commands[{place}].{part}"
        for number, names in enumerate((TEAM, PERSONAL))
        for place in range(len(names))
        for part in ("title", "description")
    ]
    named = ["$schema", "name.short", "name.full", "description.short", "description.full"]
    assert sorted(french()) == sorted(named + commands)


@pytest.mark.parametrize(
    ("role", "name"),
    [*(("organiser", name) for name in TEAM), *(("participant", name) for name in PERSONAL)],
)
def test_what_teams_suggests_is_understood_in_both_languages(role: str, name: str) -> None:
    entry = texts.entries("teams_package")[f"{name}_title"]
    english = understanding.understand(entry["en"], role, NOW).intent
    assert english in load().intents
    assert understanding.understand(entry["fr"], role, NOW).intent == english


@pytest.mark.parametrize(("name", "size"), [("color.png", 192), ("outline.png", 32)])
def test_the_icons_have_their_sizes_and_transparency(name: str, size: int) -> None:
    assert struct.unpack(">IIBB", files()[name][16:26]) == (size, size, 8, 6)


def test_the_command_writes_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CIRCUIT_TEAMS_APP_ID", APP_ID)
    monkeypatch.setenv("CIRCUIT_TEAMS_APP_PASSWORD", "x")
    monkeypatch.setenv("CIRCUIT_PUBLIC_URL", URL)
    file = tmp_path / "circuit.zip"
    assert command_line.main(["teams-package", "--to", str(file)]) == 0
    assert json.loads(zipfile.ZipFile(file).read("manifest.json"))["bots"][0]["botId"] == APP_ID
    assert capsys.readouterr().out.startswith("The app is in ")


@pytest.mark.parametrize("missing", ["CIRCUIT_TEAMS_APP_ID", "CIRCUIT_PUBLIC_URL"])
def test_what_is_missing_is_said(
    missing: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = {"CIRCUIT_TEAMS_APP_ID": APP_ID, "CIRCUIT_PUBLIC_URL": URL}
    for name in given:
        monkeypatch.delenv(name, raising=False)
    for name in given.keys() - {missing}:
        monkeypatch.setenv(name, given[name])
    assert command_line.main(["teams-package"]) == 1
    assert missing in capsys.readouterr().err
