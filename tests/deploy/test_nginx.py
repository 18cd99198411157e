"""The proxy of ``deploy/nginx.conf`` before a bot: what gets through it, and what does not."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.model.outcome import Outcome
from bot.model.poll import PollKey
from tests.deploy.proxy import NAME, proxied
from tests.pages.programme import path, played
from tests.pages.registering import BEFORE, TOM, form_of, registration
from tests.pages.site import Site
from tests.pages.test_guards import HEADERS
from tests.polls.crowd import POLL

pytestmark = pytest.mark.slow
PRODUCTION: dict[str, Any] = {
    "mode": "production",
    "secret": "only a test, yet long",
    "public_url": f"https://{NAME}",
    "metrics_token": "k7Qz-Wm2x_Lp9vT4",
}
Scene = Callable[[Site, ClientSession], Awaitable[Any]]


def before(folder: Path, scene: Scene) -> Any:
    """What comes of a scene with nginx before the bot."""

    async def play() -> Any:
        async with played(folder / "data", **PRODUCTION) as site:
            own = str(site.http._base_url).rstrip("/")
            async with proxied(folder / "nginx", own) as http:
                return await scene(site, http)

    return asyncio.run(play())


def test_a_page_comes_with_our_headers_and_is_always_asked_for_in_secret(tmp_path: Path) -> None:
    async def scene(_: Site, http: ClientSession) -> Any:
        async with http.get(path("before")) as response:
            names = [*HEADERS, "Strict-Transport-Security", "Server"]
            return response.status, {name: response.headers.getall(name) for name in names}

    once = {name: [value] for name, value in HEADERS.items()}
    ours = {"Strict-Transport-Security": ["max-age=31536000"], "Server": ["nginx"]}
    assert before(tmp_path, scene) == (200, once | ours)


def test_people_register_through_it_from_our_page_and_no_other(tmp_path: Path) -> None:
    async def scene(site: Site, http: ClientSession) -> Any:
        form = await form_of(site, BEFORE) | {"in_address": TOM}
        statuses = []
        for origin in ("https://evil.example", f"https://{NAME}"):
            async with http.post(BEFORE, data=form, headers={"Origin": origin}) as response:
                statuses.append((response.status, registration(site) is not None))
        return statuses

    assert before(tmp_path, scene) == [(403, False), (200, True)]


def test_what_is_too_large_stops_at_the_proxy(tmp_path: Path) -> None:
    async def scene(_: Site, http: ClientSession) -> Any:
        async with http.post(BEFORE, data=b"a" * (256 * 1024 + 1)) as response:
            # The bot's own answer would have our headers.
            return response.status, "Content-Security-Policy" in response.headers

    assert before(tmp_path, scene) == (413, False)


def test_what_people_see_live_comes_at_once(tmp_path: Path) -> None:
    async def scene(site: Site, http: ClientSession) -> Any:
        records = (POLL, PollKey(poll="1", key="k" * 64))
        await site.house.assistant.house.store.run(Outcome(saves=records).regardless)
        async with http.get(f"/p/{POLL.code}/events") as stream, asyncio.timeout(5):
            return stream.status, (await stream.content.readline())[:6]

    assert before(tmp_path, scene) == (200, b"data: ")


def test_health_is_for_all_and_figures_are_not_for_the_world(tmp_path: Path) -> None:
    async def scene(_: Site, http: ClientSession) -> Any:
        known = {"Authorization": f"Bearer {PRODUCTION['metrics_token']}"}
        statuses = []
        for asked in ("/healthz", "/readyz", "/metrics"):
            async with http.get(asked, headers=known) as response:
                statuses.append(response.status)
        return statuses

    assert before(tmp_path, scene) == [200, 503, 404]
