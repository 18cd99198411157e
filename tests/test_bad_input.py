"""What people, other programs and the platforms themselves do wrong, the same on both platforms."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Protocol

import pytest

from bot.app import CAST, Opened
from bot.clock import Clock
from bot.model.outbox import Sending
from bot.model.session import Session

from .teams import activities
from .teams import stage as teams
from .webex import stage as webex
from .webex.cloud import Cloud

pytestmark = pytest.mark.slow
CREATE = teams.CREATE
Json = dict[str, Any]


class Platform(Protocol):
    """What people do on a platform, and what the platform does to the bot."""

    house: Opened

    async def say(self, who: str, text: str | None) -> None:
        """Somebody writes in private; None is a message without any text."""

    async def press(self, who: str, data: Json, room: str = "") -> None:
        """Somebody submits a card, in private or in a room."""

    async def robots(self, count: int) -> None:
        """Another program writes, one message after the other."""

    def said(self) -> list[str]:
        """What the bot said, in order."""

    def shown(self, who: str, button: str) -> Json:
        """What the last card that somebody was shown submits with a button."""

    def fail(self, status: int, times: int = 1, retry_after: str = "") -> None:
        """Take none of the next messages, and answer so."""

    def move(self, who: str, *, member: bool) -> None:
        """Take somebody into the team's space, or out of it."""

    def lose_messages(self) -> None:
        """Have every message of the bot deleted."""


class InTeams:
    """Teams."""

    def __init__(self, served: teams.Teams) -> None:
        self._teams, self.house = served, served.house
        self._count = 0

    def _id(self) -> str:
        self._count += 1
        return f"{id(self)}/{self._count}"

    async def say(self, who: str, text: str | None) -> None:
        user = self._teams.connector.people[f"29:{who.lower()}"]
        sent = activities.message(self._id(), user, user["email"], self._teams.connector.url, "")
        assert (await self._teams.post(sent | {"text": text}))[0] == 201
        await self._teams.delivered()

    async def press(self, who: str, data: Json, room: str = "") -> None:
        user, url = self._teams.connector.people[f"29:{who.lower()}"], self._teams.connector.url
        place = f"{room};messageid=1" if room else user["email"]
        await self._teams.post(activities.submit(self._id(), user, place, url, data))
        await self._teams.delivered()

    async def robots(self, count: int) -> None:
        robot = self._teams.connector.people["29:ana"] | {"id": "28:other"}
        for _ in range(count):
            url = self._teams.connector.url
            await self._teams.post(
                activities.message(self._id(), robot, robot["email"], url, "hello")
            )
        await self._teams.delivered()

    def said(self) -> list[str]:
        return self._teams.said()

    def shown(self, who: str, button: str) -> Json:
        for each in reversed(self._teams.connector.messages()):
            for card in each.activity.get("attachments", ()):
                for action in card["content"].get("actions", ()):
                    if each.room == CAST[who].address and action["verb"] == button:
                        return dict(action["data"])
        raise LookupError(button)

    def fail(self, status: int, times: int = 1, retry_after: str = "") -> None:
        headers = {"retry_after": retry_after} if retry_after else {}
        self._teams.connector.fail(status, times, room="", **headers)

    def move(self, who: str, *, member: bool) -> None:
        users = self._teams.connector.rooms["space"]
        (users.append if member else users.remove)(f"29:{who.lower()}")

    def lose_messages(self) -> None:
        self._teams.connector.posted.clear()


class InWebex:
    """Webex."""

    def __init__(self, connected: webex.Webex) -> None:
        self._webex, self._cloud, self.house = connected, connected.cloud, connected.house

    async def say(self, who: str, text: str | None) -> None:
        said = self._cloud.say(CAST[who].address, text or "", unheard=True)
        if text is None:
            del self._cloud.messages[said["id"]]["text"]
        self._cloud.push(said["_activity"])
        await self._webex.heard(said["id"])

    async def press(self, who: str, data: Json, room: str = "") -> None:
        place = self._webex.space if room else self._cloud.room_of(CAST[who].address)
        shown = self._cloud.posts[-1] if self._cloud.posts else self._cloud.message(place, "x", "")
        pressed = self._cloud.press(CAST[who].address, shown, data, room=place)
        await self._webex.heard(self._cloud.pressed_id(pressed))

    async def robots(self, count: int) -> None:
        said = [self._cloud.say("other@webex.bot", "hello", robot=True) for _ in range(count)]
        there = {each["id"] for each in said}
        taken = lambda: there <= set(self._cloud.acknowledged)  # noqa: E731
        assert await asyncio.to_thread(self._cloud.wait, taken)

    def said(self) -> list[str]:
        return [each.partition("\n\n[")[0] for each in self._cloud.said()]

    def shown(self, who: str, button: str) -> Json:
        for each in reversed(self._cloud.posts):
            for card in each.get("attachments", ()):
                for action in card["content"]["actions"]:
                    if each["roomId"] == CAST[who].address and action["data"]["button"] == button:
                        return dict(action["data"])
        raise LookupError(button)

    def fail(self, status: int, times: int = 1, retry_after: str = "") -> None:
        headers = {"retry_after": retry_after} if retry_after else {}
        self._cloud.fail("POST", "^/v1/messages$", status, times, **headers)

    def move(self, who: str, *, member: bool) -> None:
        members = self._webex.space.members
        (members.append if member else members.remove)(CAST[who].address)

    def lose_messages(self) -> None:
        for post in self._cloud.posts:
            self._cloud.messages.pop(post["id"], None)


@asynccontextmanager
async def in_teams(folder: Path) -> AsyncIterator[Platform]:
    async with teams.served(folder, teams.NOW) as served:
        yield InTeams(served)


@asynccontextmanager
async def in_webex(folder: Path) -> AsyncIterator[Platform]:
    with Cloud() as cloud:
        async with webex.connected(folder, cloud) as connected:
            yield InWebex(connected)
        assert cloud.contract.violations == []


@pytest.fixture(params=[in_teams, in_webex], ids=lambda platform: platform.__name__)
def played(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., Any]:
    """What comes of a scene on a platform; the data stay for the next scene."""
    platform: Callable[[Path], AbstractAsyncContextManager[Platform]] = request.param

    def play(scene: Callable[[Platform], Awaitable[Any]]) -> Any:
        async def scenes() -> Any:
            async with platform(tmp_path) as bot:
                return await scene(bot)

        return asyncio.run(scenes())

    return play


def session(bot: Platform, number: str = "1") -> Session | None:
    return bot.house.assistant.house.store.view().get(Session, number)


def waiting(bot: Platform, state: str) -> list[Sending]:
    view = bot.house.assistant.house.store.view()
    return list(view.find(Sending, "status", state))


REFUSED = "This card can no longer be used"
HINT = "I am not sure what you would like"


@pytest.mark.parametrize("text", [None, "", " ", "🙂", "\u200b\u00a0", "?"])
def test_a_message_that_says_nothing_gets_a_hint(
    played: Callable[..., Any], text: str | None
) -> None:
    async def scene(bot: Platform) -> Any:
        await bot.say("Ana", text)
        return [each.partition(".")[0] for each in bot.said()]

    assert played(scene) == [HINT]


def test_a_hundred_thousand_letters_are_too_long(played: Callable[..., Any]) -> None:
    async def scene(bot: Platform) -> Any:
        await bot.say("Ana", "create session about " + "é" * 50_000)
        return [each.partition(".")[0] for each in bot.said()], session(bot)

    assert played(scene) == (["That is longer than I can take"], None)


def test_a_hundred_quick_messages_of_another_bot_get_no_answer(
    played: Callable[..., Any],
) -> None:
    async def scene(bot: Platform) -> Any:
        await bot.robots(100)
        return bot.said()

    assert played(scene) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"card": "another"},
        {"card": ""},
        {"card": "../1", "button": "__class__"},
        {"button": "go"},
        {"session_id": "2"},
        {"in_reply": "x"},
    ],
    ids=str,
)
def test_a_tampered_card_is_refused_and_changes_nothing(
    played: Callable[..., Any], changes: Json
) -> None:
    async def scene(bot: Platform) -> Any:
        await bot.say("Ana", CREATE)
        await bot.say("Ana", "invite sam@example.org to session 1")
        before = len(bot.said())
        await bot.press("Sam", bot.shown("Sam", "yes") | changes)
        return [each.partition(".")[0] for each in bot.said()[before:]]

    assert played(scene) == [REFUSED]


def test_what_is_longer_than_a_card_takes_is_said(played: Callable[..., Any]) -> None:
    async def scene(bot: Platform) -> Any:
        await bot.say("Ana", CREATE)
        await bot.say("Ana", "invite sam@example.org to session 1")
        before = len(bot.said())
        await bot.press("Sam", bot.shown("Sam", "yes") | {"in_note": "x" * 4_001})
        return [each.partition(".")[0] for each in bot.said()[before:]]

    assert played(scene) == ["That is longer than I can take"]


def test_a_card_that_was_passed_on_is_refused_to_all_but_its_person(
    played: Callable[..., Any],
) -> None:
    async def scene(bot: Platform) -> Any:
        await bot.say("Ana", CREATE)
        await bot.say("Ana", "invite sam@example.org to session 1")
        data = bot.shown("Sam", "yes")
        before = len(bot.said())
        await bot.press("Tom", data)
        await bot.press("Ana", data, room="space")
        refused = [each.partition(".")[0] for each in bot.said()[before:]]
        await bot.press("Sam", data)
        return refused, "Sam Lee will speak at session 1" in "".join(bot.said())

    assert played(scene) == ([REFUSED] * 2, True)


def test_a_card_whose_session_is_gone_says_so(played: Callable[..., Any]) -> None:
    async def scene(bot: Platform) -> Any:
        await bot.say("Ana", CREATE)
        await bot.say("Ana", "invite sam@example.org to session 1")
        stale = bot.shown("Sam", "yes")
        await bot.say("Ana", "cancel session 1")
        await bot.say("Ana", "do it")
        before = len(bot.said())
        for _ in range(2):
            await bot.press("Sam", stale)
        return {each.partition(".")[0] for each in bot.said()[before:]}

    (said,) = played(scene)
    assert "cancelled" in said or "annulée" in said


def test_what_is_pressed_twice_happens_once(played: Callable[..., Any]) -> None:
    async def scene(bot: Platform) -> Any:
        await bot.say("Ana", CREATE)
        await bot.say("Ana", "invite sam@example.org to session 1")
        data = bot.shown("Sam", "yes")
        await bot.press("Sam", data)
        await bot.press("Sam", data)
        told = [each for each in bot.said() if each.startswith("Sam Lee will speak")]
        return len(told)

    assert played(scene) == 1


def test_a_card_that_was_deleted_can_still_be_answered(played: Callable[..., Any]) -> None:
    async def scene(bot: Platform) -> Any:
        await bot.say("Ana", CREATE)
        await bot.say("Ana", "cancel session 1")
        data = bot.shown("Ana", "go")
        bot.lose_messages()
        await bot.press("Ana", data)
        found = session(bot)
        assert found is not None
        return str(found.phase), bot.said()[-1].startswith("Session 1"), waiting(bot, "failed")

    assert played(scene) == ("cancelled", True, [])


def test_who_was_taken_out_of_the_space_is_no_organiser_a_minute_later(
    played: Callable[..., Any],
) -> None:
    async def scene(bot: Platform) -> Any:
        bot.move("Chantal", member=True)
        await bot.say("Chantal", CREATE)
        bot.move("Chantal", member=False)
        bot.house.assistant._membership._known.clear()
        await bot.say("Chantal", CREATE)
        return session(bot) is not None, session(bot, "2")

    assert played(scene) == (True, None)


def in_a_minute() -> str:
    return format_datetime(Clock().now() + timedelta(seconds=62), usegmt=True)


@pytest.mark.parametrize(
    ("header", "least", "most"),
    [
        ("120", 120, 144),
        (in_a_minute, 40, 76),
        ("", 10, 12),
        ("999999999", 86_400, 103_680),
        ("soon", 10, 12),
        ("-5", 10, 12),
    ],
    ids=["seconds", "date", "absent", "huge", "words", "negative"],
)
def test_a_429_is_kept_to_whatever_it_says(
    played: Callable[..., Any], header: str | Callable[[], str], least: int, most: int
) -> None:
    async def scene(bot: Platform) -> Any:
        await bot.say("Ana", "hello")
        said = header if isinstance(header, str) else header()
        bot.fail(429, retry_after=said)
        await bot.say("Ana", "hello")
        (held,) = waiting(bot, "retrying")
        assert held.not_before is not None
        assert held.changed is not None
        waits = (held.not_before - held.changed).total_seconds()
        await bot.say("Tom", "hello")
        others = [each.partition("!")[0] for each in bot.said()[1:]]
        bot.house.assistant.house.time.move(held.not_before)
        await bot.house.assistant.outbox.drain()
        return least <= waits <= most, others, len(bot.said())

    assert played(scene) == (True, ["Hello Tom"], 3)


def test_a_storm_of_errors_loses_and_doubles_nothing(played: Callable[..., Any]) -> None:
    async def scene(bot: Platform) -> Any:
        await bot.say("Ana", "hello")
        bot.fail(500, times=6)
        await bot.say("Ana", "hello")
        while held := waiting(bot, "retrying"):
            assert held[0].not_before is not None
            bot.house.assistant.house.time.move(held[0].not_before)
            await bot.house.assistant.outbox.drain()
        return len(bot.said())

    assert played(scene) == 2


@pytest.mark.parametrize("status", [502, 504])
def test_what_was_perhaps_taken_is_sent_once_more_and_then_left_to_a_person(
    played: Callable[..., Any], status: int
) -> None:
    async def scene(bot: Platform) -> Any:
        await bot.say("Ana", "hello")
        bot.fail(status, times=9)
        await bot.say("Ana", "hello")
        (held,) = waiting(bot, "retrying")
        assert held.not_before is not None
        bot.house.assistant.house.time.move(held.not_before)
        await bot.house.assistant.outbox.drain()
        return [(each.to, each.attempts) for each in waiting(bot, "uncertain")]

    assert played(scene) == [(CAST["Ana"].address, 1)]


def test_no_log_line_holds_words_or_addresses(
    played: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")

    async def scene(bot: Platform) -> Any:
        await bot.say("Ana", "hello")
        bot.fail(503)
        await bot.say("Ana", "add theme “a great secret”\n2027-01-12 ERROR bot: forged")
        await bot.press("Tom", {"card": "x", "button": "yes", "in_note": "another secret"})
        return len(bot.said()) > 0

    played(scene)
    ours = "\n".join(each.getMessage() for each in caplog.records if each.name.startswith("bot"))
    assert "secret" not in ours
    assert "forged" not in ours
    assert "Bearer" not in ours
