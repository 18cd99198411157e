"""Webex and Teams at once, for a long time, while everything goes wrong that can."""

import asyncio
import os
import random  # noqa: TID251 - what goes wrong is left to chance
import time
from pathlib import Path

import pytest

from bot.channels.webex import connection
from tests.teams.connector import connected
from tests.webex.cloud import Cloud

from .world import EVERYBODY, LATER, World, memory

pytestmark = [
    pytest.mark.slow,
    # Connections are cut in the middle here, and the cloud of the tests is not told of it.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
SECONDS = 600.0 if os.environ.get("CIRCUIT_PROVE") == "1" else 12.0
BUSY = 6.0
PATIENCE = 90.0
GROWTH = 0.05
"""Themes, and the cards that show them, are kept and count for it."""


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits a minute here for a platform that comes and goes by the second."""
    monkeypatch.setattr(connection, "LONGEST", 2.0)


def test_nothing_is_lost_or_doubled_and_memory_stays_flat(tmp_path: Path) -> None:
    with Cloud() as cloud:
        sizes = asyncio.run(_soaked(tmp_path, cloud))
        assert cloud.contract.violations == []
    print("MiB", [round(each, 1) for each in sizes])
    assert sizes[-1] <= sizes[len(sizes) // 4] * (1 + GROWTH)


async def _soaked(folder: Path, cloud: Cloud) -> list[float]:
    """The memory after each round of the longest run."""
    sizes = []
    async with connected() as connector:
        world = World(folder, cloud, connector, random.Random(2027))
        world.prepare()
        began = time.monotonic()
        while time.monotonic() < began + SECONDS / 3:
            async with world.running():
                await _busy(world)
            async with world.running():
                await _checked(world)
        async with world.running():
            while time.monotonic() < began + SECONDS:
                await _busy(world)
                await _checked(world)
                sizes.append(memory())
        print(dict(sorted(world.troubles.items())), len(world.themes), "themes")
    return sizes


async def _checked(world: World) -> None:
    """All is there once; then three days pass."""
    await _settled(world)
    assert world.lost_themes() == set()
    assert world.given_up() == []
    await world.pass_days()


async def _busy(world: World) -> None:
    """Everybody talks, and now and then something goes wrong."""
    until = time.monotonic() + BUSY
    talking = [asyncio.create_task(_talks(world, each, until)) for each in sorted(EVERYBODY)]
    while time.monotonic() < until:
        await asyncio.to_thread(world.make_trouble)
        await asyncio.sleep(world.chance.uniform(0.3, 1.2))
        if world.cloud.gone:
            await asyncio.to_thread(world.cloud.come_up)
    await asyncio.to_thread(world.heal)
    await asyncio.gather(*talking)


async def _talks(world: World, address: str, until: float) -> None:
    while time.monotonic() < until:
        await world.talk(address)
        await asyncio.sleep(world.chance.uniform(0.2, 1.0))


async def _settled(world: World) -> None:
    """Return once every message has its one answer; retries need not be waited for."""
    assert world.house is not None
    until = time.monotonic() + PATIENCE
    while world.unlike() and time.monotonic() < until:
        world.clock.move(world.clock.now() + LATER)
        world.house.assistant.outbox.wake()
        await asyncio.sleep(0.2)
    assert world.unlike() == {}
