"""What whoever looks after the server can ask: ready or not, and the figures."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.app.serving import standing
from tests.pages.site import ADDRESSES, Said, Site, served

TOKEN = "k7Qz-Wm2x_Lp9vT4"
PRODUCTION: dict[str, Any] = {"mode": "production", "secret": "only a test, yet long"}


async def ready(site: Site) -> tuple[int, Any]:
    """How ready the bot says it is."""
    said = await site.get("/readyz")
    return said.status, json.loads(said.text)


def test_a_bot_is_ready_once_its_outbox_runs_and_not_while_its_store_is_away(
    tmp_path: Path,
) -> None:
    async def scene() -> list[tuple[int, Any]]:
        async with served(tmp_path) as site:
            heard = [await ready(site)]
            work = asyncio.create_task(site.house.assistant.outbox.run())
            await asyncio.sleep(0)
            heard.append(await ready(site))
            site.house.watch.store_open = False
            site.house.watch.channels = lambda: {"webex": False}
            heard.append(await ready(site))
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
            return heard

    assert asyncio.run(scene()) == [
        (503, {"ready": False, "store": "open", "outbox": "stopped"}),
        (200, {"ready": True, "store": "open", "outbox": "running"}),
        (503, {"ready": False, "store": "away", "outbox": "running", "webex": "not connected"}),
    ]


def test_a_bot_serves_on_while_nobody_sends_and_says_so(tmp_path: Path) -> None:
    async def scene() -> list[str]:
        async with served(tmp_path) as site:
            house = replace(site.house, settings=replace(site.house.settings, store="elsewhere"))
            heard = []
            for seconds in (29, 30):
                house.watch.leaderless = partial(timedelta, seconds=seconds)
                heard.append(standing(house)["outbox"])
            return heard

    assert asyncio.run(scene()) == ["elsewhere", "nowhere"]


@pytest.mark.parametrize(
    ("token", "given", "status"),
    [
        ("", {}, 404),
        ("", {"Authorization": "Bearer "}, 404),
        (TOKEN, {}, 401),
        (TOKEN, {"Authorization": f"Bearer {TOKEN}x"}, 401),
        (TOKEN, {"Authorization": TOKEN}, 401),
        (TOKEN, {"Authorization": f"Bearer {TOKEN}"}, 200),
    ],
)
def test_figures_are_for_whoever_knows_the_token(
    tmp_path: Path, token: str, given: dict[str, str], status: int
) -> None:
    async def scene() -> Said:
        async with served(tmp_path, metrics_token=token, **PRODUCTION) as site:
            return await site.get("/metrics", headers=given)

    assert asyncio.run(scene()).status == status


def test_the_figures_tell_what_happened_and_name_nobody(tmp_path: Path) -> None:
    async def scene() -> str:
        async with served(tmp_path) as site:
            await site.say("Ana", "help")
            await site.say("Tom", "next session")
            await site.invite("lee.chan@example.com")
            await site.delivered()
            return (await site.get("/metrics")).text

    text = asyncio.run(scene())
    assert [each for each in ADDRESSES.values() if each in text] == []
    assert ("lee.chan" in text, "biometrics" in text) == (False, False)
    found = {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    told = {
        "circuit_turns_total": ("page", "answered"),
        "circuit_answer_seconds_count": ("page",),
        "circuit_outbox_sendings": ("retrying",),
        "circuit_door_up": ("mail",),
        "circuit_outbox_lag_seconds": (),
        "circuit_due_lag_seconds": (),
        "circuit_store_up": (),
        "circuit_leads": (),
        "circuit_leaderless_seconds": (),
    }
    assert {name: found[name, labels] for name, labels in told.items()} == {
        "circuit_turns_total": 5.0,
        "circuit_answer_seconds_count": 5.0,
        "circuit_outbox_sendings": 0.0,
        "circuit_door_up": 1.0,
        "circuit_outbox_lag_seconds": 0.0,
        "circuit_due_lag_seconds": 0.0,
        "circuit_store_up": 1.0,
        "circuit_leads": 1.0,
        "circuit_leaderless_seconds": 0.0,
    }
    assert found["process_resident_memory_bytes", ()] > 0
