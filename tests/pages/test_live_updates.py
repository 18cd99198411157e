"""What the page is told while it looks: each entry once, and that something else changed."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from .site import Site, events, served


def test_live_updates_go_on_where_they_were_torn_off(tmp_path: Path) -> None:
    """Each connection brings three entries and is cut; together they bring each entry once."""

    async def scene() -> tuple[list[int], list[int]]:
        async with served(tmp_path) as site:
            talk = asyncio.create_task(talked(site, 12))
            seen: list[int] = []
            while len(seen) < 24:
                seen += await torn(site, seen[-1] if seen else 0, 3)
            await talk
            return seen, [each["number"] for each in await site.history()]

    seen, kept = asyncio.run(scene())
    assert seen == kept == list(range(1, 25))


def test_live_updates_bring_each_entry_once_while_much_is_said(tmp_path: Path) -> None:
    async def scene() -> list[list[int]]:
        async with served(tmp_path) as site:
            await talked(site, 5)
            readers = [
                asyncio.create_task(torn(site, since, 40 - since)) for since in (0, 4, 9, 20)
            ]
            await asyncio.gather(*(talked(site, 5, of=f"{n}-") for n in range(3)))
            return await asyncio.gather(*readers)

    assert asyncio.run(scene()) == [list(range(since + 1, 41)) for since in (0, 4, 9, 20)]


@pytest.mark.parametrize("since", ["", "x", "-1", "1e3", "٣x", "9" * 5_000])
def test_a_place_to_go_on_from_that_is_no_number_is_the_beginning(
    tmp_path: Path, since: str
) -> None:
    async def scene() -> list[int]:
        async with served(tmp_path) as site:
            await site.say("Ana", "help")
            return await torn(site, since, 2)

    assert asyncio.run(scene()) == [1, 2]


def test_the_page_is_told_when_mail_has_left(tmp_path: Path) -> None:
    """What it shows after the last word it got is what is there: nothing is still being sent."""

    async def scene() -> list[tuple[list[str], list[str]]]:
        async with served(tmp_path) as site, site.http.get("/local/stream") as stream:
            work = asyncio.create_task(site.house.assistant.outbox.run())
            await site.invite("lee.chan@example.com")
            shown = []
            async for event in events(stream):
                if event["kind"] != "changed":
                    continue
                state = await site.state()
                shown.append((mails(state), [each["state"] for each in state["due"]]))
                if mails(state) and not state["due"]:
                    break
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
            return shown

    assert asyncio.run(scene())[-1] == (["lee.chan@example.com"], [])


def test_a_new_connection_is_told_to_look_at_what_it_missed(tmp_path: Path) -> None:
    async def scene() -> list[str]:
        async with served(tmp_path) as site:
            await site.say("Ana", "help")
            async with site.http.get("/local/stream", headers={"Last-Event-ID": "2"}) as stream:
                async for event in events(stream):
                    return [event["kind"]]
            return []

    assert asyncio.run(scene()) == ["changed"]


def mails(state: dict[str, Any]) -> list[str]:
    """To whom mail went out."""
    return [each["to"] for each in state["mails"]]


async def talked(site: Site, times: int, of: str = "") -> None:
    """Something said, and answered, so often."""
    for n in range(times):
        await site.say("Ana", "help", id=f"{of}{n}")


async def torn(site: Site, since: int | str, after: int) -> list[int]:
    """The numbers of so many entries, after which the connection is cut."""
    seen: list[int] = []
    headers = {"Last-Event-ID": str(since)}
    async with site.http.get("/local/stream", headers=headers) as stream:
        async for event in events(stream):
            if event["kind"] == "entry":
                seen.append(event["entry"]["number"])
            if len(seen) == after:
                break
    return seen
