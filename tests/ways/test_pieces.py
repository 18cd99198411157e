"""The people of a file in pieces: a piece is taken out without unpacking those before it."""

from dataclasses import asdict

import orjson

from bot.registering.request import Request
from bot.services.files.reading import Reading, reading_of


def reading(*pieces: bytes) -> Reading:
    """A file in these pieces."""
    head = {"titles": {}, "unknown": [], "people": len(pieces), "repeated": 0}
    return reading_of(b"\n".join((orjson.dumps(head), *pieces)))


def piece(number: int) -> bytes:
    person = Request(address=f"p{number}@example.net", came="file")
    return orjson.dumps({"people": [asdict(person)]})


def addresses(found: Reading, first: int) -> list[str]:
    return [each.address for requests in found.requests(first) for each in requests]


def test_pieces_are_taken_from_any_one_on() -> None:
    found = reading(piece(0), b'{"people": cannot be read', piece(2), piece(3))
    assert addresses(found, 2) == ["p2@example.net", "p3@example.net"]
    assert addresses(found, 4) == []


def test_a_file_of_nobody_has_one_empty_piece() -> None:
    assert list(reading().requests()) == [[]]
