"""The proxy of ``deploy/nginx.conf`` before a bot: what gets through it, and what does not."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.model.outcome import Outcome
from bot.model.poll import PollKey
from tests.commands.shell import free_port
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


def heard_by(kept: list[str], name: str, *, answers: bool) -> TestServer:
    """A bot that keeps what it was sent, and answers or breaks off."""

    async def handle(request: web.Request) -> web.Response:
        kept.append(f"{name} {request.method} {(await request.read()).decode()}".strip())
        if not answers:
            assert request.transport is not None
            request.transport.abort()
        return web.Response(text=name)

    app = web.Application()
    app.router.add_route("*", "/{any:.*}", handle)
    return TestServer(app)


def test_of_two_bots_the_one_that_is_down_is_passed_over(tmp_path: Path) -> None:
    async def scene() -> Any:
        kept: list[str] = []
        async with heard_by(kept, "up", answers=True) as up:
            down = f"127.0.0.1:{free_port()}"
            async with proxied(tmp_path / "nginx", down, f"127.0.0.1:{up.port}") as http:
                said = []
                for number in range(6):
                    async with http.post("/p/CODE", data=str(number)) as response:
                        said.append((response.status, await response.text()))
                return said, kept

    said, kept = asyncio.run(scene())
    assert said == [(200, "up")] * 6
    assert kept == [f"up POST {number}" for number in range(6)]


def test_what_a_bot_was_sent_and_did_not_answer_is_sent_to_no_other(tmp_path: Path) -> None:
    async def scene() -> Any:
        kept: list[str] = []
        async with (
            heard_by(kept, "breaks", answers=False) as first,
            heard_by(kept, "breaks", answers=False) as second,
            proxied(
                tmp_path / "nginx", f"127.0.0.1:{first.port}", f"127.0.0.1:{second.port}"
            ) as http,
            http.post("/p/CODE", data="vote") as response,
        ):
            return response.status, kept

    assert asyncio.run(scene()) == (502, ["breaks POST vote"])
