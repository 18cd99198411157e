"""A leader that is stopped and wakes up, and one that is killed: Webex and mail amid it."""

import asyncio
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.model.outcome import Outcome
from bot.services.mail.smtp import FOR_EACH
from storage.postgres import PostgresStore
from tests.mail.server import running as serving
from tests.mailings.killing import Counting
from tests.postgres import Server
from tests.webex.cloud import Cloud

from .several import LEADS, TAKEOVER, beside, several, wait_until_ready
from .shell import Running
from .test_worker import AT_ONCE, HANDS_OVER, all_left, letters

pytestmark = pytest.mark.slow
TOM, ANA = "tom@example.org", "ana@example.org"
LETTERS = 300


class Talking:
    """People in Webex who ask, and must each be answered once."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud, self.asked = cloud, 0
        for each in (TOM, ANA):
            cloud.room_of(each)

    def ask(self) -> None:
        """Both ask something."""
        for each in (TOM, ANA):
            self._cloud.say(each, "what is this?")
        self.asked += 1

    async def answered(self, store: PostgresStore, letters: int = 0) -> None:
        """Return once each answer is known to have left, and so many letters."""
        await all_left(store, 2 * self.asked + letters)

    def heard(self) -> dict[str, int]:
        """How many answers each of them has."""
        return {each: len(self._cloud.said_to(each)) for each in (TOM, ANA)}


def _taken_over(former: Running, now: Running, stop: Callable[[], None]) -> float:
    """Seconds until the other one leads, once the leader is stopped."""
    stop()
    began = time.monotonic()
    now.wait_for(LEADS)
    wait_until_ready(now)
    assert former.process.poll() in (None, -signal.SIGKILL)
    return time.monotonic() - began


def test_a_leader_that_is_stopped_and_wakes_up_sends_nothing_again_but_what_was_on_its_way(
    postgres: Server, tmp_path: Path
) -> None:
    server = Counting()

    async def scene() -> tuple[list[float], dict[str, int], int]:
        async with serving(server):
            with Cloud() as cloud:
                settings = {f"CIRCUIT_{k.upper()}": str(v) for k, v in cloud.settings.items()}
                mail = f"{server.url}?rate=200&connections={AT_ONCE}"
                talking = Talking(cloud)
                given = settings | {"CIRCUIT_SMTP_URL": mail}
                with several(postgres, tmp_path, 2, **given) as (first, second):
                    return await _played(postgres, cloud, talking, (first, second))

    async def _played(
        postgres: Server, cloud: Cloud, talking: Talking, bots: tuple[Running, Running]
    ) -> tuple[list[float], dict[str, int], int]:
        first, second = bots
        store = await beside(postgres)
        assert await asyncio.to_thread(cloud.wait, lambda: cloud.opened == 1)
        talking.ask()
        await talking.answered(store)
        server.kill_at = LETTERS // 3
        await store.run(Outcome(sends=letters(0, LETTERS)).regardless)
        await server.reached.wait()
        talking.ask()
        stop = lambda: first.process.send_signal(signal.SIGSTOP)  # noqa: E731
        took = [await asyncio.to_thread(_taken_over, first, second, stop)]
        assert await asyncio.to_thread(cloud.wait, lambda: cloud.opened == 2)
        talking.ask()
        await talking.answered(store, LETTERS)
        first.process.send_signal(signal.SIGCONT)
        await asyncio.to_thread(first.wait_for, HANDS_OVER)
        talking.ask()
        await talking.answered(store, LETTERS)
        took.append(await asyncio.to_thread(_taken_over, second, first, second.process.kill))
        talking.ask()
        await talking.answered(store, LETTERS)
        await store.close()
        assert await asyncio.to_thread(first.stop) == 0
        return took, talking.heard(), talking.asked

    took, heard, asked = asyncio.run(asyncio.wait_for(scene(), 120))
    assert max(took) < TAKEOVER
    # Webex cannot be asked whether what was on its way arrived: it is said once more.
    assert all(asked <= many <= asked + 1 for many in heard.values()), (asked, heard)
    assert sorted(server.ids) == sorted(each.to for each in letters(0, LETTERS))
    twice = {to: ids for to, ids in server.ids.items() if len(ids) > 1}
    assert all(len(set(ids)) == 1 for ids in twice.values())
    # Woken up, it lets what it had begun come to its end: what its connections had, and what waited.
    assert len(twice) <= FOR_EACH * AT_ONCE
    print(f"taken over in {took}; {len(twice)} of {LETTERS} letters twice, with one Message-ID")
