"""A rehearsal tells what would go out, sends nothing, and leaves the data folder as it was."""

import asyncio
import hashlib
import socket
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.model.outcome import Outcome
from bot.model.people import Place, Team
from bot.model.record import Record
from bot.model.registration import Registration
from bot.model.session import Phase
from storage import open_store
from tests.core.house import NOW, SESSION

ANNOUNCED = SESSION.changed(join="https://example.org/join", announced=True, phase=Phase.ANNOUNCED)


def filled(folder: Path, *records: Record) -> None:
    """A data folder with these records."""

    async def file() -> None:
        store = await open_store(folder)
        await store.run(Outcome(saves=records).regardless)
        await store.close()

    asyncio.run(file())


def bytes_of(folder: Path) -> dict[str, str]:
    """Every file of a folder, by its content."""
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    return {str(each): hashlib.sha256(each.read_bytes()).hexdigest() for each in files}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of a session a week ahead, and a machine without a network."""
    monkeypatch.setenv("CIRCUIT_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("CIRCUIT_CLOCK", "2027-02-18T09:00:00-05:00")
    place = Registration(session="1", address="kim@example.org", at=NOW, changed_at=NOW)
    filled(tmp_path / "data", ANNOUNCED, place, Team(spaces=(Place("page", "space"),)))

    def connect(used: socket.socket, address: object) -> None:
        # Whether a bot runs beside is asked at a socket in the folder itself: none does.
        assert used.family == socket.AF_UNIX, f"connected to {address}"
        raise FileNotFoundError(address)

    monkeypatch.setattr(socket.socket, "connect", connect)
    return tmp_path / "data"


def test_it_tells_what_would_go_out_and_changes_nothing(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = bytes_of(data)
    assert main(["rehearse", "--session", "1", "--who"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert bytes_of(data) == before
    assert [line.split("  ")[0] for line in told[:-1]] == sorted(
        line.split("  ")[0] for line in told[:-1]
    )
    looks = [line[:22] for line in told if "things need somebody" in line]
    assert looks == ["2027-02-24 13:00  page", "2027-02-25 11:00  page"]
    assert told[-1] == "Rehearsed: 9 messages and letters. Nothing was sent, nothing was changed."


def test_a_session_that_is_not_to_come_is_not_rehearsed(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rehearse", "--session", "9"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert said[-1] == "circuit: There is no session 9 to come that could be rehearsed."
    assert data.is_dir()
