"""What every store promises, whatever it is made of."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from bot.errors import Refusal
from bot.model.outbox import Sending
from bot.model.outcome import Answer, Outcome
from bot.model.record import Record, View
from storage import ConflictingStore, MemoryStore, Store, open_store
from tests.postgres import Alternating, Server

from .records import NOW, Guest, Mood, Seat, saving, sending

Talk = Callable[[Store], Awaitable[None]]


KINDS = ["memory", "journal", "conflicting"]
ON_POSTGRES = ["postgres", "conflicting on postgres", "alternating"]


@pytest.fixture(
    params=[*KINDS, *(pytest.param(each, marks=pytest.mark.slow) for each in ON_POSTGRES)]
)
def with_store(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Talk], None]:
    """Runs a talk with a store of each kind."""

    async def opened() -> Store:
        if request.param == "journal":
            return await open_store(tmp_path)
        if request.param == "memory":
            return MemoryStore()
        if request.param == "conflicting":
            return ConflictingStore(MemoryStore())
        return await opened_on(request.getfixturevalue("postgres"), request.param)

    async def run(talk: Talk) -> None:
        store = await opened()
        try:
            await talk(store)
        finally:
            await store.close()

    return lambda talk: asyncio.run(run(talk))


async def opened_on(postgres: Server, kind: str) -> Store:
    if kind == "alternating":
        return Alternating(await postgres.opened_again(), await postgres.opened_again())
    store = await postgres.opened()
    return store if kind == "postgres" else ConflictingStore(store)


async def save(store: Store, *records: Record) -> Outcome:
    return await store.run(saving(*records))


def ids(guests: Any) -> list[str]:
    return [guest.id for guest in guests]


def test_a_saved_record_is_read_back_equal(with_store: Callable[[Talk], None]) -> None:
    guest = Guest("a", "Ana", Mood.EAGER, ("front",), NOW, 2, 0.5, {"q1": "Où?"})

    async def talk(store: Store) -> None:
        await save(store, guest)
        assert store.view().get(Guest, "a") == guest
        assert store.view().get(Guest, "b") is None

    with_store(talk)


def test_a_turn_gets_its_outcome_back(with_store: Callable[[Talk], None]) -> None:
    outcome = Outcome(saves=(Guest("a"),), sends=(sending("k"),), answer=Answer("done"))

    async def talk(store: Store) -> None:
        assert await store.run(lambda _view: outcome) == outcome

    with_store(talk)


def test_a_send_whose_key_is_known_drops_out(with_store: Callable[[Talk], None]) -> None:
    async def talk(store: Store) -> None:
        first = await store.run(lambda _: Outcome(sends=(sending("k", "one"),)))
        again = await store.run(lambda _: Outcome(sends=(sending("k", "two"), sending("l"))))
        assert [first.sends, again.sends] == [(sending("k", "one"),), (sending("l"),)]
        assert store.view().get(Sending, "k") == sending("k", "one")

    with_store(talk)


def test_the_same_send_twice_in_one_outcome_is_one(with_store: Callable[[Talk], None]) -> None:
    async def talk(store: Store) -> None:
        both = Outcome(sends=(sending("k", "one"), sending("k", "two")))
        assert (await store.run(lambda _: both)).sends == (sending("k", "one"),)

    with_store(talk)


def test_a_send_that_the_same_outcome_saved_is_known(with_store: Callable[[Talk], None]) -> None:
    async def talk(store: Store) -> None:
        outcome = Outcome(saves=(sending("k"),), sends=(sending("k", "two"),))
        assert (await store.run(lambda _: outcome)).sends == ()

    with_store(talk)


def test_a_sending_that_was_removed_may_be_sent_anew(with_store: Callable[[Talk], None]) -> None:
    async def talk(store: Store) -> None:
        await save(store, sending("k", "one"))
        outcome = Outcome(removes=(sending("k"),), sends=(sending("k", "two"),))
        assert (await store.run(lambda _: outcome)).sends == (sending("k", "two"),)
        assert store.view().get(Sending, "k") == sending("k", "two")

    with_store(talk)


def test_saving_again_replaces_and_moves_between_indexes(
    with_store: Callable[[Talk], None],
) -> None:
    async def talk(store: Store) -> None:
        await save(store, Guest("a", "Ana", tags=("x", "y"), arrives=NOW))
        await save(store, Guest("a", "Bea", Mood.EAGER, ("y", "z"), NOW + timedelta(hours=1)))
        view = store.view()
        names = {name: ids(view.find(Guest, "name", name)) for name in ("Ana", "Bea")}
        tags = {tag: ids(view.find(Guest, "tags", tag)) for tag in "xyz"}
        moods = {mood.value: view.count(Guest, "mood", mood) for mood in Mood}
        assert names == {"Ana": [], "Bea": ["a"]}
        assert tags == {"x": [], "y": ["a"], "z": ["a"]}
        assert moods == {"calm": 0, "eager": 1}
        assert [view.count(Guest, "initial", letter) for letter in "AB"] == [0, 1]
        assert ids(view.between(Guest, "arrives", None, NOW + timedelta(minutes=1))) == []

    with_store(talk)


def test_a_removed_record_is_found_nowhere(with_store: Callable[[Talk], None]) -> None:
    guest = Guest("a", "Ana", tags=("x",), arrives=NOW)

    async def talk(store: Store) -> None:
        await save(store, guest)
        await store.run(lambda _: Outcome(removes=(guest,)))
        view = store.view()
        assert view.get(Guest, "a") is None
        assert view.find(Guest, "name", "Ana") == ()
        assert view.count(Guest, "tags", "x") == 0
        assert list(view.between(Guest, "arrives", None, None)) == []

    with_store(talk)


def test_removing_what_is_not_there_changes_nothing(with_store: Callable[[Talk], None]) -> None:
    async def talk(store: Store) -> None:
        outcome = Outcome(removes=(Guest("a"),))
        assert await store.run(lambda _: outcome) == outcome

    with_store(talk)


def test_a_record_saved_and_removed_by_one_outcome_is_gone(
    with_store: Callable[[Talk], None],
) -> None:
    async def talk(store: Store) -> None:
        await store.run(lambda _: Outcome(saves=(Guest("a"),), removes=(Guest("a"),)))
        assert store.view().get(Guest, "a") is None

    with_store(talk)


def test_records_are_found_oldest_first_even_after_a_change(
    with_store: Callable[[Talk], None],
) -> None:
    async def talk(store: Store) -> None:
        await save(store, *(Guest(name, mood=Mood.EAGER) for name in "cab"))
        await save(store, Guest("c", mood=Mood.CALM))
        await save(store, Guest("c", "again", Mood.EAGER))
        assert ids(store.view().find(Guest, "mood", "eager")) == ["c", "a", "b"]

    with_store(talk)


def test_a_time_range_includes_its_start_and_not_its_end(
    with_store: Callable[[Talk], None],
) -> None:
    def at(minutes: int) -> datetime:
        return NOW + timedelta(minutes=minutes)

    async def talk(store: Store) -> None:
        await save(store, *(Guest(str(n), arrives=at(n)) for n in (3, 1, 2)), Guest("never"))
        view = store.view()
        ranges = [(None, None), (at(1), at(3)), (at(2), None), (None, at(2)), (at(4), at(9))]
        found = [ids(view.between(Guest, "arrives", start, end)) for start, end in ranges]
        assert found == [["1", "2", "3"], ["1", "2"], ["2", "3"], ["1"], []]

    with_store(talk)


def test_a_time_range_is_read_as_it_is_needed(with_store: Callable[[Talk], None]) -> None:
    async def talk(store: Store) -> None:
        guests = [Guest(f"{n:04}", arrives=NOW + timedelta(seconds=n)) for n in range(700)]
        await save(store, *guests)
        reading = store.view().between(Guest, "arrives", None, None)
        first = [next(reading) for _ in range(10)]
        await store.run(lambda _: Outcome(removes=tuple(guests[300:400])))
        assert [*first, *reading] == [*guests[:300], *guests[400:]]

    with_store(talk)


def test_the_oldest_of_an_index_are_read_as_they_are_needed(
    with_store: Callable[[Talk], None],
) -> None:
    async def talk(store: Store) -> None:
        guests = [Guest(name, mood=Mood.EAGER) for name in "cabde"]
        await save(store, *guests)
        reading = store.view().oldest(Guest, "mood", "eager")
        first = next(reading)
        await store.run(lambda _: Outcome(removes=(guests[3],)))
        assert [first, *reading] == [guests[0], guests[1], guests[2], guests[4]]

    with_store(talk)


def test_an_undeclared_index_is_a_bug(with_store: Callable[[Talk], None]) -> None:
    async def talk(store: Store) -> None:
        view = store.view()
        for search in (
            lambda: view.find(Guest, "seats", "1"),
            lambda: view.count(Guest, "seats", "1"),
            lambda: view.between(Guest, "leaves", None, None),
        ):
            with pytest.raises(LookupError):
                cast("Callable[[], object]", search)()

    with_store(talk)


def test_a_turn_that_raises_changes_nothing(with_store: Callable[[Talk], None]) -> None:
    def turn(view: View) -> Outcome:
        raise Refusal("not_now")

    async def talk(store: Store) -> None:
        with pytest.raises(Refusal, match="not_now"):
            await store.run(turn)
        await save(store, Guest("a"))
        assert store.view().get(Guest, "a") == Guest("a")

    with_store(talk)


@pytest.mark.parametrize(
    "bad",
    [
        Guest("b", "\ud800"),
        Guest("\udfff"),
        Guest("b", answers={"\ud800": "x"}),
        Guest("b", score=float("nan")),
        Guest("b", score=float("inf")),
        Guest("b", arrives=NOW.replace(tzinfo=None)),
        Guest("b", seats=cast("int", "two")),
        Guest("b", seats=2**70),
        Guest("b", seats=cast("int", None)),
        Guest("b", mood=cast("Mood", "calm")),
        Guest("b", tags=cast("tuple[str, ...]", ["x"])),
        Guest("b", tags=cast("tuple[str, ...]", ("x", 3))),
        Guest("b", answers=cast("dict[str, str]", {3: "x"})),
        Guest("b", answers=cast("dict[str, str]", {"q": cast("str", print)})),
    ],
    ids=ascii,
)
def test_what_json_cannot_hold_is_refused_whole(
    with_store: Callable[[Talk], None], bad: Guest
) -> None:
    async def talk(store: Store) -> None:
        outcome = Outcome(saves=(Guest("a"), bad), sends=(sending("k"),))
        with pytest.raises((TypeError, ValueError)):
            await store.run(lambda _: outcome)
        view = store.view()
        assert [view.get(Guest, "a"), view.get(Guest, "b"), view.get(Sending, "k")] == [None] * 3
        assert view.count(Guest, "mood", "calm") == 0

    with_store(talk)


def test_turns_follow_one_another(with_store: Callable[[Talk], None]) -> None:
    def one_more(view: View) -> Outcome:
        guest = view.get(Guest, "a") or Guest("a", seats=0)
        return Outcome(saves=(replace(guest, seats=guest.seats + 1),))

    async def talk(store: Store) -> None:
        await asyncio.gather(*(store.run(one_more) for _ in range(100)))
        assert store.view().get(Guest, "a") == Guest("a", seats=100)

    with_store(talk)


def test_the_last_seat_is_taken_once(with_store: Callable[[Talk], None]) -> None:
    def take(who: str) -> Callable[[View], Outcome]:
        def turn(view: View) -> Outcome:
            if view.get(Seat, "A/1"):
                return Outcome(answer=Answer("full"))
            return Outcome(saves=(Seat("A", 1, who),), answer=Answer("yours"))

        return turn

    async def talk(store: Store) -> None:
        outcomes = await asyncio.gather(*(store.run(take(who)) for who in ("ana", "ben", "sam")))
        assert sorted(outcome.answer.text for outcome in outcomes) == ["full", "full", "yours"]
        assert store.view().count(Seat, "room", "A") == 1

    with_store(talk)


def test_a_key_may_be_made_of_several_fields(with_store: Callable[[Talk], None]) -> None:
    async def talk(store: Store) -> None:
        await save(store, Seat("A", 1), Seat("A", 2), Seat("A", 1, "ana"))
        assert store.view().find(Seat, "room", "A") == (Seat("A", 1, "ana"), Seat("A", 2))

    with_store(talk)


def test_a_closed_store_takes_no_turn(with_store: Callable[[Talk], None]) -> None:
    async def talk(store: Store) -> None:
        await store.close()
        with pytest.raises(RuntimeError, match="closed"):
            await save(store, Guest("a"))

    with_store(talk)
