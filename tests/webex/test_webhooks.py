"""Webex calls us: only what it signed is heard, and what it is about is fetched."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from aiohttp.web import Application

from tests import loopback

from .cloud import Cloud
from .known import BOT, Json
from .stage import Webex, connected

SECRET = "a long and quiet river 42"
ANA = "ana@example.org"
HELLO = "Hello Ana! Write “help” to see what you can ask me."


@dataclass
class Called:
    """A bot that is called by webhooks, and the way to call it."""

    webex: Webex
    http: ClientSession

    async def call(self, body: bytes, signature: str | None = None) -> int:
        """The status that a call gets, signed as Webex would."""
        right = hmac.new(SECRET.encode(), body, hashlib.sha1).hexdigest()
        headers = {"X-Spark-Signature": right if signature is None else signature}
        async with self.http.post("/hooks/webex", data=body, headers=headers) as response:
            return response.status

    async def tell(self, resource: str, found: Json) -> int:
        """The status that the news of something gets."""
        data = {"id": found["id"], "roomId": found["roomId"], "personId": found["personId"]}
        call = {"id": "hook", "resource": resource, "event": "created", "data": data}
        status = await self.call(json.dumps(call).encode())
        await self.webex.delivered()
        return status

    async def registered(self) -> list[tuple[str, str]]:
        """What Webex calls us about, and where, once we have asked for both."""
        hooks = self.webex.cloud.webhooks
        assert await asyncio.to_thread(self.webex.cloud.wait, lambda: len(hooks) == 2)
        return sorted((each["resource"], each["targetUrl"]) for each in hooks.values())


def played(folder: Path, scene: Callable[[Called], Any], prepare: Any = None) -> Any:
    """What comes of a scene, which must keep to Webex's contract."""

    async def play(cloud: Cloud) -> Any:
        url = "https://circuit.example.org"
        async with connected(folder, cloud, webex_webhook_secret=SECRET, public_url=url) as webex:
            app = Application(client_max_size=2**18)
            assert webex.house.webhooks is not None
            webex.house.webhooks.add_to(app)
            async with loopback.served(app) as address, ClientSession(address) as http:
                return await scene(Called(webex, http))

    with Cloud() as cloud:
        if prepare:
            prepare(cloud)
        found = asyncio.run(play(cloud))
        assert cloud.contract.violations == []
        assert cloud.opened == 0
        return found


def test_webex_is_asked_to_call_us_and_old_addresses_are_taken_back(tmp_path: Path) -> None:
    def prepare(cloud: Cloud) -> None:
        old = {"id": "old", "name": "Circuit: messages", "resource": "messages"}
        cloud.webhooks["old"] = old | {"targetUrl": "https://old.example.org", "status": "active"}
        cloud.webhooks["foreign"] = {"id": "foreign", "name": "Another bot's"}

    async def scene(called: Called) -> Any:
        await asyncio.to_thread(
            called.webex.cloud.wait, lambda: len(called.webex.cloud.webhooks) == 3
        )
        hooks = called.webex.cloud.webhooks
        return "foreign" in hooks, "old" in hooks, {each.get("secret") for each in hooks.values()}

    assert played(tmp_path, scene, prepare) == (True, False, {None, SECRET})


def test_messages_and_presses_are_heard_once(tmp_path: Path) -> None:
    async def scene(called: Called) -> Any:
        cloud = called.webex.cloud
        await called.registered()
        said = cloud.say(ANA, "add theme", unheard=True)
        found = [await called.tell("messages", said) for _ in range(3)]
        shown = cloud.posts[-1]
        data = shown["attachments"][0]["content"]["actions"][0]["data"]
        cloud.press(ANA, shown, data | {"in_answer": "Maps / Les cartes"})
        action = next(iter(cloud.actions.values()))
        found += [await called.tell("attachmentActions", action) for _ in range(2)]
        own = cloud.say(BOT, "hello", unheard=True)
        found.append(await called.tell("messages", own))
        return found, [text.partition(":")[0] for text in cloud.said()]

    assert played(tmp_path, scene) == (
        [204] * 6,
        ["What is the theme?\n\n[Save]", "Theme 1 is noted"],
    )


@pytest.mark.parametrize("how", ["none", "wrong", "altered", "not hexadecimal"])
def test_what_webex_did_not_sign_is_refused(tmp_path: Path, how: str) -> None:
    async def scene(called: Called) -> Any:
        said = called.webex.cloud.say(ANA, "hello", unheard=True)
        body = json.dumps({"resource": "messages", "data": {"id": said["id"]}}).encode()
        right = hmac.new(SECRET.encode(), body, hashlib.sha1).hexdigest()
        signature = {"none": "", "wrong": "0" * 40, "altered": right, "not hexadecimal": "é"}[how]
        altered = body.replace(b"messages", b"messageS") if how == "altered" else body
        status = await called.call(altered, signature)
        await called.webex.delivered()
        return status, called.webex.cloud.said()

    assert played(tmp_path, scene) == (401, [])


def test_signed_nonsense_does_no_harm(tmp_path: Path) -> None:
    async def scene(called: Called) -> Any:
        bodies = [
            b"",
            b"[]",
            b"{}",
            b"[" * 100_000,
            b'{"resource": "rooms", "data": {"id": "x"}}',
            b'{"resource": "messages", "data": {"id": "gone"}}',
            b'{"resource": "messages", "data": {"id": "../people/me"}}',
            b'{"resource": "messages", "data": {"id": ".."}}',
            b" " * 400_000,
        ]
        return [await called.call(body) for body in bodies]

    assert played(tmp_path, scene) == [400, 400, 400, 400, 204, 204, 204, 204, 413]


def test_while_webex_does_not_answer_it_is_asked_to_call_again(tmp_path: Path) -> None:
    async def scene(called: Called) -> Any:
        said = called.webex.cloud.say(ANA, "hello", unheard=True)
        called.webex.cloud.fail("GET", "^/v1/messages/", 503)
        found = [await called.tell("messages", said), await called.tell("messages", said)]
        return found, called.webex.cloud.said()

    assert played(tmp_path, scene) == ([503, 204], [HELLO])


def test_what_was_said_before_webex_could_call_is_looked_up_once(tmp_path: Path) -> None:
    async def scene(called: Called) -> list[str]:
        await called.webex.heard(next(iter(called.webex.cloud.messages)))
        return called.webex.cloud.said()

    found = played(tmp_path, scene, lambda cloud: cloud.say(ANA, "hello", unheard=True))
    assert found == [HELLO]
