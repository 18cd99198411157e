"""Whatever is posted, the answer is 400 or 413, nothing changes, and the next message is heard."""

import asyncio
import gzip
import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from .site import Said, Site, served

UNREADABLE = Said(400, "The request cannot be read.")
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
MESSAGE: dict[str, Any] = {"as": "ana@example.org", "room": "private", "id": "1", "text": "help"}
PRESS: dict[str, Any] = {
    "as": "ana@example.org", "room": "private", "id": "1", "card": "c", "button": "yes", "fields": {},
}  # fmt: skip
UNREAD = {
    "nothing": b"",
    "not_json": b"help",
    "not_text": b"\xff\xfe{}",
    "no_object": b'["help"]',
    "null": b"null",
    "cut_off": b'{"text": "he',
    "nested_100_000_deep": b"[" * 100_000 + b"]" * 100_000,
    "objects_nested_30_000_deep": b'{"a":' * 30_000 + b"1" + b"}" * 30_000,
    "number_of_5_000_digits": b'{"minutes": ' + b"9" * 5_000 + b"}",
    "number_of_200_000_digits": b'{"minutes": ' + b"9" * 200_000 + b"}",
    "fraction_of_200_000_digits": b'{"minutes": 0.' + b"9" * 200_000 + b"}",
    "exponent_beyond_all_numbers": b'{"minutes": 1e999999}',
    "not_a_number": b'{"minutes": NaN}',
    "infinity": b'{"minutes": -Infinity}',
    "a_name_twice": b'{"text": "help", "text": "cancel session 1"}',
    "a_name_twice_deep_inside": b'{"fields": {"in_note": "a", "in_note": "b"}}',
    "half_a_character": b'{"text": "\\ud83d"}',
    "halves_of_a_character_the_wrong_way_round": b'{"text": "\\ude00\\ud83d"}',
    "half_a_character_as_a_name": b'{"fields": {"\\ud800": "a"}}',
    "20_000_names": json.dumps({f"{n:x}": 0 for n in range(20_000)}).encode(),
}
TOO_LARGE = {
    "10_mb": b'{"text": "' + b"a" * 10_000_000 + b'"}',
    "1_mb_text_in_a_field": json.dumps({**PRESS, "fields": {"in_note": "a" * 1_000_000}}).encode(),
}


async def still_answers(site: Site) -> int:
    """The status of an ordinary message afterwards."""
    return (await site.say("Ana", "help")).status


@pytest.mark.parametrize("path", ["/local/message", "/local/press", "/local/clock"])
@pytest.mark.parametrize("name", sorted(UNREAD))
def test_what_cannot_be_read_is_refused(tmp_path: Path, path: str, name: str) -> None:
    async def scene() -> tuple[Said, int, int]:
        async with served(tmp_path) as site:
            said = await site.post(path, data=UNREAD[name], headers=JSON)
            return said, len(site.house.room.history.entries), await still_answers(site)

    assert asyncio.run(scene()) == (UNREADABLE, 0, 200)


@pytest.mark.parametrize("path", ["/local/message", "/local/press", "/local/clock"])
@pytest.mark.parametrize("name", sorted(TOO_LARGE))
def test_what_is_too_large_is_refused(tmp_path: Path, path: str, name: str) -> None:
    async def scene() -> tuple[int, int, int]:
        async with served(tmp_path) as site:
            said = await site.post(path, data=BytesIO(TOO_LARGE[name]), headers=JSON)
            return said.status, len(site.house.room.history.entries), await still_answers(site)

    assert asyncio.run(scene()) == (413, 0, 200)


def test_what_grows_too_large_when_unpacked_is_refused(tmp_path: Path) -> None:
    packed = gzip.compress(TOO_LARGE["10_mb"])

    async def scene() -> tuple[int, int]:
        async with served(tmp_path) as site:
            headers = {**JSON, "Content-Encoding": "gzip"}
            said = await site.post("/local/message", data=packed, headers=headers)
            return said.status, await still_answers(site)

    assert asyncio.run(scene()) == (413, 200)


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "text/json", "application/json5", "/"],
)
def test_a_message_of_another_kind_is_refused(tmp_path: Path, kind: str) -> None:
    async def scene() -> Said:
        async with served(tmp_path) as site:
            content = json.dumps(MESSAGE).encode()
            return await site.post("/local/message", data=content, headers={"Content-Type": kind})

    assert asyncio.run(scene()) == UNREADABLE


def lacking(whole: dict[str, Any]) -> list[dict[str, Any]]:
    """The same without each of its fields, and with each of them null, a list or a number."""
    shapes = [{name: whole[name] for name in whole if name != left_out} for left_out in whole]
    return shapes + [whole | {name: other} for name in whole for other in (None, ["a"], 1)]


@pytest.mark.parametrize("found", [each for each in lacking(MESSAGE) if "room" in each])
def test_a_message_must_be_whole(tmp_path: Path, found: Mapping[str, Any]) -> None:
    async def scene() -> tuple[int, int]:
        async with served(tmp_path) as site:
            return (await site.post("/local/message", json=found)).status, await still_answers(site)

    assert asyncio.run(scene()) == (400, 200)


@pytest.mark.parametrize("found", lacking(PRESS))
def test_a_press_must_be_whole(tmp_path: Path, found: Mapping[str, Any]) -> None:
    async def scene() -> tuple[int, int]:
        async with served(tmp_path) as site:
            return (await site.post("/local/press", json=found)).status, await still_answers(site)

    assert asyncio.run(scene()) == (400, 200)


def test_fields_the_page_does_not_know_are_left_aside(tmp_path: Path) -> None:
    async def scene() -> int:
        async with served(tmp_path) as site:
            found = {**MESSAGE, "admin": True, "sender": "ben@example.org", "at": {"year": 1970}}
            return (await site.post("/local/message", json=found)).status

    assert asyncio.run(scene()) == 200


@pytest.mark.parametrize(
    "found",
    [
        {}, {"to": "yesterday"}, {"to": "2027-01-12T08:59"}, {"to": "2028-06-01T09:00"},
        {"to": "9999-12-31T23:59:59"}, {"to": "0001-01-01T00:00:00+23:59"}, {"minutes": 0},
        {"minutes": -5}, {"minutes": True}, {"minutes": 1.5}, {"minutes": 10**17}, {"minutes": "60"},
    ],
)  # fmt: skip
def test_the_clock_moves_forward_by_what_is_said_or_not_at_all(
    tmp_path: Path, found: Mapping[str, Any]
) -> None:
    async def scene() -> tuple[int, str]:
        async with served(tmp_path) as site:
            said = await site.post("/local/clock", json=found)
            return said.status, (await site.state())["now"]

    assert asyncio.run(scene()) == (400, "2027-01-12T14:00:00+00:00")


@pytest.mark.parametrize(
    ("found", "now"),
    [
        ({"minutes": 60}, "2027-01-12T15:00:00+00:00"),
        ({"to": "2027-01-13T09:00"}, "2027-01-13T14:00:00+00:00"),
        ({"to": "2027-01-13T09:00+01:00"}, "2027-01-13T08:00:00+00:00"),
    ],
)
def test_the_clock_moves_by_minutes_or_to_a_time_in_ottawa(
    tmp_path: Path, found: Mapping[str, Any], now: str
) -> None:
    async def scene() -> tuple[int, str]:
        async with served(tmp_path) as site:
            said = await site.post("/local/clock", json=found)
            return said.status, json.loads(said.text)["now"]

    assert asyncio.run(scene()) == (200, now)


def test_the_clock_moved_twice_at_once_never_goes_back(tmp_path: Path) -> None:
    async def scene() -> list[str]:
        async with served(tmp_path) as site:
            moves = (site.post("/local/clock", json={"minutes": n}) for n in (2_000, 60))
            await asyncio.gather(*moves)
            return [(await site.state())["now"]]

    assert asyncio.run(scene()) == ["2027-01-13T23:20:00+00:00"]


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"", FORM, 400),
        (b"button=yes", FORM, 400),
        (b"token=1", FORM, 400),
        (b"token=&button=yes", FORM, 400),
        (b'{"token": "1", "button": "yes"}', JSON, 400),
        (b"token=1&button=yes", {"Content-Type": "text/plain"}, 400),
        (b"\xff\xfe\x00", FORM, 400),
        (b"token=1&button=yes", {"Content-Type": f"{FORM['Content-Type']}; charset=none"}, 400),
        (b"token=1&button=yes", {"Content-Type": "multipart/form-data"}, 400),
        (b"--x\r\nbroken", {"Content-Type": "multipart/form-data; boundary=x"}, 400),
        (b"token=1&button=yes", {}, 400),
        (b"token=1&button=yes&in_note=" + b"a" * 1_000_000, FORM, 413),
        (b"a=1&" * 60_000, FORM, 413),
    ],
)
def test_a_form_behind_a_link_is_read_or_refused(
    tmp_path: Path, content: bytes, headers: dict[str, str], status: int
) -> None:
    async def scene() -> tuple[int, int]:
        async with served(tmp_path) as site:
            link = await site.invited()
            said = await site.post(link, data=content, headers=headers)
            return said.status, (await site.get(link)).status

    assert asyncio.run(scene()) == (status, 200)
