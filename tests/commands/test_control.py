"""The socket by which commands reach a running bot: its owner's alone, and hard to upset."""

import asyncio
import json
import os
import stat
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from bot.control import LONGEST_LINE, NAME, Call, ask, nothing_typed, printed, serving
from bot.errors import Misconfigured


async def echo(call: Call) -> int:
    """Say back every line; the exit code is how many there were."""
    count = 0
    async for line in call.typed:
        await call.out(f"{call.arguments['before']}{line}")
        count += 1
    return count


async def refuse(_: Call) -> int:
    """Refuse, with words."""
    raise Misconfigured("Not today.\nNor tomorrow.")


async def break_down(_: Call) -> int:
    """Break."""
    raise ZeroDivisionError


async def last_for_ever(_: Call) -> int:
    """Never end."""
    await asyncio.get_running_loop().create_future()
    return 0


COMMANDS = {"echo": echo, "refuse": refuse, "break": break_down, "last": last_for_ever}


async def typed(*lines: str) -> AsyncIterator[str]:
    """These lines."""
    for line in lines:
        yield line


async def said(folder: Path, *sent: bytes) -> list[dict[str, object]]:
    """What the socket answers to these bytes, to the end."""
    reader, writer = await asyncio.open_unix_connection(folder / NAME)
    for each in sent:
        writer.write(each)
    writer.write_eof()
    answers = [json.loads(line) async for line in reader]
    writer.close()
    return answers


def test_what_is_typed_reaches_the_command_and_what_it_says_comes_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def scene() -> int | None:
        async with serving(tmp_path, COMMANDS):
            return await ask(
                tmp_path, "echo", Call({"before": "> "}, typed("one", "deux é"), printed)
            )

    assert asyncio.run(scene()) == 2
    assert capsys.readouterr().out == "> one\n> deux é\n"


def test_where_no_bot_runs_nobody_answers(tmp_path: Path) -> None:
    (tmp_path / "long").mkdir()
    with (tmp_path / NAME).open("w"):
        pass
    too_long = tmp_path / ("x" * 200)
    folders = [tmp_path, tmp_path / "long", tmp_path / "none", too_long]
    answers = [
        asyncio.run(ask(each, "echo", Call({}, nothing_typed(), printed))) for each in folders
    ]
    assert answers == [None] * 4


def test_a_refusal_travels_as_words(tmp_path: Path) -> None:
    async def scene(command: str) -> None:
        async with serving(tmp_path, COMMANDS):
            await ask(tmp_path, command, Call({}, nothing_typed(), printed))

    with pytest.raises(Misconfigured) as refused:
        asyncio.run(scene("refuse"))
    assert str(refused.value) == "Not today.\nNor tomorrow."
    with pytest.raises(Misconfigured) as refused:
        asyncio.run(scene("dance"))
    assert str(refused.value) == "The running bot knows these commands: echo, refuse, break, last."


def test_a_command_that_breaks_says_so_and_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene() -> None:
        async with serving(tmp_path, COMMANDS):
            await ask(tmp_path, "break", Call({}, nothing_typed(), printed))

    with pytest.raises(Misconfigured) as refused:
        asyncio.run(scene())
    assert str(refused.value) == "Something went wrong in the running bot; its log says where."
    assert caplog.messages == ["a command broke"]


def test_a_bot_that_stops_ends_what_is_under_way_with_words(tmp_path: Path) -> None:
    async def scene() -> None:
        async with serving(tmp_path, COMMANDS):
            asking = asyncio.create_task(ask(tmp_path, "last", Call({}, nothing_typed(), printed)))
            echoing = asyncio.create_task(
                ask(tmp_path, "echo", Call({"before": ""}, typed("one"), printed))
            )
            await echoing
        await asking

    with pytest.raises(Misconfigured) as refused:
        asyncio.run(scene())
    assert str(refused.value) == "The running bot stopped before it had answered."
    assert list(tmp_path.iterdir()) == []


def test_the_socket_is_for_its_owner_alone_whatever_the_mask(tmp_path: Path) -> None:
    async def scene() -> int:
        async with serving(tmp_path, COMMANDS):
            return stat.S_IMODE((tmp_path / NAME).stat().st_mode)

    mask = os.umask(0)
    try:
        assert asyncio.run(scene()) == 0o600
    finally:
        assert os.umask(mask) == 0


def test_a_socket_left_behind_is_replaced(tmp_path: Path) -> None:
    async def scene() -> int | None:
        async with serving(tmp_path, COMMANDS):
            (tmp_path / NAME).rename(tmp_path / "kept")
        (tmp_path / "kept").rename(tmp_path / NAME)
        async with serving(tmp_path, COMMANDS):
            return await ask(tmp_path, "echo", Call({}, nothing_typed(), printed))

    assert asyncio.run(scene()) == 0


def test_a_path_too_long_for_a_socket_is_refused_with_words(tmp_path: Path) -> None:
    folder = tmp_path / ("x" * 200)
    folder.mkdir()

    async def scene() -> None:
        async with serving(folder, COMMANDS):
            pass

    with pytest.raises(Misconfigured, match=r"cannot be made: .* too long\. Give CIRCUIT_DATA a"):
        asyncio.run(scene())


UNREADABLE: dict[str, object] = {
    "refused": "This cannot be read as a line of JSON, or is too long."
}
UNKNOWN: dict[str, object] = {
    "refused": "The running bot knows these commands: echo, refuse, break, last."
}
HOSTILE: dict[str, tuple[bytes, dict[str, object]]] = {
    "nothing": (b"", UNKNOWN),
    "an empty line": (b"\n", UNREADABLE),
    "noise": (bytes(range(256)), UNREADABLE),
    "half a line": (b'{"command": "ec', UNREADABLE),
    "a list": (b'["echo"]\n', {"refused": "Each line must be a JSON object."}),
    "a number of 5000 digits": (b"9" * 5000 + b"\n", UNREADABLE),
    "brackets 100,000 deep": (b"[" * 100_000 + b"\n", UNREADABLE),
    "no command": (b"{}\n", UNKNOWN),
    "a command of another kind": (b'{"command": ["echo"]}\n', UNKNOWN),
    "no arguments": (b'{"command": "echo"}\n', {"refused": "The arguments must be texts by name."}),
    "arguments of another kind": (
        b'{"command": "echo", "arguments": {"before": null}}\n',
        {"refused": "The arguments must be texts by name."},
    ),
}  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_bytes_are_refused_and_the_socket_goes_on(hostile: str, tmp_path: Path) -> None:
    sent, answer = HOSTILE[hostile]

    async def scene() -> tuple[list[dict[str, object]], int | None]:
        async with serving(tmp_path, COMMANDS):
            return await said(tmp_path, sent), await ask(
                tmp_path, "echo", Call({}, nothing_typed(), printed)
            )

    assert asyncio.run(scene()) == ([answer], 0)


def test_a_line_without_an_end_is_cut_off_and_the_socket_goes_on(tmp_path: Path) -> None:
    async def scene() -> int | None:
        async with serving(tmp_path, COMMANDS):
            with suppress(ConnectionError):
                await said(tmp_path, b"x" * (3 * LONGEST_LINE))
            return await ask(tmp_path, "echo", Call({}, nothing_typed(), printed))

    assert asyncio.run(scene()) == 0


def test_a_client_that_leaves_in_the_middle_is_let_go(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene() -> int | None:
        async with serving(tmp_path, COMMANDS):
            for _ in range(50):
                _, writer = await asyncio.open_unix_connection(tmp_path / NAME)
                writer.write(b'{"command": "echo", "arguments": {"before": ""}}\n' * 100)
                writer.transport.abort()
            return await ask(tmp_path, "echo", Call({}, nothing_typed(), printed))

    assert asyncio.run(scene()) == 0
    assert [each for each in caplog.records if each.levelname not in ("INFO", "DEBUG")] == []
