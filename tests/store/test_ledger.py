"""The ledger of a mailing: what was noted is there again, whatever happened to the file."""

import asyncio
import errno
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Misconfigured
from storage import FileLedgers, MemoryLedgers
from storage.ledger import BEGUN, UNCERTAIN, FileLedger, MemoryLedger, Note, mark, read

ONE, TWO = mark("7", "a@example.org"), mark("7", "b@example.org")


async def noted(file: Path, *entries: tuple[str, str, str]) -> dict[str, Note]:
    """What the ledger says after these, opened anew."""
    ledger = FileLedger(file)
    for entry in entries:
        await ledger.note(entry)
    await ledger.close()
    again = FileLedger(file)
    await again.close()
    return again.notes


def test_what_was_noted_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    notes = asyncio.run(
        noted(tmp_path / "new" / "l", (ONE, BEGUN, ""), (TWO, BEGUN, ""), (ONE, "sent", ""))
    )
    assert notes == {ONE: Note("sent"), TWO: Note(BEGUN)}


def test_nothing_is_left_of_one_that_is_forgotten(tmp_path: Path) -> None:
    for ledgers in (FileLedgers(tmp_path), MemoryLedgers()):
        for number in ("7", "8"):
            ledger = ledgers.open(number)
            asyncio.run(ledger.note((ONE, BEGUN, "")))
            asyncio.run(ledger.close())
        ledgers.forget("7")
        ledgers.forget("7")
        assert (dict(ledgers.notes("7")), dict(ledgers.notes("8"))) == ({}, {ONE: Note(BEGUN)})


def test_what_was_uncertain_once_stays_so(tmp_path: Path) -> None:
    entries = ((ONE, BEGUN, ""), (ONE, UNCERTAIN, ""), (ONE, BEGUN, ""), (ONE, "sent", ""))
    assert asyncio.run(noted(tmp_path / "l", *entries)) == {ONE: Note("sent", "", uncertain=True)}


def test_a_mark_says_nothing_of_the_person_and_tells_mailings_apart() -> None:
    assert mark("7", "A@Example.org") == ONE
    assert mark("8", "a@example.org") != ONE
    assert (len(ONE), "@" in ONE) == (24, False)


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_line_that_was_not_finished_is_cut_off(tmp_path: Path, cut: int) -> None:
    file = tmp_path / "l"
    asyncio.run(noted(file, (ONE, BEGUN, ""), (TWO, BEGUN, "")))
    whole = file.read_bytes()
    first = whole.index(b"\n") + 1
    file.write_bytes(whole[: max(first, len(whole) - cut)])
    assert dict(read(file)) == {ONE: Note(BEGUN)}
    assert file.read_bytes() == whole[:first]


def test_a_damaged_line_with_good_ones_after_it_is_for_a_person_to_look_at(tmp_path: Path) -> None:
    file = tmp_path / "l"
    asyncio.run(noted(file, (ONE, BEGUN, ""), (TWO, BEGUN, "")))
    file.write_bytes(b"x" + file.read_bytes()[1:])
    with pytest.raises(Misconfigured, match="damaged in the middle"):
        FileLedger(file)


def test_writers_side_by_side_are_all_kept(tmp_path: Path) -> None:
    async def scene() -> int:
        ledger = FileLedger(tmp_path / "l")
        await asyncio.gather(*(ledger.note((f"{n}", "sent", "")) for n in range(500)))
        await ledger.close()
        return len(read(tmp_path / "l"))

    assert asyncio.run(scene()) == 500


def test_a_full_disk_is_told_to_whoever_notes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    async def scene() -> None:
        ledger = FileLedger(tmp_path / "l")
        monkeypatch.setattr(os, "write", full)
        await ledger.note((ONE, BEGUN, ""))

    with pytest.raises(OSError, match="No space left"):
        asyncio.run(scene())


def test_once_there_is_room_again_what_was_jotted_meanwhile_is_kept_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written, room = os.write, [20]

    def little(descriptor: int, data: bytes) -> int:
        if not room:
            raise OSError(errno.ENOSPC, "No space left on device")
        return written(descriptor, data[: room.pop()])

    async def scene() -> dict[str, Note]:
        ledger = FileLedger(tmp_path / "l")
        with monkeypatch.context() as patched:
            patched.setattr(os, "write", little)
            ledger.jot((ONE, BEGUN, ""))
            ledger.jot((ONE, "sent", ""))
        await ledger.note((TWO, BEGUN, ""))
        await ledger.close()
        return dict(read(tmp_path / "l"))

    assert asyncio.run(scene()) == {ONE: Note("sent"), TWO: Note(BEGUN)}


def test_what_was_jotted_outlives_the_process_before_anything_is_noted(tmp_path: Path) -> None:
    async def scene() -> dict[str, Note]:
        FileLedger(tmp_path / "l").jot((ONE, "sent", ""))
        return dict(read(tmp_path / "l"))

    assert asyncio.run(scene()) == {ONE: Note("sent")}


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.sampled_from(["", "sent", "failed", UNCERTAIN, "later"]),
            st.text(max_size=5),
        )
    )
)
def test_in_memory_and_on_disk_it_says_the_same(entries: list[tuple[str, str, str]]) -> None:
    async def scene() -> bool:
        memory = MemoryLedger()
        await memory.note(*entries)
        with tempfile.TemporaryDirectory() as folder:
            return await noted(Path(folder) / "l", *entries) == memory.notes

    assert asyncio.run(scene())
