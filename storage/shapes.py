"""From a type hint to a pair of functions: a value to JSON, and back."""

import base64
import math
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from typing import Any, Literal, get_args, get_origin

import orjson

Convert = Callable[[Any], Any]
JSON_SCALARS: tuple[type, ...] = (str, int, float, bool)


@dataclass(frozen=True, slots=True)
class Shape:
    """How the values of one declared type are written and read.

    ``types`` are the classes of the values, which tell the members of a union apart, and ``name``
    is the tag for that. Values of the classes in ``as_is`` need no writing. ``read`` is None where
    JSON already gives the value back as it was.
    """

    name: str
    types: tuple[type, ...]
    write: Convert
    read: Convert | None = None
    as_is: frozenset[type] = frozenset()

    def back(self, value: Any) -> Any:
        """The value read from JSON."""
        return value if self.read is None else self.read(value)


def text(value: Any) -> str:
    """The characters of a text; of an enumeration's member, those of its value."""
    if type(value) is str:
        return value
    if isinstance(value, str):
        return str.__str__(value.value if isinstance(value, Enum) else value)
    raise wrong("str", value)


def wrong(expected: str, value: object) -> TypeError:
    """The error for a value of another type than the declared one."""
    return TypeError(f"expected {expected}, got {type(value).__name__}")


def _exactly(kind: type) -> Convert:
    def write(value: Any) -> Any:
        if type(value) is not kind:
            raise wrong(kind.__name__, value)
        return value

    return write


def _number(value: Any) -> float:
    if type(value) not in (float, int):
        raise wrong("float", value)
    if not math.isfinite(value):
        raise ValueError(f"{value} is not a finite number")
    return float(value)


def _instant(value: Any) -> datetime | str:
    """UTC; left to orjson, which writes it faster, where it already is a plain UTC datetime."""
    if type(value) is datetime and value.tzinfo is UTC:
        return value
    if not isinstance(value, datetime):
        raise wrong("datetime", value)
    if value.utcoffset() is None:
        raise ValueError(f"{value.isoformat()} has no time zone")
    try:
        return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
    except OverflowError as problem:
        raise ValueError(f"{value.isoformat()} is out of range in UTC") from problem


def _date(value: Any) -> str:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise wrong("date", value)
    return value.isoformat()


def _wall_time(value: Any) -> str:
    if not isinstance(value, time):
        raise wrong("time", value)
    if value.tzinfo is not None:
        raise ValueError("a time of day is stored without a time zone")
    return value.isoformat()


def _duration(value: Any) -> list[int]:
    if not isinstance(value, timedelta):
        raise wrong("timedelta", value)
    return [value.days, value.seconds, value.microseconds]


def _bytes(value: Any) -> str:
    if type(value) is not bytes:
        raise wrong("bytes", value)
    return base64.b64encode(value).decode("ascii")


# What JSON takes as it is; whether a text is Unicode is seen when it is written.
_PLAIN = frozenset({str, int, bool, types.NoneType})


def json_like(value: Any) -> Any:
    """The value, if it is made of JSON's own types; tuples become lists.

    Raises ``TypeError`` or ``ValueError`` for anything JSON would lose or change.
    """
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is dict or isinstance(value, Mapping):
        return {
            key if type(key) is str else text(key): item
            if type(item) in _PLAIN
            else json_like(item)
            for key, item in value.items()
        }
    if kind is float:
        return _number(value)
    if isinstance(value, str):
        return text(value)
    if isinstance(value, list | tuple):
        return [item if type(item) in _PLAIN else json_like(item) for item in value]
    raise wrong("a JSON value", value)


_SIMPLE: dict[Any, Shape] = {
    str: Shape("str", (str,), text, as_is=frozenset({str})),
    int: Shape("int", (int,), _exactly(int), as_is=frozenset({int})),
    bool: Shape("bool", (bool,), _exactly(bool), as_is=frozenset({bool})),
    float: Shape("float", (float, int), _number),
    datetime: Shape("datetime", (datetime,), _instant, datetime.fromisoformat),
    date: Shape("date", (date,), _date, date.fromisoformat),
    time: Shape("time", (time,), _wall_time, time.fromisoformat),
    timedelta: Shape("timedelta", (timedelta,), _duration, lambda parts: timedelta(*parts)),
    bytes: Shape("bytes", (bytes,), _bytes, base64.b64decode),
    Any: Shape("Any", (object,), json_like),
    types.NoneType: Shape("None", (types.NoneType,), _exactly(types.NoneType)),
}


def simple_shape(hint: Any) -> Shape | None:
    """The shape of a type that contains no other, None if the hint is not one."""
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _enumeration(hint)
    if get_origin(hint) is Literal:
        return _literal(get_args(hint))
    return _SIMPLE.get(hint)


def _enumeration(kind: type[Enum]) -> Shape:
    members = {member.value: member for member in kind}
    if not all(type(value) in (str, int) for value in members):
        raise TypeError(f"{kind.__name__} cannot be stored: its values are not texts or integers")

    def write(value: Any) -> Any:
        if type(value) is not kind:
            raise wrong(kind.__name__, value)
        return value.value

    def read(value: Any) -> Any:
        return members.get(value) or kind(value)

    return Shape(kind.__name__, (kind,), write, read)


def _literal(choices: tuple[Any, ...]) -> Shape:
    allowed = {(type(choice), choice) for choice in choices}
    if not all(kind in (str, int, bool) for kind, _ in allowed):
        raise TypeError(f"a Literal of {choices} cannot be stored")

    def write(value: Any) -> Any:
        if (type(value), value) not in allowed:
            raise ValueError(f"{value!r} is not one of {choices}")
        return value

    return Shape("Literal", tuple({kind for kind, _ in allowed}), write)


def sequence(items: Shape) -> Shape:
    """The shape of ``tuple[X, ...]``."""
    write, read, as_is = items.write, items.read, items.as_is

    def write_all(value: Any) -> tuple[Any, ...] | list[Any]:
        if not isinstance(value, tuple):
            raise wrong("tuple", value)
        if type(value) is tuple and as_is.issuperset(map(type, value)):
            return value
        return [write(item) for item in value]

    if read is None:
        return Shape("tuple", (tuple,), write_all, tuple)
    return Shape("tuple", (tuple,), write_all, lambda value: tuple([read(item) for item in value]))


def fixed(places: tuple[Shape, ...]) -> Shape:
    """The shape of ``tuple[X, Y]``: as many values as places."""

    def write(value: Any) -> list[Any]:
        if not isinstance(value, tuple):
            raise wrong("tuple", value)
        return [place.write(item) for place, item in zip(places, value, strict=True)]

    def read(value: Any) -> tuple[Any, ...]:
        return tuple(place.back(item) for place, item in zip(places, value, strict=True))

    return Shape("tuple", (tuple,), write, read)


def unordered(items: Shape) -> Shape:
    """The shape of ``frozenset[X]``, written in one order so that equal sets give equal rows."""

    def write(value: Any) -> list[Any]:
        if not isinstance(value, frozenset):
            raise wrong("frozenset", value)
        return sorted(map(items.write, value), key=orjson.dumps)

    return Shape("frozenset", (frozenset,), write, lambda value: frozenset(map(items.back, value)))


def mapping(keys: Shape, items: Shape) -> Shape:
    """The shape of ``Mapping[str, X]``; members of a text enumeration may be keys too."""
    if not all(issubclass(kind, str) for kind in keys.types):
        raise TypeError("a mapping is stored only if its keys are texts")
    plain_keys, plain_items = keys.as_is.issuperset, items.as_is.issuperset

    def write(value: Any) -> dict[str, Any]:
        if type(value) is dict and plain_keys(map(type, value)):
            if plain_items(map(type, value.values())):
                return value
        elif not isinstance(value, Mapping):
            raise wrong("mapping", value)
        return {keys.write(key): items.write(item) for key, item in value.items()}

    def read(value: dict[str, Any]) -> dict[Any, Any]:
        return {keys.back(key): items.back(item) for key, item in value.items()}

    plain = keys.read is None and items.read is None
    return Shape("dict", (Mapping,), write, None if plain else read)
