"""The morning digest: once a morning, of what is new."""

import asyncio
from datetime import timedelta

import pytest

from bot.model.outbox import Message, Sending
from bot.model.outcome import Outcome

from .house import ANA, NOW, SPACE, TEAM, Home, asked, at

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("hours", "mornings"),
    [
        pytest.param(["08:30", "07:30", "08:30", "09:00"], 1, id="back an hour"),
        pytest.param(["08:00", "13:00"], 0, id="forward five hours"),
        pytest.param(["08:00", "13:00", "08:30"], 1, id="forward five hours and put right"),
        pytest.param(["05:00", "11:00", "11:01"], 1, id="paused six hours in the morning"),
    ],
)
def test_the_morning_digest_comes_once_a_morning_or_not_at_all(
    hours: list[str], mornings: int
) -> None:
    async def scene() -> int:
        home = Home()
        await home.file(TEAM)
        await home.say(ANA, "create session on February 25 at 1 pm about biometrics")
        await home.tick_at(*(at("2027-01-13", hour) for hour in hours))
        return len(home.told(SPACE.room))

    assert asyncio.run(scene()) == mornings


def test_the_space_hears_of_the_silent_on_the_days_they_are_reminded() -> None:
    async def scene() -> list[str]:
        home = await asked("2027-01-12")
        await home.half_hours(at("2027-02-12", "12:00"))
        silent = [e for e in home.chat.left if e.to == SPACE.room and "No answer yet" in _text(e)]
        return [f"{each.created:%m-%d}" for each in silent]

    assert asyncio.run(scene()) == ["01-15", "01-20", "01-22"]


def test_the_space_hears_nothing_of_the_silent_once_their_session_is_cancelled() -> None:
    async def scene() -> list[str]:
        home = await asked("2027-01-12")
        shown = await home.say(ANA, "cancel session 1")
        await home.press(ANA, shown, "go")
        home.chat.left.clear()
        await home.half_hours(at("2027-01-25", "12:00"))
        return [each for each in home.told(SPACE.room) if "No answer yet" in each]

    assert asyncio.run(scene()) == []


def test_the_digest_counts_what_could_not_leave_once() -> None:
    async def scene() -> list[str]:
        home = Home()
        await home.file(TEAM)
        late = Sending(
            key="late", door="chat", to="room", content=Message("x"), created=NOW,
            expires=NOW - HOUR,
        )  # fmt: skip
        await home.store.run(lambda _: Outcome(sends=(late,)))
        await home.assistant.outbox.drain()
        await home.half_hours(at("2027-01-20", "12:00"))
        return home.told(SPACE.room)

    [digest] = asyncio.run(scene())
    assert digest.partition("\n\n")[0] == (
        "Good morning. Since last time:\n• Messages that could not leave: 1."
    )


def _text(sending: Sending) -> str:
    return sending.content.text if isinstance(sending.content, Message) else ""
