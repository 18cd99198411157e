"""Posts reach a channel of Teams by a webhook, whose address is a secret, and never twice unasked."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientTimeout, web

from bot import settings
from bot.app.ways_out import setup, teams_channel
from bot.clock import StillClock
from bot.commands import mass_mail
from bot.commands.logs import secrets_of
from bot.errors import Misconfigured, Rejected, TryLater
from bot.model.outbox import Content, Errand, Message, Sending
from bot.promoting.rendering import rendered
from bot.services.flow import trigger
from bot.services.flow.channel import CHANNEL, LARGEST, TeamsChannel
from tests import loopback
from tests.promoting.house import NOW, RECORDS, context, post

from .trigger import PATH, QUERY

URL = f"https://prod-12.canadacentral.logic.azure.com:443{PATH}?{QUERY}"

(POST,) = rendered(context(*RECORDS), post("teams")).files


@dataclass
class Webhook:
    """A channel: what stands in it, and what the next calls are answered."""

    answers: list[web.Response | str] = field(default_factory=list)
    shown: list[dict[str, Any]] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    ending: asyncio.Event = field(default_factory=asyncio.Event)
    url: str = ""

    async def take(self, request: web.Request) -> web.Response:
        """202 at once, as the trigger of Workflows gives it, unless it is told otherwise."""
        self.called.append(request.raw_path)
        answer = self.answers.pop(0) if self.answers else web.Response(status=202)
        if isinstance(answer, web.Response) and answer.status != 202:
            return answer
        message = await request.json()
        (attachment,) = message["attachments"]
        assert (message["type"], request.content_type) == ("message", "application/json")
        assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
        self.shown.append(attachment["content"])
        if answer == "gone":
            assert request.transport is not None
            request.transport.abort()
        if answer == "silence":
            await self.ending.wait()
        return answer if isinstance(answer, web.Response) else web.Response(status=202)


@asynccontextmanager
async def listening(*answers: web.Response | str) -> AsyncIterator[Webhook]:
    """A channel with a webhook."""
    webhook = Webhook(list(answers))
    app = web.Application()
    app.router.add_post(PATH, webhook.take)
    async with loopback.served(app) as address:
        webhook.url = f"{address}{PATH}?{QUERY}"
        try:
            yield webhook
        finally:
            webhook.ending.set()


def sending(content: Content | None = None) -> Sending:
    """The post of a session on its way, or something else."""
    errand = Errand("post", {"message": POST.text})
    return Sending(key="k", door=CHANNEL, to="teams", content=content or errand, created=NOW)


def sent(*answers: web.Response | str) -> tuple[list[dict[str, Any]], list[str]]:
    """What stands in the channel afterwards, and which addresses were called; raises as a door."""

    async def scene() -> tuple[list[dict[str, Any]], list[str]]:
        async with listening(*answers) as webhook:
            door = TeamsChannel(webhook.url)
            try:
                assert await door.send(sending()) == {}
            finally:
                await door.close()
            return webhook.shown, webhook.called

    return asyncio.run(scene())


def test_a_post_stands_in_the_channel_in_both_languages() -> None:
    shown, called = sent()
    (card,) = shown
    assert called == [f"{PATH}?{QUERY}"]
    assert [each["items"][0]["text"] for each in card["body"]] == [
        "Mini discussion: Digital credentials and privacy",
        "Mini-discussion\u00a0: Titres numériques et vie privée",
    ]
    assert [each["url"] for each in card["actions"]] == [
        f"https://circuit.example.org/r/1?from=teams-{language}" for language in ("en", "fr")
    ]


@pytest.mark.parametrize(
    ("status", "kind", "hindrance"),
    [
        (500, TryLater, ""), (429, TryLater, ""), (302, TryLater, ""),
        (401, TryLater, "not_let_in"), (404, TryLater, "not_let_in"),
        (400, Rejected, ""), (413, Rejected, ""),
        (408, TimeoutError, ""), (502, TimeoutError, ""), (504, TimeoutError, ""),
    ],
)  # fmt: skip
def test_each_answer_is_taken_for_what_it_is(
    status: int, kind: type[Exception], hindrance: str
) -> None:
    with pytest.raises(kind) as found:
        sent(web.Response(status=status))
    assert getattr(found.value, "hindrance", "") == hindrance
    assert str(found.value) == f"the flow answered {status}"


@pytest.mark.parametrize("end", ["gone", "silence"])
def test_what_was_taken_and_not_answered_is_uncertain_and_a_person_decides(
    end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trigger, "PATIENCE", ClientTimeout(total=0.3))
    with pytest.raises(TimeoutError):
        sent(end)
    assert TeamsChannel.again == "ask"


def test_what_teams_would_refuse_is_not_sent_and_told_with_its_size() -> None:
    async def scene() -> None:
        async with listening() as webhook:
            door = TeamsChannel(webhook.url)
            with pytest.raises(Rejected, match=r"^the post has 28001 bytes, and 28000 fit$"):
                await door.send(sending(Errand("post", {"message": "x" * (LARGEST + 1)})))
            with pytest.raises(Rejected, match=r"^teams_channel takes posts only$"):
                await door.send(sending(Message("Hello")))
            assert webhook.called == []

    asyncio.run(scene())


def test_the_address_stands_in_no_error_and_no_log(caplog: pytest.LogCaptureFixture) -> None:
    async def scene() -> str:
        door = TeamsChannel("http://127.0.0.1:9/x?sig=secret")
        with pytest.raises(TryLater) as found:
            await door.send(sending())
        await door.close()
        return f"{found.value!r} {found.value.__cause__!r}"

    caplog.set_level(logging.DEBUG)
    assert "secret" not in asyncio.run(scene()) + caplog.text


def test_the_setting_opens_the_door_and_is_shown_nowhere() -> None:
    plain = replace(settings.read({}, Path("none")), mode="production")
    chosen = settings.read({"CIRCUIT_TEAMS_CHANNEL_URL": URL}, Path("none"))
    time = StillClock(NOW)
    assert [teams_channel(plain, time), setup(plain).posts_to_teams] == [[], False]
    (door,) = teams_channel(chosen, time)
    assert isinstance(door, TeamsChannel)
    assert setup(chosen).posts_to_teams
    assert {URL, "Zm9vYmFyYmF6cXV4LXNlY3JldA"} <= secrets_of(chosen)
    assert "sig=" not in repr(chosen) + str(mass_mail.teams_channel(chosen))
    assert str(mass_mail.teams_channel(plain)) == (
        "ok       posts to a channel of Teams are off; set CIRCUIT_TEAMS_CHANNEL_URL"
    )


def test_a_setting_that_cannot_be_meant_is_refused_without_being_shown() -> None:
    for name, value in (
        ("TEAMS_CHANNEL_URL", "https://evil.example/x?sig=x"),
        ("WIRE_LIMIT", "99"),
    ):
        with pytest.raises(Misconfigured) as found:
            settings.read({f"CIRCUIT_{name}": value}, Path("none"))
        assert value not in str(found.value)
    assert settings.read({"CIRCUIT_WIRE_LIMIT": "250"}, Path("none")).wire_limit == 250


def test_a_post_on_its_way_is_json_that_can_be_read() -> None:
    content = sending().content
    assert isinstance(content, Errand)
    assert json.loads(content.facts["message"])["attachments"][0]["content"]["version"] == "1.3"
