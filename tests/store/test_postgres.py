"""PostgreSQL that is restarted, slow, full, read-only or somebody else's; and turns meanwhile."""

import asyncio
import gc
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import psycopg
import pytest
from psycopg import AsyncConnection

from bot.assistant.patient import PatientStore
from bot.errors import Misconfigured, Refusal
from bot.model.outbox import Sending
from bot.model.outcome import Outcome
from bot.model.record import View, kinds
from storage import StoreAway, StoreBroken
from storage.postgres import Address, PostgresStore, open_postgres
from storage.postgres.link import Link, Saved
from storage.postgres.store import PATIENCE
from tests.postgres import INSTALLATION, Server

from .records import Guest, Seat, saving, sending

SOCKET = ".s.PGSQL.5432"
KILLS = 20 if os.environ.get("CIRCUIT_PROVE") else 3
SHORT = 2.0
"""Seconds a turn waits here where it waits in vain; tries are a second apart at most."""


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """Opening a store freezes what is loaded; tests open many."""
    yield
    gc.unfreeze()


@asynccontextmanager
async def asking(postgres: Server) -> AsyncIterator[Callable[[str], Coroutine[Any, Any, Any]]]:
    """Somebody else's connection to the same schema, for statements."""
    connection = await AsyncConnection.connect(postgres.address.database, autocommit=True)
    await connection.execute(f"SET search_path TO {postgres.schema}".encode())

    async def ask(statement: str) -> Any:
        cursor = await connection.execute(statement.encode())
        return await cursor.fetchall() if cursor.description else None

    try:
        yield ask
    finally:
        await connection.close()


async def keys(postgres: Server) -> set[str]:
    """The guests who are in the database, read anew."""
    store = await postgres.opened_again()
    found = {document["id"] for document in store.database.table("store_test_guests")}
    await store.close()
    return found


def one_more(view: View) -> Outcome:
    guest = view.get(Guest, "a") or Guest("a", seats=0)
    return Outcome(saves=(replace(guest, seats=guest.seats + 1),))


def test_what_is_kept_is_there_after_a_start(postgres: Server) -> None:
    async def run() -> None:
        store = await postgres.opened()
        await store.run(saving(Guest("a", "Ana\u0000"), Guest("b"), Seat("A", 1)))
        await store.run(lambda _: Outcome(removes=(Guest("b"),), sends=(sending("k"),)))
        await store.close()
        store = await postgres.opened()
        view = store.view()
        assert store.records == 3
        assert [view.get(Guest, "a"), view.get(Guest, "b")] == [Guest("a", "Ana\u0000"), None]
        assert [view.get(Seat, "A/1"), view.get(Sending, "k")] == [Seat("A", 1), sending("k")]
        await store.close()

    asyncio.run(run())


def test_turns_of_several_processes_at_once_follow_one_another(postgres: Server) -> None:
    async def run() -> None:
        first = await postgres.opened_again()
        stores = [first, await postgres.opened_again(), await postgres.opened_again()]
        await asyncio.gather(*(store.run(one_more) for store in stores for _ in range(50)))
        for store in stores:
            await store.run(lambda _: Outcome())
            assert store.view().get(Guest, "a") == Guest("a", seats=150)
            await store.close()

    asyncio.run(run())


async def _begun(link: Link) -> None:
    await link.begun(0)


async def _begins_to_commit(link: Link) -> None:
    """Hold the order, and a row that others may want."""
    await link.begun(0)
    await (await link.connected()).execute("UPDATE head SET number = number + 1")


@pytest.mark.parametrize("held", [_begun, _begins_to_commit])
def test_a_process_that_was_stopped_while_it_had_the_order_does_not_keep_it(
    postgres: Server, held: Callable[[Link], Coroutine[Any, Any, None]]
) -> None:
    async def run() -> tuple[int, set[str]]:
        store = await postgres.opened_again()
        stopped = Link(postgres.address, alone=False)
        await held(stopped)
        # Less than the patience of a person who has just spoken.
        async with asyncio.timeout(PATIENCE):
            await store.run(saving(Guest("a")))
        with pytest.raises(StoreAway):
            await stopped.left()
        await stopped.close()
        await store.close()
        return await _number(postgres), await keys(postgres)

    assert asyncio.run(run()) == (1, {"a"})


async def _number(postgres: Server) -> int:
    async with asking(postgres) as ask:
        return int((await ask("SELECT number FROM head"))[0][0])


def test_a_row_that_another_process_made_anew_is_the_only_one(postgres: Server) -> None:
    async def run() -> None:
        one, other = await postgres.opened_again(), await postgres.opened_again()
        await one.run(saving(Guest("a", "x"), Guest("b", "x")))
        await other.run(lambda _: Outcome(removes=(Guest("b"),)))
        await other.run(saving(Guest("c", "x"), Guest("b", "x")))
        await one.run(lambda _: Outcome())
        for store in (one, other):
            assert [guest.id for guest in store.view().find(Guest, "name", "x")] == ["a", "c", "b"]
            await store.close()
        again = await postgres.opened()
        assert [guest.id for guest in again.view().find(Guest, "name", "x")] == ["a", "c", "b"]
        await again.close()

    asyncio.run(run())


def test_what_was_erased_is_kept_nowhere_and_others_still_learn_of_it(postgres: Server) -> None:
    async def run() -> None:
        one, other = await postgres.opened_again(), await postgres.opened_again()
        await one.run(saving(Guest("a"), Guest("b")))
        await other.run(lambda _: Outcome())
        await one.run(lambda _: Outcome(removes=(Guest("b"),)))
        async with asking(postgres) as ask:
            assert await ask("SELECT key, row IS NULL FROM records ORDER BY id") == [
                ("a", False),
                ("b", True),
            ]
            await one.compact()
            assert await ask("SELECT key FROM records") == [("a",)]
        await other.run(saving(Guest("c")))
        await one.run(lambda _: Outcome())
        for store in (one, other):
            found = [store.view().get(Guest, key) for key in "abc"]
            assert found == [Guest("a"), None, Guest("c")]
            await store.close()

    asyncio.run(run())


def test_a_server_that_is_restarted_is_noticed_by_nobody(postgres: Server) -> None:
    async def run() -> None:
        store = await postgres.opened()
        await store.run(one_more)
        turns = [asyncio.create_task(store.run(one_more)) for _ in range(20)]
        await asyncio.sleep(0)
        await asyncio.to_thread(postgres.restart)
        await asyncio.gather(*turns, *(store.run(one_more) for _ in range(20)))
        assert store.view().get(Guest, "a") == Guest("a", seats=41)
        await store.close()

    asyncio.run(run())
    assert asyncio.run(keys(postgres)) == {"a"}


def lost_after(*, done: bool) -> Callable[[Link, int, Saved], Coroutine[Any, Any, None]]:
    """A commit whose connection is lost, before the server did anything or after all was done."""
    commit = Link.commit

    async def lost(link: Link, number: int, saved: Saved) -> None:
        if done:
            await commit(link, number, saved)
        await link.close()
        raise StoreAway("lost")

    return lost


@pytest.mark.parametrize("done", [True, False])
def test_a_commit_whose_end_is_not_heard_counts_once(
    postgres: Server, monkeypatch: pytest.MonkeyPatch, *, done: bool
) -> None:
    async def run() -> None:
        store = await postgres.opened()
        await store.run(one_more)
        with monkeypatch.context() as patch:
            commit = lost_after(done=done)

            async def once(link: Link, number: int, saved: Saved) -> None:
                patch.undo()
                await commit(link, number, saved)

            patch.setattr(Link, "commit", once)
            await asyncio.gather(store.run(one_more), store.run(one_more))
        assert store.view().get(Guest, "a") == Guest("a", seats=3)
        await store.close()

    asyncio.run(run())


def test_what_could_not_be_kept_is_taken_back_whole(
    postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three turns change, remove and make records; the database takes none of it."""
    guests = [Guest(name, "x") for name in "abc"]

    async def run() -> None:
        store = await postgres.opened(patience=SHORT)
        await store.run(saving(*guests))
        with monkeypatch.context() as patch:
            patch.setattr(Link, "commit", lost_after(done=False))
            turns = [
                saving(Guest("a", "y"), Guest("d", "x")),
                lambda _: Outcome(removes=(guests[1], guests[2]), sends=(sending("k"),)),
                saving(Guest("b", "z")),
            ]
            ends = await asyncio.gather(*map(store.run, turns), return_exceptions=True)
        assert [type(end) for end in ends] == [StoreAway] * 3
        await store.run(lambda _: Outcome())
        assert list(store.view().find(Guest, "name", "x")) == guests
        assert [store.view().get(Guest, "d"), store.view().get(Sending, "k")] == [None, None]
        await store.run(saving(Guest("e", "x")))
        assert list(store.view().find(Guest, "name", "x")) == [*guests, Guest("e", "x")]
        await store.close()

    asyncio.run(run())
    assert asyncio.run(keys(postgres)) == set("abce")


def test_who_waits_too_long_is_told_and_nothing_of_theirs_is_done_later(postgres: Server) -> None:
    async def run() -> None:
        store = await postgres.opened(patience=SHORT)
        await store.run(one_more)
        async with asking(postgres) as ask:
            await ask("BEGIN")
            await ask("SELECT 1 FROM head FOR UPDATE")
            with pytest.raises(StoreAway, match="does not answer"):
                await store.run(one_more)
            assert store.view().get(Guest, "a") == Guest("a", seats=1)
            await ask("ROLLBACK")
        await store.run(one_more)
        assert store.view().get(Guest, "a") == Guest("a", seats=2)
        await store.close()

    asyncio.run(run())


def test_a_database_that_may_only_be_read_is_away_until_it_may_be_written(
    postgres: Server,
) -> None:
    async def run() -> None:
        store = await postgres.opened(patience=SHORT)
        async with asking(postgres) as ask:
            await ask("ALTER SYSTEM SET default_transaction_read_only = on")
            await ask("SELECT pg_reload_conf()")
            await read_only(postgres, "on")
            with pytest.raises(StoreAway):
                await store.run(one_more)
            await ask("SET default_transaction_read_only = off")
            await ask("ALTER SYSTEM RESET default_transaction_read_only")
            await ask("SELECT pg_reload_conf()")
        await read_only(postgres, "off")
        await store.run(one_more)
        assert store.view().get(Guest, "a") == Guest("a", seats=1)
        await store.close()

    asyncio.run(run())


async def read_only(postgres: Server, wanted: str) -> None:
    """Return once new connections find it so."""
    found = ""
    while found != wanted:
        async with asking(postgres) as ask:
            [(found,)] = await ask("SHOW default_transaction_read_only")


def test_a_full_disk_keeps_nothing_and_loses_nothing(
    postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server's own words for it, SQLSTATE 53100, raised where a row is written."""

    async def run() -> None:
        store = await postgres.opened(patience=SHORT)
        await store.run(one_more)
        async with asking(postgres) as ask:
            await ask(
                "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                "RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$"
            )
            await ask(
                "CREATE TRIGGER full_disk BEFORE INSERT ON records EXECUTE FUNCTION full_disk()"
            )
            with pytest.raises(StoreAway):
                await store.run(one_more)
            await ask("DROP TRIGGER full_disk ON records")
        await store.run(one_more)
        assert store.view().get(Guest, "a") == Guest("a", seats=2)
        await store.close()

    asyncio.run(run())


def test_a_database_without_a_connection_to_spare_is_away(postgres: Server) -> None:
    """The store's own connection is lost, and others have taken all there are."""

    async def run() -> None:
        store = await postgres.opened(patience=SHORT)
        await store.run(one_more)
        async with asking(postgres) as ask:
            await ask("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
            connected = await all_connections(postgres)
            with pytest.raises(StoreAway):
                await store.run(one_more)
        for each in connected:
            await each.close()
        await store.run(one_more)
        assert store.view().get(Guest, "a") == Guest("a", seats=2)
        await store.close()

    asyncio.run(run())


async def all_connections(postgres: Server) -> list[AsyncConnection[Any]]:
    """As many as the server has left to give."""
    connected: list[AsyncConnection[Any]] = []
    with suppress(psycopg.OperationalError):
        while True:
            connected.append(await AsyncConnection.connect(postgres.address.database))
    assert len(connected) > 50
    return connected


class Wire:
    """What stands between a bot and its database, and can be cut without either being told."""

    def __init__(self, postgres: Server, folder: Path) -> None:
        self._server = dict(parse_qsl(urlsplit(postgres.url).query))["host"]
        self._folder = folder
        self._ends: list[asyncio.StreamWriter] = []
        self._carrying: list[asyncio.Task[Any]] = []
        self._whole = asyncio.Event()
        self.lay_anew()
        self.address = postgres.address._replace(
            database=f"postgresql://postgres@/postgres?host={folder}"
        )

    @asynccontextmanager
    async def laid(self) -> AsyncIterator[None]:
        """While this lasts, a database seems to be in the folder."""
        path = self._folder / SOCKET
        serving = await asyncio.start_unix_server(self._carried, path)
        async with serving:
            yield
        for each in self._ends:
            each.transport.abort()
        for way in self._carrying:
            way.cancel()
        await asyncio.wait(self._carrying)

    async def _carried(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_unix_connection(f"{self._server}/{SOCKET}")
        self._ends += (writer, back)
        ways = (self._one_way(reader, back, self._whole), self._one_way(there, writer, self._whole))
        self._carrying += map(asyncio.create_task, ways)

    def cut(self) -> None:
        """Let nothing through any more, not even that an end has gone."""
        self._whole.clear()

    def lay_anew(self) -> None:
        """Let through what is connected from now on; what was cut stays so."""
        self._whole = asyncio.Event()
        self._whole.set()

    async def _one_way(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, whole: asyncio.Event
    ) -> None:
        piece = b"first"
        while piece:
            piece = await reader.read(65_536)
            await whole.wait()
            writer.write(piece)
        writer.close()


def test_a_network_that_is_cut_without_a_word_is_noticed_and_gone_round(
    postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lost session still keeps everybody else out; whoever it belonged to ends it."""
    monkeypatch.setattr("storage.postgres.link.LONGEST", 4.0)

    async def run() -> None:
        wire = Wire(postgres, tmp_path)
        async with wire.laid():
            store = await open_postgres(wire.address, INSTALLATION, patience=SHORT)
            await store.run(one_more)
            wire.cut()
            with pytest.raises(StoreAway):
                await store.run(one_more)
            assert store.view().get(Guest, "a") == Guest("a", seats=1)
            with pytest.raises(Misconfigured, match="already using"):
                await postgres.opened()
            wire.lay_anew()
            await patient(store).run(one_more)
            assert store.view().get(Guest, "a") == Guest("a", seats=2)
            await store.close()

    asyncio.run(run())


def patient(store: PostgresStore) -> PatientStore:
    return PatientStore(store, lambda _: None)


def test_what_a_killed_process_was_told_is_there_and_nothing_by_halves(postgres: Server) -> None:
    """It is killed in the midst of turns, each of which makes a guest and their seat."""
    for seen in range(5, 5 + 10 * KILLS, 10):
        postgres.fresh()
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.store.child_postgres", postgres.url],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert child.stdout is not None
        told = {child.stdout.readline().strip() for _ in range(seen)}
        child.kill()
        told |= set(child.stdout.read().split("\n")[:-1])
        child.wait()
        child.stdout.close()
        guests, seats = asyncio.run(both(postgres))
        assert (told - guests, guests ^ seats) == (set(), set())


async def both(postgres: Server) -> tuple[set[str], set[str]]:
    """The guests and the seats that are in the database, once the killed session has ended."""
    store = await postgres.opened_again()
    tables = [store.database.table(f"store_test_{name}") for name in ("guests", "seats")]
    guests = {document["id"] for document in tables[0]}
    seats = {document["room"] for document in tables[1]}
    await store.close()
    return guests, seats


def test_a_second_process_is_refused_with_words(postgres: Server) -> None:
    async def run() -> None:
        store = await postgres.opened()
        with pytest.raises(Misconfigured, match="Another Circuit is already using the schema"):
            await postgres.opened()
        await store.close()
        await (await postgres.opened()).close()

    asyncio.run(run())


def test_a_second_installation_is_refused_with_words(postgres: Server) -> None:
    async def run() -> None:
        await (await postgres.opened()).close()
        with pytest.raises(Misconfigured, match="another installation of Circuit"):
            await postgres.opened("mistaken")
        postgres.fresh()
        await (await postgres.opened("mistaken")).close()

    asyncio.run(run())


def test_tables_of_a_newer_circuit_are_refused(postgres: Server) -> None:
    async def run() -> None:
        await (await postgres.opened()).close()
        async with asking(postgres) as ask:
            await ask("UPDATE head SET format = 2")
        with pytest.raises(Misconfigured, match="newer Circuit"):
            await postgres.opened()

    asyncio.run(run())


def test_an_older_postgresql_is_refused(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.postgres.schema.OLDEST", 990000)
    with pytest.raises(Misconfigured, match="needs PostgreSQL 99 or newer; this is"):
        asyncio.run(postgres.opened())


def test_an_older_bot_stops_at_a_row_that_a_newer_one_wrote(postgres: Server) -> None:
    async def run() -> None:
        store = await postgres.opened()
        stopped = []
        store.on_broken = lambda: stopped.append(True)
        await store.run(saving(Guest("a")))
        async with asking(postgres) as ask:
            await ask("UPDATE records SET version = 9, changed = 2")
            await ask("UPDATE head SET number = 2")
        for _ in range(2):
            with pytest.raises(StoreBroken, match="newer Circuit"):
                await store.run(one_more)
        assert stopped == [True]
        await store.close()

    asyncio.run(run())


def test_rows_of_an_older_circuit_are_upgraded_and_unknown_ones_kept(
    postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgraded = replace(Guest.table, upgrades=(lambda row: row | {"name": row["name"].upper()},))

    async def run() -> None:
        store = await postgres.opened()
        await store.run(saving(Guest("a", "Ana"), Seat("A", 1)))
        await store.close()
        monkeypatch.setattr(Guest, "table", upgraded)
        monkeypatch.delitem(kinds(), Seat.table.name)
        store = await postgres.opened()
        assert list(store.view().find(Guest, "name", "ANA")) == [Guest("a", "ANA")]
        assert len(store.database.table("store_test_seats")) == 1
        await store.close()

    asyncio.run(run())


@pytest.mark.parametrize(
    "url", ["postgresql://nobody@127.0.0.1:1/none", "postgresql://circuit@no.such.host.invalid/x"]
)
def test_a_database_that_cannot_be_reached_is_told_at_the_start(url: str) -> None:
    with pytest.raises(Misconfigured, match="cannot be used"):
        asyncio.run(open_postgres(Address.read(url), INSTALLATION))


def test_a_refusal_and_a_bug_travel_up_and_change_nothing(postgres: Server) -> None:
    def bug(view: View) -> Outcome:
        raise ZeroDivisionError

    def refuse(view: View) -> Outcome:
        raise Refusal("not_now")

    async def run() -> None:
        store = await postgres.opened()
        turns = [one_more, bug, refuse, one_more]
        ends = await asyncio.gather(*map(store.run, turns), return_exceptions=True)
        assert [type(end) for end in ends] == [Outcome, ZeroDivisionError, Refusal, Outcome]
        assert store.view().get(Guest, "a") == Guest("a", seats=2)
        await store.close()

    asyncio.run(run())


def test_closing_waits_for_what_was_begun(postgres: Server) -> None:
    async def run() -> None:
        store = await postgres.opened()
        turns = [asyncio.create_task(store.run(one_more)) for _ in range(300)]
        await asyncio.sleep(0)
        await store.close()
        await asyncio.gather(*turns)

    asyncio.run(run())
    assert asyncio.run(keys(postgres)) == {"a"}
