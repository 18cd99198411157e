"""What the public pages take in: from themselves alone, no more than is bearable, nothing hostile."""

import asyncio
from pathlib import Path

import pytest

from bot.channels.pages import pace, public

from .programme import played
from .registering import BEFORE, ONCE, TOM, WHOLE, form_of, posted, registration, sent
from .tree import Element, fields, read

FORMS = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"", FORMS, 400),
        (b"token=1", FORMS, 400),
        (b"button=register", FORMS, 400),
        (b"token=&button=register", FORMS, 400),
        (b"token=1&button=leave", FORMS, 400),
        (b"token=1&button=register&person=ana%40example.org", FORMS, 400),
        (b"token=1&button=register&in_standing=registered", FORMS, 400),
        (b"token=1&button=register&address=tom%40example.org", FORMS, 400),
        (b"token=1&button=register&in_name=" + b"a" * 4_001, FORMS, 400),
        (b"token=" + b"1" * 4_001 + b"&button=register", FORMS, 400),
        (b'{"token": "1", "button": "register"}', {"Content-Type": "application/json"}, 400),
        (b"token=1&button=register", {"Content-Type": "text/plain"}, 400),
        (b"token=1&button=register", {"Content-Type": f"{FORMS['Content-Type']}; charset=no"}, 400),
        (b"--x\r\nbroken", {"Content-Type": "multipart/form-data; boundary=x"}, 400),
        (b"\xff\xfe\x00", FORMS, 400),
        (b"token=1&button=register&in_name=" + b"a" * 1_000_000, FORMS, 413),
        (b"a=1&" * 70_000, FORMS, 413),
        (b"token=1&button=register&in_address=%ED%A0%80%00%FF", FORMS, 422),
    ],
)  # fmt: skip
def test_a_hostile_body_is_refused_and_the_page_goes_on(
    tmp_path: Path, content: bytes, headers: dict[str, str], status: int
) -> None:
    async def scene() -> tuple[int, int, list[tuple[str, str, str]]]:
        async with played(tmp_path) as site:
            said = await site.post(BEFORE, data=content, headers=headers)
            return said.status, (await site.get(BEFORE)).status, sent(site)

    assert asyncio.run(scene()) == (status, 200, [])


PUBLIC_URL = "https://circuit.example.org"
PRODUCTION = {"mode": "production", "secret": "only a test, yet long", "public_url": PUBLIC_URL}


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (None, 200), (PUBLIC_URL, 200), ("http://{host}", 200), ("https://{host}", 200),
        ("https://evil.example", 403), ("http://circuit.example.org", 403), ("null", 403),
        ("", 403), ("[", 403), ("https://circuit.example.org.evil.example", 403),
        ("https://circuit.example.org:8443", 403),
    ],
)  # fmt: skip
def test_a_form_counts_from_its_own_page_alone(
    tmp_path: Path, origin: str | None, status: int
) -> None:
    async def scene() -> tuple[list[int], bool]:
        async with played(tmp_path, **PRODUCTION) as site:
            own = str(site.http._base_url).rstrip("/").removeprefix("http://")
            headers = {} if origin is None else {"Origin": origin.format(host=own)}
            form = await form_of(site, BEFORE) | {"in_address": TOM}
            asked = await site.post(f"{BEFORE}/ask", data={"words": "help"}, headers=headers)
            said = await posted(site, BEFORE, form, headers=headers)
            return [said.status, asked.status], registration(site) is not None

    assert asyncio.run(scene()) == ([status, status], status == 200)


def test_a_second_takes_so_many_and_no_more_however_few_they_come_from() -> None:
    second = pace.Pace(3)
    taken = [second.exceeded(now) for now in (0.0, 0.0, 0.875, 0.9, 0.99, 1.0, 1.5, 1.75, 2.0)]
    assert taken == [False, False, False, True, True, False, False, True, False]


def test_whoever_comes_at_the_busiest_moment_loses_nothing_and_is_told_to_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public, "REGISTRATIONS", 1)
    monkeypatch.setattr(pace, "WINDOW", 3_600.0)

    async def scene() -> tuple[int, str, Element, list[tuple[str, str, str]]]:
        async with played(tmp_path) as site:
            form = await form_of(site, f"{BEFORE}?lang=en")
            await posted(site, BEFORE, form | {"in_address": TOM})
            late = form | WHOLE | {"in_address": "late@example.org"}
            async with site.http.post(f"{BEFORE}?lang=en", data=late) as response:
                page = read(await response.text())
                return response.status, response.headers["Retry-After"], page, sent(site)

    status, wait, page, left = asyncio.run(scene())
    assert (status, wait, left) == (429, "5", ONCE)
    assert page.one(role="alert").text == (
        "Many people are writing to us at this moment. Wait a few seconds, then press the button "
        "again: what you wrote is still here."
    )
    again = fields(page.all("form")[0])
    assert (again["in_address"], again["in_name"]) == ("late@example.org", WHOLE["in_name"])
