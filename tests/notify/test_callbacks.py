"""What GC Notify reports is counted once for each person, and who cannot be reached is left alone."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from bot import app, settings
from bot.model.suppression import Suppressed
from tests.core.house import NOW
from tests.mailings.house import everybody

from .stage import TOKEN, Stage, staged

ONE, OTHER, THIRD = everybody(3)


def played(folder: Path, scene: Callable[[Stage], Awaitable[Any]], many: int = 3) -> Any:
    async def scened() -> Any:
        async with staged(folder, many) as stage:
            await stage.house.assistant.settle()
            return await scene(stage)

    return asyncio.run(scened())


async def reported(stage: Stage, *reports: tuple[str, str]) -> list[int]:
    """The answers to these reports, and the counts brought up to date."""
    told = [
        await stage.service.report(stage.url, TOKEN, address, status) for address, status in reports
    ]
    await stage.house.assistant.receipts.file()
    return told


def counts(stage: Stage) -> tuple[int, int, int]:
    tally = stage.mailing.tally
    return tally.sent, tally.delivered, tally.bounced


def suppressed(stage: Stage) -> list[tuple[str, tuple[str, ...]]]:
    view = stage.house.assistant.house.store.view()
    return [(each.address, each.why) for each in view.find(Suppressed, "why", "bounced")]


def test_what_was_delivered_and_what_came_back_is_counted(tmp_path: Path) -> None:
    async def scene(stage: Stage) -> Any:
        answers = await reported(
            stage, (ONE, "delivered"), (OTHER, "permanent-failure"), (THIRD, "temporary-failure")
        )
        return answers, counts(stage), suppressed(stage)

    assert played(tmp_path, scene) == ([204] * 3, (3, 1, 2), [(OTHER, ("bounced",))])


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    async def scene(stage: Stage) -> Any:
        await reported(stage, *[(ONE, "delivered")] * 3, *[(OTHER, "permanent-failure")] * 3)
        version = stage.mailing.version
        await reported(stage, (ONE, "delivered"), (OTHER, "permanent-failure"))
        return counts(stage), stage.mailing.version == version

    assert played(tmp_path, scene) == ((3, 1, 1), True)


def test_a_letter_that_was_delivered_may_still_come_back_but_not_the_other_way(
    tmp_path: Path,
) -> None:
    async def scene(stage: Stage) -> Any:
        await reported(stage, (ONE, "delivered"), (ONE, "permanent-failure"))
        await reported(stage, (OTHER, "permanent-failure"), (OTHER, "delivered"))
        await reported(stage, (THIRD, "temporary-failure"), (THIRD, "delivered"))
        return counts(stage)

    assert played(tmp_path, scene) == (3, 1, 2)


@pytest.mark.parametrize("status", ["created", "sending", "pending", "sent", "pending-virus-check"])
def test_what_is_on_its_way_is_no_end(tmp_path: Path, status: str) -> None:
    async def scene(stage: Stage) -> Any:
        return await reported(stage, (ONE, status)), counts(stage)

    assert played(tmp_path, scene) == ([204], (3, 0, 0))


def test_the_counts_outlive_a_restart(tmp_path: Path) -> None:
    async def first(stage: Stage) -> Any:
        await stage.service.report(stage.url, TOKEN, ONE, "delivered")
        mails.update(stage.service.mails)

    async def then(stage: Stage) -> Any:
        stage.service.mails |= mails
        await reported(stage, (OTHER, "delivered"))
        return stage.mailing.tally.delivered

    mails: dict[str, Any] = {}
    played(tmp_path, first)
    assert played(tmp_path, then) == 2


def test_somebody_left_alone_for_another_reason_is_so_for_this_one_too(tmp_path: Path) -> None:
    async def scene(stage: Stage) -> Any:
        await stage.file(Suppressed(address=ONE, unsubscribed=NOW))
        await reported(stage, (ONE, "permanent-failure"))
        return suppressed(stage)

    assert played(tmp_path, scene) == [(ONE, ("bounced", "unsubscribed"))]


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, b'{"health_check": "true"}', 401),
        ({"Authorization": "Bearer wrong"}, b'{"health_check": "true"}', 401),
        ({"Authorization": f"bearer {TOKEN}"}, b'{"health_check": "true"}', 401),
        ({"Authorization": f"Bearer {TOKEN}"}, b'{"health_check": "true"}', 204),
        ({"Authorization": f"Bearer {TOKEN}"}, b"[1]", 400),
        ({"Authorization": f"Bearer {TOKEN}"}, b"{", 400),
        ({"Authorization": f"Bearer {TOKEN}"}, b'{"status": 1}', 400),
        ({"Authorization": f"Bearer {TOKEN}"}, b'{"status": "delivered", "to": "x"}', 204),
        (
            {"Authorization": f"Bearer {TOKEN}"},
            b'{"status": "permanent-failure", "to": "x@y.ca", "reference": "mailing/../../x/1"}',
            204,
        ),
        (
            {"Authorization": f"Bearer {TOKEN}"},
            b'{"complaint_id": "1", "to": "x@y.ca", "complaint_date": "2027-01-12"}',
            204,
        ),
    ],
)
def test_who_may_report_and_what(
    tmp_path: Path, headers: dict[str, str], body: bytes, status: int
) -> None:
    async def scene(stage: Stage) -> Any:
        async with (
            ClientSession() as http,
            http.post(stage.url, data=body, headers=headers) as said,
        ):
            return said.status, suppressed(stage)

    assert played(tmp_path, scene, 1) == (status, [])


def test_many_at_once_are_each_answered_within_a_second(tmp_path: Path) -> None:
    async def scene(stage: Stage) -> Any:
        async def told(address: str) -> float:
            began = time.monotonic()
            assert await stage.service.report(stage.url, TOKEN, address, "delivered") == 204
            return time.monotonic() - began

        spent = await asyncio.gather(*map(told, everybody(100)))
        await stage.house.assistant.receipts.file()
        return max(spent) < 1, counts(stage)

    assert played(tmp_path, scene, 100) == (True, (100, 100, 0))


def test_without_a_token_there_is_no_such_way_in(tmp_path: Path) -> None:
    async def scene() -> Any:
        chosen = replace(settings.read({}, Path("none")), data=tmp_path, hook_token=TOKEN)
        async with app.opened(chosen) as house:
            return house.callbacks

    assert asyncio.run(scene()) is None
