"""What a command and the bot that runs hand each other, though neither sees the other's files."""

import asyncio
from argparse import Namespace
from pathlib import Path

import pytest

from bot import control
from bot.commands import passing
from bot.commands.passing import PREFIX, Passing, must_be_free, reads, writes
from bot.control import Call, Command, nothing_typed
from bot.errors import Misconfigured


def write(file: Path) -> None:
    """Write as exports do."""
    file.write_text("Ana\n")


def write_two(folder: Path) -> None:
    """Write as the report does, into a folder that need not be there."""
    folder.mkdir(parents=True)
    (folder / "a").write_text("A")
    (folder / "b").write_text("B")


def read(path: Path) -> list[str]:
    """What is in a file, or in each of a folder."""
    if not path.exists():
        raise Misconfigured(f"{path} cannot be read.")
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return [f"{each}: {each.read_text()}" for each in files]


async def writing(call: Call) -> int:
    """Write a file, and say where."""
    await asyncio.to_thread(write, Path(call.arguments["out"]))
    await call.out(f"1 registration is in {call.arguments['out']}.")
    return 0


async def writing_two(call: Call) -> int:
    """Write a folder."""
    await asyncio.to_thread(write_two, Path(call.arguments["out"]))
    return 0


async def reading(call: Call) -> int:
    """Say what is there."""
    for each in await asyncio.to_thread(read, Path(call.arguments["out"])):
        await call.out(each)
    return 0


def asked(data: Path, command: Command, passed: Passing, typed: Path) -> tuple[list[str], str]:
    """What is said at the command line, and the path that the bot was given."""
    said, given = list[str](), list[str]()

    async def noted(call: Call) -> int:
        given.append(call.arguments["out"])
        return await command(call)

    async def out(text: str) -> None:
        said.append(text)

    async def scene() -> None:
        async with control.serving(data, {"it": noted}):
            call = Call({"out": str(typed)}, nothing_typed(), out)
            with passed(data, call) as there:
                assert await control.ask(data, "it", there) == 0

    asyncio.run(scene())
    return said, given[0]


def left(data: Path) -> list[Path]:
    """What was not cleared away."""
    return list(data.glob(f"{PREFIX}*"))


def test_a_file_is_made_among_the_bots_own_and_put_where_it_is_wanted(tmp_path: Path) -> None:
    data, typed = tmp_path / "data", tmp_path / "people.csv"
    data.mkdir()
    said, given = asked(data, writing, writes("out"), typed)
    assert said == [f"1 registration is in {typed}."]
    assert Path(given).parent.parent == data
    assert (typed.read_text(), typed.stat().st_mode & 0o777) == ("Ana\n", 0o600)
    assert left(data) == []


def test_a_folder_is_filled_beside_what_it_holds(tmp_path: Path) -> None:
    data, typed = tmp_path / "data", tmp_path / "reports"
    data.mkdir()
    typed.mkdir()
    (typed / "before").write_text("there")
    asked(data, writing_two, writes("out"), typed)
    assert {each.name: each.read_text() for each in typed.iterdir()} == {
        "before": "there", "a": "A", "b": "B",
    }  # fmt: skip


def test_a_file_that_cannot_be_put_there_is_said_to_be_so(tmp_path: Path) -> None:
    data, typed = tmp_path / "data", tmp_path / "nowhere/people.csv"
    data.mkdir()
    with pytest.raises(Misconfigured) as refused:
        asked(data, writing, writes("out"), typed)
    assert str(refused.value) == f"{typed} cannot be written: No such file or directory."
    assert left(data) == []


def test_a_file_and_a_folder_are_read_under_the_names_that_were_typed(tmp_path: Path) -> None:
    data, folder = tmp_path / "data", tmp_path / "mail"
    data.mkdir()
    folder.mkdir()
    (folder / "one").write_text("1")
    (folder / "two").write_text("2")
    said, given = asked(data, reading, reads("out"), folder)
    assert said == [f"{folder / 'one'}: 1", f"{folder / 'two'}: 2"]
    assert Path(given).parent.parent == data
    assert asked(data, reading, reads("out"), folder / "one")[0] == [f"{folder / 'one'}: 1"]
    assert left(data) == []


def test_what_is_not_there_is_told_of_by_its_own_name(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured) as refused:
        asked(tmp_path, reading, reads("out"), tmp_path / "lost.csv")
    assert str(refused.value) == f"{tmp_path / 'lost.csv'} cannot be read."


def test_what_a_killed_command_left_is_thrown_away(tmp_path: Path) -> None:
    (tmp_path / f"{PREFIX}1").mkdir()
    (tmp_path / f"{PREFIX}1/people.csv").write_text("Ana")
    (tmp_path / "circuit.journal").write_text("{}")
    passing.clear(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["circuit.journal"]


def test_a_file_that_is_there_is_written_over_only_when_that_is_said(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    must_be_free(file, Namespace(overwrite=False))
    file.touch()
    must_be_free(file, Namespace(overwrite=True))
    with pytest.raises(Misconfigured):
        must_be_free(file, Namespace(overwrite=False))
