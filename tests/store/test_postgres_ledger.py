"""Ledgers in PostgreSQL: one writer, whatever becomes of the server, the process and its files."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from storage import FileLedgers, LedgerTaken, StoreAway
from storage.ledger import BEGUN, UNCERTAIN, Note, mark
from storage.postgres import Address, PostgresLedgers
from tests.postgres import Server

ONE, TWO = mark("7", "a@example.org"), mark("7", "b@example.org")


def played(postgres: Server, scene: Callable[[PostgresLedgers], Awaitable[None]]) -> None:
    """The scene on the ledgers of a store that was just made."""

    async def play() -> None:
        await (await postgres.opened()).close()
        await scene(PostgresLedgers(postgres.address))

    asyncio.run(play())


def test_what_was_noted_is_there_when_it_is_opened_again(postgres: Server) -> None:
    async def scene(ledgers: PostgresLedgers) -> None:
        assert ledgers.notes("7") == {}
        ledger = ledgers.open("7")
        assert ledger.fresh
        await ledger.note((ONE, BEGUN, ""), (TWO, BEGUN, ""))
        await ledger.note((ONE, UNCERTAIN, ""), (ONE, BEGUN, ""))
        ledger.jot((ONE, "sent", "said \0 so"))
        await ledger.close()
        again = ledgers.open("7")
        noted = {ONE: Note("sent", "said  so", uncertain=True), TWO: Note(BEGUN)}
        assert (again.fresh, again.notes, ledgers.notes("7")) == (False, noted, noted)
        await again.close()
        assert ledgers.notes("8") == {}

    played(postgres, scene)


def test_nothing_is_left_of_one_that_is_forgotten(postgres: Server) -> None:
    async def scene(ledgers: PostgresLedgers) -> None:
        for number in ("7", "8"):
            ledger = ledgers.open(number)
            await ledger.note((ONE, BEGUN, ""))
            await ledger.close()
        ledgers.forget("7")
        ledgers.forget("7")
        assert (dict(ledgers.notes("7")), dict(ledgers.notes("8"))) == ({}, {ONE: Note(BEGUN)})

    played(postgres, scene)


def test_whoever_had_it_before_notes_nothing_any_more(postgres: Server) -> None:
    async def scene(ledgers: PostgresLedgers) -> None:
        former = ledgers.open("7")
        await former.note((ONE, BEGUN, ""))
        present = ledgers.open("7")
        with pytest.raises(LedgerTaken):
            await former.note((TWO, BEGUN, ""))
        await former.close()
        await present.note((ONE, "sent", ""))
        assert ledgers.notes("7") == {ONE: Note("sent")}
        await present.close()

    played(postgres, scene)


def test_those_who_joined_it_read_one_another(postgres: Server) -> None:
    async def scene(ledgers: PostgresLedgers) -> None:
        here, there = ledgers.join("7"), ledgers.join("7")
        assert (here.fresh, there.fresh) == (True, False)
        await here.note((ONE, "delivered", ""))
        await there.note((TWO, "bounced", ""))
        await here.note()
        assert here.notes == there.notes == {ONE: Note("delivered"), TWO: Note("bounced")}
        await here.close()
        await there.close()

    played(postgres, scene)


def test_a_server_that_is_restarted_is_waited_for(postgres: Server) -> None:
    async def scene(ledgers: PostgresLedgers) -> None:
        ledger = ledgers.open("7")
        await ledger.note((ONE, BEGUN, ""))
        postgres.restart()
        await ledger.note((ONE, "sent", ""), (TWO, BEGUN, ""))
        await ledger.close()
        assert ledgers.notes("7") == {ONE: Note("sent"), TWO: Note(BEGUN)}

    played(postgres, scene)


def test_a_database_that_is_away_is_told(tmp_path: Path) -> None:
    ledgers = PostgresLedgers(Address(f"host={tmp_path} dbname=bot", "circuit"))
    for asked in (ledgers.notes, ledgers.open, ledgers.join):
        with pytest.raises(StoreAway):
            asked("7")


def test_what_was_noted_in_a_folder_is_taken_in_once(postgres: Server, tmp_path: Path) -> None:
    async def scene(ledgers: PostgresLedgers) -> None:
        before = FileLedgers(tmp_path).open("7")
        await before.note((ONE, BEGUN, "x"), (ONE, UNCERTAIN, ""), (ONE, "sent", "x"))
        await before.note((TWO, BEGUN, ""))
        await before.close()
        ledgers.take_in(tmp_path)
        noted = FileLedgers(tmp_path).notes("7")
        assert (
            ledgers.notes("7")
            == noted
            == {
                ONE: Note("sent", "x", uncertain=True),
                TWO: Note(BEGUN),
            }
        )
        ledger = ledgers.open("7")
        assert not ledger.fresh
        await ledger.note((TWO, "sent", ""))
        await ledger.close()
        ledgers.take_in(tmp_path)
        assert ledgers.notes("7")[TWO] == Note("sent")

    played(postgres, scene)
