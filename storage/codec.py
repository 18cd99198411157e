"""The one codec: frozen dataclasses to JSON rows and back, from their type hints.

A union of several types is written as ``{"name of the type": value}``. A field that holds a record
is written as ``[table, version, row]``, so that its upgrades apply there too.

An empty value (``""``, ``None``, ``()``, ``0``, ``False``, ``{}``) that is its field's default is
left out of the row. Other defaults are written, because a default that changes must not change
what was stored.
"""

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from operator import attrgetter
from typing import Any, Final, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

import orjson

from bot.errors import Misconfigured
from bot.model.record import Record, Row, kinds
from storage import shapes
from storage.shapes import Convert, Shape, wrong

_NONE: Final = object()
_EMPTY_FACTORIES = (dict, tuple, frozenset)


class Codec:
    """How the instances of one dataclass become rows and come back."""

    def __init__(self, kind: type) -> None:
        self.kind = kind
        hints = get_type_hints(kind)
        kept = [field for field in fields(kind) if field.init]
        self.shapes = {field.name: _field_shape(kind, field.name, hints) for field in kept}
        # With a last attribute that is not wanted, one field alone also gives a tuple.
        self._take = attrgetter(*self.shapes, "__class__")
        self._left_out = [
            (field.name, empty) for field in kept if (empty := _empty_default(field)) is not _NONE
        ]
        self._writers: dict[tuple[type, ...], list[tuple[str, Convert]]] = {}
        self._readers: list[tuple[str, Convert]] = [
            (name, shape.read) for name, shape in self.shapes.items() if shape.read is not None
        ]

    def row(self, instance: Any) -> Row:
        """The fields as JSON values.

        Raises ``TypeError`` or ``ValueError``, naming the field, for a value that is not what the
        class declares.
        """
        if type(instance) is not self.kind:
            raise wrong(self.kind.__name__, instance)
        values = self._take(instance)
        row: Row = dict(zip(self.shapes, values, strict=False))
        for name, empty in self._left_out:
            value = row[name]
            if not value and type(value) is type(empty):
                del row[name]
        try:
            for name, write in self._writers_for(values):
                if name in row:
                    row[name] = write(row[name])
        except (TypeError, ValueError) as problem:
            sort = TypeError if isinstance(problem, TypeError) else ValueError
            raise sort(f"{self.kind.__name__}.{name}: {problem}") from problem
        return row

    def _writers_for(self, values: tuple[Any, ...]) -> list[tuple[str, Convert]]:
        """Who must write which field. It depends on the classes of the values, and is kept."""
        classes = tuple(map(type, values))
        writers = self._writers.get(classes)
        if writers is None:
            writers = self._writers[classes] = [
                (name, shape.write)
                for (name, shape), kind in zip(self.shapes.items(), classes, strict=False)
                if kind not in shape.as_is
            ]
        return writers

    def text(self, instance: Any) -> bytes:
        """The row as compact JSON. Raises as ``row`` does, and for text that is not Unicode."""
        return packed(self.row(instance))

    def instance(self, row: Row) -> Any:
        """The instance a row was made from; the row is used up. Unknown fields are passed over."""
        for name, read in self._readers:
            if name in row:
                row[name] = read(row[name])
        if not row.keys() <= self.shapes.keys():
            row = {name: row[name] for name in row.keys() & self.shapes.keys()}
        return self.kind(**row)


def packed(row: Row) -> bytes:
    """The row as compact JSON, to be kept.

    What orjson 3.13 returns holds on to some 4 kB for a row of 300 bytes; a copy does not, and
    making 30,000 copies is faster than finding the memory.
    """
    return b"%b" % orjson.dumps(row, option=orjson.OPT_UTC_Z)


R = TypeVar("R", bound=Record)


def rewritten(record: R, change: Callable[[str], str]) -> R:
    """The record with every text in it changed like this, names in mappings included."""
    codec = codec_of(type(record))
    changed: R = codec.instance(_changed(orjson.loads(codec.text(record)), change))
    return changed


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_changed(each, change) for each in value]
    if isinstance(value, dict):
        return {change(name): _changed(each, change) for name, each in value.items()}
    return value


_CODECS: dict[type, Codec] = {}


def codec_of(kind: type) -> Codec:
    """The codec of a dataclass, made once."""
    codec = _CODECS.get(kind)
    if codec is None:
        if not is_dataclass(kind):
            raise TypeError(f"{kind.__name__} cannot be stored: it is not a dataclass")
        codec = _CODECS[kind] = Codec(kind)
    return codec


def upgraded(kind: type[Record], row: Row, version: int) -> Row:
    """The row as today's class expects it. Raises ``Misconfigured`` if it comes from the future."""
    table = kind.table
    if version > table.version:
        raise Misconfigured(
            f"Table “{table.name}” was written by a newer Circuit (rows of version {version}; this "
            f"one knows {table.version}). Install the newer version again, or restore a backup "
            "made with this one."
        )
    for upgrade in table.upgrades[version:]:
        row = upgrade(row)
    return row


def _empty_default(field: Field[Any]) -> object:
    """The default, if it is empty and so not worth writing."""
    if field.default_factory in _EMPTY_FACTORIES:
        return field.default_factory()
    return _NONE if field.default is MISSING or field.default else field.default


def _field_shape(kind: type, name: str, hints: dict[str, Any]) -> Shape:
    try:
        return shape_of(hints[name])
    except TypeError as problem:
        raise TypeError(f"{kind.__name__}.{name}: {problem}") from problem


def shape_of(hint: Any) -> Shape:
    """The shape of any supported hint. Raises ``TypeError`` for others."""
    if isinstance(hint, NewType):
        return shape_of(hint.__supertype__)
    shape = shapes.simple_shape(hint)
    if shape is not None:
        return shape
    if isinstance(hint, type) and issubclass(hint, Record):
        return _record_shape(hint)
    if isinstance(hint, type) and is_dataclass(hint):
        return _nested_shape(hint)
    return _generic_shape(hint, get_origin(hint) or hint, get_args(hint))


def _generic_shape(hint: Any, origin: Any, arguments: tuple[Any, ...]) -> Shape:
    if origin in (Union, types.UnionType):
        return _union_shape(arguments)
    if origin in (dict, Mapping):
        keys, items = arguments or (str, Any)
        return shapes.mapping(shape_of(keys), shape_of(items))
    if origin is frozenset and arguments:
        return shapes.unordered(shape_of(arguments[0]))
    if origin is tuple and arguments:
        if arguments[-1] is Ellipsis:
            return shapes.sequence(shape_of(arguments[0]))
        return shapes.fixed(tuple(map(shape_of, arguments)))
    raise TypeError(f"{hint} cannot be stored; tuples, frozensets, mappings and dataclasses can")


def _nested_shape(kind: type) -> Shape:
    # The codec is looked up at each use, so that a class may contain itself.
    return Shape(
        kind.__name__,
        (kind,),
        lambda value: codec_of(kind).row(value),
        lambda row: codec_of(kind).instance(row),
    )


def _record_shape(kind: type[Record]) -> Shape:
    def write(value: Any) -> list[Any]:
        if not isinstance(value, kind):
            raise wrong(kind.__name__, value)
        return [value.table.name, value.table.version, codec_of(type(value)).row(value)]

    def read(item: list[Any]) -> Any:
        name, version, row = item
        stored = kinds()[name]
        return codec_of(stored).instance(upgraded(stored, row, version))

    return Shape(kind.__name__, (kind,), write, read)


def _union_shape(hints: tuple[Any, ...]) -> Shape:
    members = [shape_of(hint) for hint in hints if hint is not types.NoneType]
    inner = members[0] if len(members) == 1 else _tagged(members)
    return inner if len(members) == len(hints) else _optional(inner)


def _optional(inner: Shape) -> Shape:
    write, read = inner.write, inner.read
    return Shape(
        inner.name,
        (*inner.types, types.NoneType),
        lambda value: None if value is None else write(value),
        None if read is None else (lambda value: None if value is None else read(value)),
        inner.as_is | {types.NoneType},
    )


def _tagged(members: list[Shape]) -> Shape:
    named = {member.name: member for member in members}
    by_type = {kind: member for member in reversed(members) for kind in member.types}
    if len(named) < len(members):
        raise TypeError(f"a union of types that are all called {', '.join(named)} cannot be stored")

    def write(value: Any) -> Any:
        member = by_type.get(type(value)) or _accepting(members, value)
        return {member.name: member.write(value)}

    def read(item: dict[str, Any]) -> Any:
        [(name, value)] = item.items()
        return named[name].back(value)

    return Shape(" | ".join(named), tuple(by_type), write, read)


def _accepting(members: list[Shape], value: Any) -> Shape:
    for member in members:
        if isinstance(value, member.types):
            return member
    raise wrong(" | ".join(member.name for member in members), value)
