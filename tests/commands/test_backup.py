"""``circuit backup`` and ``circuit restore`` of a store that no bot is using."""

import asyncio
import gc
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import open_store

from .shell import circuit

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("backup")]


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """Opening a store freezes what is loaded."""
    yield
    gc.unfreeze()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which a session was created."""
    folder = tmp_path_factory.mktemp("kept")
    lines = "create session February 25, 2027 at 1 pm about biometrics\nla biométrie\n"
    ended = circuit(folder, "chat", "--as", "ana@example.org", typed=lines)
    assert ended.returncode == 0
    return folder / "data"


@pytest.fixture
def told(kept: Path, tmp_path: Path) -> Path:
    """A folder with that store in its folder data."""
    shutil.copytree(kept, tmp_path / "data")
    return tmp_path


def rows(folder: Path) -> dict[str, list[dict[str, object]]]:
    """Every row of a store, by table."""

    async def read() -> dict[str, list[dict[str, object]]]:
        store = await open_store(folder)
        try:
            tables = {name: store.database.table(name) for name in store.database.tables()}
            return {name: [dict(row) for row in each] for name, each in tables.items() if len(each)}
        finally:
            await store.close()

    return asyncio.run(read())


def test_what_is_restored_is_what_was_there(told: Path) -> None:
    ended = circuit(told, "backup", "copy")
    assert (ended.returncode, ended.stdout) == (0, f"Every record is in {told}/copy.\n")
    before = rows(told / "data")
    count = sum(map(len, before.values()))
    ended = circuit(told, "restore", "copy", CIRCUIT_DATA="new/place")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == (
        f"copy is restored to new/place, {count} records. Start the bot: circuit run\n"
    )
    assert rows(told / "new/place") == before
    assert count > 10


def test_backups_and_what_is_restored_are_their_owners_alone(told: Path) -> None:
    circuit(told, "backup", "copy")
    circuit(told, "restore", "copy", CIRCUIT_DATA="new")
    found = [told / "copy", told / "data", told / "new", *(told / "new").iterdir()]
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in found}
    assert {name for name, mode in modes.items() if mode & 0o077} == set()


def test_nothing_is_restored_over_a_store(told: Path) -> None:
    circuit(told, "backup", "copy")
    before = rows(told / "data")
    ended = circuit(told, "restore", "copy")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == (
        "circuit: data already holds a store, and a restore never overwrites one. "
        "Rename the folder, so that it is kept, and restore again.\n"
    )
    assert rows(told / "data") == before


def test_a_damaged_backup_is_refused_and_leaves_nothing(told: Path) -> None:
    circuit(told, "backup", "copy")
    content = bytearray((told / "copy").read_bytes())
    content[len(content) // 2] ^= 1
    (told / "copy").write_bytes(content)
    ended = circuit(told, "restore", "copy", CIRCUIT_DATA="new")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("circuit: copy ")
    assert not (told / "new").exists()


def test_a_folder_without_a_store_has_nothing_to_back_up(tmp_path: Path) -> None:
    ended = circuit(tmp_path, "backup", "copy")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == "circuit: data holds no store; CIRCUIT_DATA says where it is.\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("data/copy", "{0}/data/copy would lie among the files of the store: choose another folder."),
        ("none/copy", "{0}/none/copy cannot be written: No such file or directory."),
        ("data", "{0}/data cannot be written: Is a directory."),
    ],
)  # fmt: skip
def test_a_backup_that_cannot_be_there_is_refused_with_words(
    file: str, words: str, told: Path
) -> None:
    before = rows(told / "data")
    ended = circuit(told, "backup", file)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == f"circuit: {words.format(told)}\n"
    assert rows(told / "data") == before
    assert list(told.glob("**/*.part")) == []
