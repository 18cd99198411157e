"""A session that was announced is held once it is over, and stays so."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.session import Phase

from .house import ANA, SESSION, TEAM, TOM, Home

HOUR = timedelta(hours=1)
ANNOUNCED = replace(SESSION, phase=Phase.ANNOUNCED)


def test_an_announced_session_is_held_once_when_its_end_has_passed() -> None:
    ends = ANNOUNCED.ends

    async def scene() -> list[tuple[str, int]]:
        home, seen = Home(), []
        await home.file(TEAM, ANNOUNCED)
        for moment in (ends - timedelta(minutes=1), ends, ends - HOUR, ends + 5 * HOUR):
            await home.tick_at(moment)
            seen.append((home.session().status, home.session().version))
        return seen

    assert asyncio.run(scene()) == [("announced", 1), ("held", 2), ("held", 2), ("held", 2)]


@pytest.mark.parametrize("phase", [Phase.DRAFT, Phase.CANCELLED])
def test_only_what_was_announced_is_held(phase: Phase) -> None:
    async def scene() -> Phase:
        home = Home()
        await home.file(TEAM, replace(SESSION, phase=phase))
        await home.tick_at(SESSION.ends + HOUR)
        return home.session().phase

    assert asyncio.run(scene()) is phase


def test_a_session_that_was_held_is_not_shown_as_one_to_come() -> None:
    async def scene() -> list[str]:
        home = Home()
        await home.file(TEAM, ANNOUNCED)
        await home.tick_at(ANNOUNCED.ends + timedelta(minutes=1))
        said = ("when is the next session?", "list sessions", "show session 1")
        return [(await home.say(TOM, each)).text.splitlines()[0] for each in said]

    following, listed, shown = asyncio.run(scene())
    assert following.startswith("No session")
    assert listed.startswith("No session")
    assert "biometrics" in shown


def test_a_session_that_was_held_is_neither_changed_nor_brought_back() -> None:
    async def scene() -> tuple[list[str], Phase]:
        home = Home()
        await home.file(TEAM, SESSION)
        home.clock.move(ANNOUNCED.ends - timedelta(minutes=3))
        await home.say(ANA, "announce session 1")
        await home.tick_at(ANNOUNCED.ends)
        said = ("undo", "cancel session 1", "move session 1 to March 18")
        return [(await home.say(ANA, each)).text for each in said], home.session().phase

    answers, phase = asyncio.run(scene())
    assert phase is Phase.HELD
    assert answers[0].startswith("Somebody has changed it since")
    assert answers[1] == answers[2]
