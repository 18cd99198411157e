"""Where people come by files, the team is nudged once before a reminder goes to an old list."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.assistant.bringing import Load, filed
from bot.model.mailing import ReminderPlan
from bot.registering.request import Request
from tests.core.house import NOW, SPACE, TEAM, Home

from .house import ANNOUNCED, EARLIER, full, registration

LEAVES = ANNOUNCED.starts - timedelta(days=7)
WORDS = "The last file of registrations came"


async def brought(home: Home, at: datetime, address: str = "kim@example.org") -> None:
    """A file with one person is taken in at that moment."""
    home.clock.move(at)
    load = Load("registration", {"session": "1"}, [[Request(address=address, came="file")]])
    async for _ in filed(home.assistant, load):
        pass


async def nudges(home: Home, *moments: datetime) -> list[int]:
    """How often the space had been nudged at each of these moments."""
    found = []
    for moment in moments:
        home.clock.move(moment)
        await home.assistant.tick()
        await home.assistant.settle()
        found.append(sum(WORDS in words for words in home.told(SPACE.room)))
    return found


async def prepared() -> Home:
    home = await full(0)
    await home.file(TEAM, ReminderPlan(session="1", approved_by="ana@example.org"))
    return home


@pytest.mark.parametrize(
    ("before", "nudged"),
    [(timedelta(days=3), 0), (timedelta(days=3, minutes=1), 1), (timedelta(days=20), 1)],
)
def test_older_than_three_days_when_the_reminder_leaves(before: timedelta, nudged: int) -> None:
    async def scene() -> Any:
        home = await prepared()
        await brought(home, LEAVES - before)
        return await nudges(home, LEAVES - timedelta(hours=25), LEAVES - timedelta(hours=23))

    assert asyncio.run(scene()) == [0, nudged]


def test_once_for_a_file_and_again_for_the_next_that_gets_old() -> None:
    async def scene() -> Any:
        home = await prepared()
        await brought(home, LEAVES - timedelta(days=10))
        first = await nudges(home, LEAVES - timedelta(hours=20), LEAVES - timedelta(hours=1))
        await brought(home, LEAVES + timedelta(hours=1))
        day = ANNOUNCED.starts - timedelta(days=1)
        then = await nudges(home, day - timedelta(hours=20), day - timedelta(hours=1))
        return first, then

    assert asyncio.run(scene()) == ([1, 1], [2, 2])


def test_a_file_that_brings_nobody_new_is_new_all_the_same() -> None:
    async def scene() -> Any:
        home = await prepared()
        await brought(home, LEAVES - timedelta(days=10))
        await brought(home, LEAVES - timedelta(days=2))
        return await nudges(home, LEAVES - timedelta(hours=20))

    assert asyncio.run(scene()) == [0]


def test_where_nobody_comes_by_a_file_nobody_is_nudged() -> None:
    async def scene() -> Any:
        home = await prepared()
        await home.file(registration(1, came="form", at=EARLIER))
        return await nudges(home, LEAVES - timedelta(hours=20), LEAVES + timedelta(days=6))

    assert asyncio.run(scene()) == [0, 0]


def test_the_words() -> None:
    async def scene() -> Any:
        home = await prepared()
        await brought(home, NOW)
        await nudges(home, LEAVES - timedelta(hours=20))
        return next(words for words in home.told(SPACE.room) if WORDS in words)

    assert asyncio.run(scene()) == (
        "A reminder for session 1, “biometrics”, leaves Thursday, February 18, 2027, 1\u00a0p.m. (ET). "
        "The last file of registrations came Tuesday, January 12, 2027, 9\u00a0a.m. (ET). Whoever "
        "registered since would not get it. Open the form’s responses in Excel, and give me the file "
        "again. / Un rappel de la séance 1, «\u00a0la biométrie\u00a0», part le jeudi 18 février 2027 à "
        "13\u00a0h (HE). Dernier fichier d’inscriptions\u00a0: le mardi 12 janvier 2027 à 9\u00a0h (HE). "
        "Les personnes inscrites depuis ne le recevraient pas. Ouvrez les réponses du formulaire dans "
        "Excel, et donnez-moi le fichier de nouveau."
    )
