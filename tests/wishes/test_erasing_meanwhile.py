"""Erasing while letters leave: who is erased is not written to, and what was leaving comes not back."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.assistant.mailings import one_by_one
from bot.model.erasure import Erasure, Step
from bot.model.mailing import Stage
from bot.model.outbox import Letter, Sending
from bot.model.people import Place
from bot.skills.erasure.card import errand
from tests.core.house import ANA, NOW, Home, on_disk
from tests.mailings.house import addresses, everybody, full, registration, sent, state

from .test_erasing import traces

WHO = registration(3).address


def ordered(home: Home) -> Erasure:
    """An erasure that was pressed."""
    return Erasure(
        id="abc",
        address=WHO,
        by=ANA.address,
        place=Place("chat", ANA.address),
        languages=("en",),
        created=NOW,
        until=NOW,
        step=Step.ERASING,
    )


async def erase(home: Home) -> None:
    """File the order, and let it be carried out."""
    context = home.assistant._context(home.store.view(), "test")
    erasure = ordered(home)
    order = replace(errand(context, erasure, "erase"), not_before=None)
    await home.file(erasure, order)
    await home.assistant.outbox.drain()


def test_who_is_erased_during_a_running_mailing_is_not_written_to(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(one_by_one, "SIDE_BY_SIDE", 1)

    async def scene() -> Any:
        async with on_disk(tmp_path) as store:
            home = await full(6, store)
            kept = home.mail.send

            async def send(sending: Sending) -> Mapping[str, str]:
                given = await kept(sending)
                if len(home.mail.left) == 2:
                    await erase(home)
                return given

            home.mail.send = send  # type: ignore[method-assign]
            await sent(home)
            return addresses(home.mail.left), state(home)[:2], traces(tmp_path, WHO)

    others = [each for each in everybody(6) if each != WHO]
    assert asyncio.run(scene()) == (others, (Stage.DONE, 5), [])


def test_a_letter_that_is_leaving_is_waited_for_and_does_not_bring_them_back(
    tmp_path: Path,
) -> None:
    async def scene() -> Any:
        async with on_disk(tmp_path) as store:
            home = await full(4, store)
            held, kept = asyncio.Event(), home.mail.send

            async def send(sending: Sending) -> Mapping[str, str]:
                await held.wait()
                return await kept(sending)

            home.mail.send = send  # type: ignore[method-assign]
            letter = Letter(f"To {WHO}", "…", ("en",))
            leaving = Sending(key=f"x/{WHO}", door="mail", to=WHO, content=letter, created=NOW)
            await home.file(leaving)
            draining = asyncio.create_task(home.assistant.outbox.drain())
            await asyncio.sleep(0)
            erasing = asyncio.create_task(erase(home))
            for _ in range(100):
                await asyncio.sleep(0)
            there = home.store.view().get(Sending, leaving.key) is not None
            held.set()
            await asyncio.gather(draining, erasing)
            return there, [each.to for each in home.mail.left], traces(tmp_path, WHO)

    assert asyncio.run(scene()) == (True, [WHO], [])
