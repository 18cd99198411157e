"""What was said stays, in order, each thing once, however the process ends."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.channels.pages import Room
from bot.channels.pages.history import MOST, History
from bot.channels.pages.shared import SharedFiles
from bot.errors import Rejected
from bot.model.outbox import Errand, Message, Sending

AT = datetime(2027, 1, 12, 14, 0, tzinfo=UTC)


def entry(of: str, text: str = "Hello") -> dict[str, Any]:
    """Something the bot says in the space."""
    return {
        "room": "space",
        "who": "",
        "name": "Circuit",
        "at": AT.isoformat(),
        "text": text,
        "of": of,
    }


def texts(history: History) -> list[tuple[int, str]]:
    """The numbers and the words, in order."""
    return [(each.number, each.text) for each in history.since(0)]


def test_a_last_line_that_was_cut_off_is_left_out_and_the_next_one_takes_its_number(
    tmp_path: Path,
) -> None:
    first = History(tmp_path)
    first.add(**entry("1", "one"))
    first.add(**entry("2", "two"))
    file = tmp_path / "history.jsonl"
    file.write_bytes(file.read_bytes()[:-20])
    again = History(tmp_path)
    again.add(**entry("3", "three"))
    assert texts(again) == texts(History(tmp_path)) == [(1, "one"), (2, "three")]


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"{}\n[]\nnull\n1\n", b'{"number": 1}\n']
)
def test_a_history_that_cannot_be_read_begins_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "history.jsonl").write_bytes(content)
    history = History(tmp_path)
    history.add(**entry("1", "one"))
    assert texts(history) == texts(History(tmp_path)) == [(1, "one")]


def test_the_oldest_go_and_the_numbers_stay(tmp_path: Path) -> None:
    history = History(tmp_path)
    for number in range(1, 2 * MOST + 2):
        history.add(**entry(str(number), f"{number}"))
    assert texts(history) == [(n, f"{n}") for n in range(MOST + 1, 2 * MOST + 2)]
    assert [each.number for each in history.since(2 * MOST)] == [2 * MOST + 1]
    assert [n for n, _ in texts(History(tmp_path))] == list(range(MOST + 2, 2 * MOST + 2))


def test_a_message_that_is_sent_again_is_shown_once_also_after_a_restart(tmp_path: Path) -> None:
    sending = Sending(key="a", door="page", to="space", content=Message("Hello"), created=AT)
    other = Sending(key="b", door="page", to="space", content=Message("Hello"), created=AT)

    async def scene() -> list[str]:
        receipts = []
        for each in (sending, sending, other):
            room = Room(History(tmp_path), SharedFiles(tmp_path), lambda: AT)
            receipts.append((await room.send(each))["entry"])
        return receipts

    assert asyncio.run(scene()) == ["1", "1", "2"]
    assert texts(History(tmp_path)) == [(1, "Hello"), (2, "Hello")]


def test_only_messages_can_be_shown_in_a_room(tmp_path: Path) -> None:
    errand = Sending(key="a", door="page", to="space", content=Errand("fetch", {}), created=AT)
    room = Room(History(tmp_path), SharedFiles(tmp_path), lambda: AT)
    with pytest.raises(Rejected, match="not a message"):
        asyncio.run(room.send(errand))
    assert room.history.entries == []
