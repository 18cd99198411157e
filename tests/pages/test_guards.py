"""Whose page it is: only this machine's own, and shut to every other page of the browser."""

import asyncio
import json
from pathlib import Path

import pytest

from .site import Said, Site, served

REFUSED = Said(403, "This page answers only on this machine.")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
PATHS = [
    "/", "/healthz", "/local/state", "/local/stream", "/static/page.js", "/static/public.css",
    "/static/markdown-it.min.js", "/s/unknown", "/s/1", "/s/1/ask", "/r/1", "/about", "/calendar/1.ics", "/nowhere",
]  # fmt: skip
MESSAGE = {"as": "ana@example.org", "room": "private", "id": "1", "text": "help"}


def test_a_served_bot_is_ready(tmp_path: Path) -> None:
    async def scene() -> Said:
        async with served(tmp_path) as site:
            return await site.get("/healthz")

    assert asyncio.run(scene()) == Said(200, json.dumps({"ready": True}))


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_keeps_the_page_to_itself(tmp_path: Path, path: str) -> None:
    async def scene() -> dict[str, str | None]:
        async with served(tmp_path) as site, site.http.get(path) as response:
            return {name: response.headers.get(name) for name in HEADERS}

    assert asyncio.run(scene()) == HEADERS


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:3978",
        "127.0.0.1.evil.example",
        "127.0.0.1@evil.example",
        "[",
        "",
    ],
)
def test_a_page_asked_for_under_a_foreign_name_is_refused(tmp_path: Path, host: str) -> None:
    async def scene() -> Said:
        async with served(tmp_path) as site:
            return await site.get("/local/state", headers={"Host": host})

    assert asyncio.run(scene()) == REFUSED


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:3978", "[::1]:3978"])
def test_a_page_asked_for_under_a_name_of_this_machine_is_given(tmp_path: Path, host: str) -> None:
    async def scene() -> int:
        async with served(tmp_path) as site:
            return (await site.get("/local/state", headers={"Host": host})).status

    assert asyncio.run(scene()) == 200


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://127.0.0.1",
        "http://localhost:3978",
        "https://{host}",
        "null",
        "[",
        "",
    ],
)
@pytest.mark.parametrize("path", ["/local/message", "/local/press", "/local/clock", "/s/unknown"])
def test_a_post_of_another_page_is_refused(tmp_path: Path, path: str, origin: str) -> None:
    async def scene() -> tuple[Said, list[object]]:
        async with served(tmp_path) as site:
            headers = {"Origin": origin.format(host=own(site).removeprefix("http://"))}
            said = await site.post(path, json=MESSAGE, headers=headers)
            return said, list(site.house.room.history.entries)

    assert asyncio.run(scene()) == (REFUSED, [])


def test_another_page_cannot_follow_what_is_said(tmp_path: Path) -> None:
    async def scene() -> Said:
        async with served(tmp_path) as site:
            return await site.get("/local/stream", headers={"Origin": "https://evil.example"})

    assert asyncio.run(scene()) == REFUSED


def test_the_page_may_post_to_itself(tmp_path: Path) -> None:
    async def scene() -> int:
        async with served(tmp_path) as site:
            said = await site.post("/local/message", json=MESSAGE, headers={"Origin": own(site)})
            return said.status

    assert asyncio.run(scene()) == 200


def test_in_production_there_is_nobody_to_be_and_no_clock_to_move(tmp_path: Path) -> None:
    async def scene() -> dict[str, int]:
        paths = [
            "/",
            "/local/state",
            "/local/stream",
            "/local/message",
            "/static/page.js",
            "/healthz",
        ]
        async with served(tmp_path, mode="production", secret="only a test, yet long") as site:
            return {path: (await site.get(path)).status for path in paths}

    assert asyncio.run(scene()) == {
        "/": 404, "/local/state": 404, "/local/stream": 404, "/local/message": 404,
        "/static/page.js": 404, "/healthz": 200,
    }  # fmt: skip


def own(site: Site) -> str:
    """The origin of the page itself."""
    return str(site.http._base_url).rstrip("/")
