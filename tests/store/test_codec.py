"""Records become rows and come back the same, whatever their fields are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import Enum, StrEnum
from typing import Any, ClassVar, Literal, NewType, Optional, cast
from zoneinfo import ZoneInfo

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Misconfigured
from bot.model.record import Record, Row, Table
from storage.codec import codec_of, upgraded

from .records import NOW, Guest

RoomId = NewType("RoomId", str)


class Colour(Enum):
    RED = 1
    BLUE = 2


class Size(StrEnum):
    SMALL = "small"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Circle:
    radius: float
    colour: Colour = Colour.RED


@dataclass(frozen=True, slots=True)
class Square:
    side: int
    inner: "Square | Circle | None" = None


@dataclass(frozen=True, slots=True)
class Everything(Record):
    """A field of every kind that can be stored."""

    table: ClassVar[Table] = Table("store_test_everything", key="text")
    text: str
    whole: int
    real: float
    flag: bool
    nothing: None
    instant: datetime
    day: date
    hour: time
    length: timedelta
    colour: Colour
    size: Size
    level: Literal["low", "high", 3]
    maybe: Optional[int]  # noqa: UP045 - both spellings are met
    room: RoomId
    either: str | int | date | bytes | None
    shape: Circle | Square
    shapes: tuple[Circle | Square, ...]
    pair: tuple[int, str]
    tags: frozenset[Size]
    days: frozenset[date]
    names: dict[str, date]
    sizes: Mapping[Size, tuple[int, ...]]
    json: Any
    raw: bytes
    guest: Guest
    record: Record
    card: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    count: int = 0
    limit: int = 45
    again: Guest | None = None


texts = st.text(st.characters(exclude_categories=["Cs"]))
whole = st.integers(-(2**63), 2**63 - 1)
real = st.floats(allow_nan=False, allow_infinity=False)
zones = st.sampled_from(
    [UTC, timezone(-timedelta(hours=3, minutes=30)), ZoneInfo("America/Toronto")]
)
instants = st.datetimes(
    datetime(2, 1, 1),  # noqa: DTZ001 - the zone is drawn
    datetime(9998, 1, 1),  # noqa: DTZ001
    timezones=zones,
).filter(lambda at: at == at.astimezone(UTC))  # where clocks change, zones never compare equal
json = st.recursive(
    st.none() | st.booleans() | whole | real | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
circles = st.builds(Circle, real, st.sampled_from(Colour))
squares: st.SearchStrategy[Square] = st.deferred(
    lambda: st.builds(Square, whole, st.none() | circles | squares)
)
guests = st.builds(
    Guest, texts, st.none() | texts, tags=st.tuples(texts), arrives=st.none() | instants
)
everything = st.builds(
    Everything,
    text=texts,
    whole=whole,
    real=real,
    flag=st.booleans(),
    nothing=st.none(),
    instant=instants,
    day=st.dates(),
    hour=st.times(),
    length=st.timedeltas(),
    colour=st.sampled_from(Colour),
    size=st.sampled_from(Size),
    level=st.sampled_from(["low", "high", 3]),
    maybe=st.none() | whole,
    room=texts.map(RoomId),
    either=st.none() | texts | whole | st.dates() | st.binary(),
    shape=circles | squares,
    shapes=st.lists(circles | squares, max_size=3).map(tuple),
    pair=st.tuples(whole, texts),
    tags=st.frozensets(st.sampled_from(Size)),
    days=st.frozensets(st.dates(), max_size=3),
    names=st.dictionaries(texts, st.dates(), max_size=3),
    sizes=st.dictionaries(st.sampled_from(Size), st.lists(whole, max_size=2).map(tuple)),
    json=json,
    raw=st.binary(),
    guest=guests,
    record=guests,
    card=st.dictionaries(texts, json, max_size=3),
    note=texts,
    count=whole,
    limit=whole,
    again=st.none() | guests,
)


def there_and_back(instance: Any) -> Any:
    codec = codec_of(type(instance))
    return codec.instance(orjson.loads(codec.text(instance)))


@given(everything)
def test_any_record_comes_back_equal(record: Everything) -> None:
    back = there_and_back(record)
    assert back == record
    assert [type(value) for value in kinds(back)] == [type(value) for value in kinds(record)]


def kinds(record: Everything) -> list[Any]:
    return [record.real, record.colour, record.size, record.either, record.shape, *record.tags]


@given(everything)
def test_equal_records_give_equal_rows(record: Everything) -> None:
    codec = codec_of(Everything)
    assert codec.text(there_and_back(record)) == codec.text(record)


def test_a_row_reads_well_and_leaves_out_empty_defaults() -> None:
    guest = Guest("a", "Zoé", arrives=NOW.astimezone(ZoneInfo("America/Toronto")), answers={})
    expected = '{"id":"a","name":"Zoé","mood":"calm","arrives":"2027-02-25T18:00:00Z","seats":1}'
    assert codec_of(Guest).text(guest).decode() == expected


def test_a_default_that_says_something_is_written() -> None:
    # It may be another one tomorrow, and then today's rows must still mean what they meant.
    assert codec_of(Guest).row(Guest("a")) == {"id": "a", "mood": "calm", "seats": 1}


def test_members_of_unions_carry_their_names() -> None:
    square = Square(2, Circle(0.5))
    inner = {"Circle": {"radius": 0.5, "colour": 1}}
    assert codec_of(Square).row(square) == {"side": 2, "inner": inner}


def test_a_row_of_an_older_class_gets_the_defaults() -> None:
    assert codec_of(Guest).instance({"id": "a"}) == Guest("a")


def test_fields_that_a_class_no_longer_has_are_passed_over() -> None:
    assert codec_of(Guest).instance({"id": "a", "shoes": 44}) == Guest("a")


def test_a_summer_hour_that_happens_twice_comes_back_as_the_same_instant() -> None:
    zone = ZoneInfo("America/Toronto")
    for fold in (0, 1):
        moment = datetime(2026, 11, 1, 1, 30, fold=fold, tzinfo=zone)
        back = there_and_back(Guest("a", arrives=moment)).arrives
        assert (back, back.tzinfo) == (moment.astimezone(UTC), UTC)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"pair": (1,)}, "Everything.pair"),
        ({"pair": [1, "x"]}, "expected tuple, got list"),
        ({"level": "middle"}, "'middle' is not one of"),
        ({"level": True}, "True is not one of"),
        ({"flag": 1}, "Everything.flag: expected bool, got int"),
        ({"whole": True}, "Everything.whole: expected int, got bool"),
        ({"whole": 1.0}, "expected int, got float"),
        ({"real": float("-inf")}, "not a finite number"),
        ({"real": True}, "expected float, got bool"),
        ({"nothing": 0}, "expected NoneType, got int"),
        ({"day": NOW}, "expected date, got datetime"),
        ({"hour": time(9, tzinfo=UTC)}, "without a time zone"),
        ({"hour": "09:00"}, "expected time, got str"),
        ({"length": 3}, "expected timedelta, got int"),
        ({"instant": "2027"}, "expected datetime, got str"),
        ({"instant": datetime.min.replace(tzinfo=timezone(timedelta(hours=1)))}, "out of range"),
        ({"colour": 1}, "expected Colour, got int"),
        ({"size": "small"}, "expected Size, got str"),
        ({"either": 1.5}, r"expected str \| int \| date \| bytes, got float"),
        ({"shape": None}, r"expected Circle \| Square, got NoneType"),
        ({"shape": Circle(float("nan"))}, "Everything.shape: Circle.radius"),
        ({"tags": {Size.SMALL}}, "expected frozenset, got set"),
        ({"names": {1: date.min}}, "expected str, got int"),
        ({"names": []}, "expected mapping, got list"),
        ({"json": {1: "x"}}, "expected str, got int"),
        ({"json": [{"x": float("nan")}]}, "not a finite number"),
        ({"json": {"x": NOW}}, "expected a JSON value, got datetime"),
        ({"json": {1, 2}}, "expected a JSON value, got set"),
        ({"raw": "x"}, "expected bytes, got str"),
        ({"guest": None}, "expected Guest, got NoneType"),
        ({"record": Circle(1.0)}, "expected Record, got Circle"),
        ({"card": None}, "expected mapping, got NoneType"),
    ],
)
def test_a_value_of_another_kind_is_refused_by_name(changes: dict[str, Any], words: str) -> None:
    fields: dict[str, Any] = {
        "text": "a", "whole": 1, "real": 0.5, "flag": True, "nothing": None, "instant": NOW,
        "day": date.min, "hour": time(9), "length": timedelta(1), "colour": Colour.RED,
        "size": Size.SMALL, "level": "low", "maybe": None, "room": "A", "either": None,
        "shape": Circle(1.0), "shapes": (), "pair": (1, "x"), "tags": frozenset(),
        "days": frozenset(), "names": {}, "sizes": {}, "json": None, "raw": b"",
        "guest": Guest("a"), "record": Guest("b"),
    }  # fmt: skip
    assert there_and_back(Everything(**fields)) == Everything(**fields)
    with pytest.raises((TypeError, ValueError), match=words):
        codec_of(Everything).text(Everything(**{**fields, **changes}))


@pytest.mark.parametrize("hint", [list[int], set[str], tuple, complex, dict[int, str], object])
def test_a_class_with_a_field_that_cannot_be_stored_is_refused(hint: Any) -> None:
    @dataclass(frozen=True)
    class Odd:
        value: Any

    Odd.__annotations__["value"] = hint
    with pytest.raises(TypeError, match=r"Odd\.value: .*stored"):
        codec_of(Odd)


def test_a_class_that_is_no_dataclass_is_refused() -> None:
    with pytest.raises(TypeError, match="not a dataclass"):
        codec_of(cast("type[Any]", Colour))


def test_a_record_inside_a_record_is_upgraded_too() -> None:
    def with_room(row: Row) -> Row:
        return {**row, "room": "A"}

    @dataclass(frozen=True, slots=True)
    class Inner(Record):
        table: ClassVar[Table] = Table("store_test_inner", key="id", upgrades=(with_room,))
        id: str
        room: str

    @dataclass(frozen=True, slots=True)
    class Outer:
        held: Record

    assert codec_of(Outer).instance({"held": ["store_test_inner", 0, {"id": "x"}]}) == Outer(
        Inner("x", "A")
    )
    assert codec_of(Outer).row(Outer(Inner("x", "B"))) == {
        "held": ["store_test_inner", 1, {"id": "x", "room": "B"}]
    }


def test_a_row_from_a_newer_class_is_refused() -> None:
    with pytest.raises(Misconfigured, match="newer Circuit"):
        upgraded(Guest, {"id": "a"}, 1)
