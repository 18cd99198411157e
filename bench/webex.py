"""A text in Webex, from being said to being answered, beside the cloud's own round trip.

The cloud is on loopback. Its own round trip is a websocket client that asks for what webex_bot asks
(the message by its inner id, then by its public one) and posts an answer; nothing is understood or
kept. Beside both, webex_bot alone with one command that echoes. In milliseconds, one at a time.
"""

import asyncio
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import requests
import webex_bot.websockets.webex_websocket_client as client
from aiohttp import ClientSession
from webex_bot.models.command import Command
from webex_bot.webex_bot import WebexBot
from webexpythonsdk import WebexAPI

from bench.table import Row, show
from tests.webex.cloud import Cloud
from tests.webex.stage import connected

TIMES, WARM = 60, 10
PEOPLE = ("tom@example.org", "dana@example.org", "ben@example.org")
"""Several, because one alone is asked to slow down at sixty messages a minute."""


def rows() -> Sequence[Row]:
    """The rows of a Webex text."""
    measured = {each.__name__: each() for each in (_cloud, _library, _ours)}
    ours, cloud = measured["_ours"], measured["_cloud"]
    return tuple(
        Row(
            f"Webex text answered, {name}, ms",
            f"{read(ours):.1f}",
            f"the cloud's own {read(cloud):.1f}, webex_bot echo {read(measured['_library']):.1f}",
            f"+{read(ours) - read(cloud):.1f}",
            "+60",
            "",
        )
        for name, read in (("p50", median), ("p95", lambda found: quantiles(found, n=20)[-1]))
    )


def _timed(cloud: Cloud) -> list[float]:
    """How long each of many texts waited for its answer."""
    found = []
    for number in range(TIMES + WARM):
        before, start = len(cloud.posts), time.perf_counter()
        cloud.say(PEOPLE[number % len(PEOPLE)], "hello")
        assert cloud.wait(_more_than(cloud, before))
        found.append((time.perf_counter() - start) * 1e3)
        time.sleep(0.15)
    return found[WARM:]


def _more_than(cloud: Cloud, count: int) -> Callable[[], bool]:
    return lambda: len(cloud.posts) > count


def _ours() -> list[float]:
    async def serve(folder: Path, cloud: Cloud) -> list[float]:
        async with connected(folder, cloud) as webex:
            sending = asyncio.create_task(webex.house.assistant.outbox.run())
            found = await asyncio.to_thread(_timed, cloud)
            sending.cancel()
            return found

    with tempfile.TemporaryDirectory() as folder, Cloud() as cloud:
        return asyncio.run(serve(Path(folder), cloud))


def _cloud() -> list[float]:
    async def serve(cloud: Cloud) -> list[float]:
        headers = {"Authorization": f"Bearer {cloud.token}"}
        async with ClientSession(cloud.base, headers=headers) as http:
            async with http.post("/wdm/api/v1/devices", json={}) as made:
                socket = (await made.json())["webSocketUrl"]
            async with http.ws_connect(socket) as listening:
                await listening.send_json({"type": "authorization"})
                timing = asyncio.create_task(asyncio.to_thread(_timed, cloud))
                for _ in range(TIMES + WARM):
                    await _echoed(http, await listening.receive_json())
                return await timing

    with Cloud() as cloud:
        for each in PEOPLE:
            cloud.room_of(each)
        return asyncio.run(serve(cloud))


async def _echoed(http: ClientSession, envelope: Any) -> None:
    inner = envelope["data"]["activity"]["id"]
    async with http.get(f"/conversation/api/v1/messages/{inner}") as found:
        public = (await found.json())["id"]
    async with http.get(f"/v1/messages/{public}") as read:
        said = await read.json()
    answer = {"roomId": said["roomId"], "text": said["text"]}
    async with http.post("/v1/messages", json=answer) as posted:
        await posted.read()


def _library() -> list[float]:
    class Echo(Command):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(command_keyword="hello")

        def execute(self, message: str, attachment_actions: Any, activity: Any) -> str:  # noqa: ARG002
            return "hello"

    def serve(bot: Any) -> None:
        asyncio.set_event_loop(asyncio.new_event_loop())
        with suppress(requests.ConnectionError):
            bot.run()

    with Cloud() as cloud:
        for each in PEOPLE:
            cloud.room_of(each)
        client.DEFAULT_U2C_URL = cloud.settings["webex_discovery_url"]
        client.WebexAPI = lambda **asked: WebexAPI(**asked, base_url=f"{cloud.base}/v1/")
        client.ssl_context = None
        bot = WebexBot(cloud.token, log_level="CRITICAL")
        bot.add_command(Echo())
        threading.Thread(target=serve, args=(bot,), daemon=True).start()
        assert cloud.wait(lambda: cloud.opened)
        return _timed(cloud)


if __name__ == "__main__":
    show(rows())
