"""The files of a post are each one press away, for as long as somebody's yes to its words stands."""

import asyncio
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.context import Context
from bot.model.outcome import Outcome
from bot.model.promotion import Post
from bot.model.record import Record
from bot.promoting.rendering import rendered
from tests.promoting.house import DESCRIPTION, RECORDS, SESSION

from .site import Site, served

LINK = re.compile(r"\]\((http://[^)]+?)(/s/file-[^)]+)\)")
NEWSLETTER = "newsletter item"
ENDINGS = {
    "newsletter item": ("html", "md", "txt"),
    "pack for Communications": ("html", "txt"),
    "director's email": ("eml",),
}


async def file(site: Site, *records: Record) -> None:
    """File records as they are."""
    await site.house.assistant.house.store.run(Outcome(saves=records).regardless)


async def links(site: Site, words: str) -> list[str]:
    """The paths of the files on the card of a post, as Ana sees it last."""
    await site.say("Ana", f"draft the {words} for session 1")
    card = [each["card"] for each in await site.history() if each["card"]][-1]
    return [path for _, path in LINK.findall(json.dumps(card))]


async def approved(site: Site, words: str) -> list[str]:
    """The same, once somebody has said yes."""
    assert await links(site, words) == []
    await site.say("Ana", "ask for a yes")
    who = "Dana" if words.startswith("director") else "Ben"
    await site.say(who, f"approve the {words} for session 1" if who == "Ben" else "I approve")
    return await links(site, words)


@pytest.mark.parametrize("words", ENDINGS)
def test_each_link_gives_its_file_at_once(words: str, tmp_path: Path) -> None:
    async def scene() -> list[tuple[int, str, bool]]:
        async with served(tmp_path) as site:
            await file(site, *RECORDS)
            found = []
            for path in await approved(site, words):
                async with site.http.get(path) as response:
                    name = response.content_disposition.filename  # type: ignore[union-attr] # it has one
                    found.append((response.status, str(name), bool(await response.text())))
            return found

    name = {"n": "newsletter", "p": "communications", "d": "director"}[words[0]]
    assert asyncio.run(scene()) == [
        (200, f"session-1-{name}.{ending}", True) for ending in ENDINGS[words]
    ]


def test_what_is_saved_is_what_was_approved(tmp_path: Path) -> None:
    async def scene() -> tuple[list[str], list[str]]:
        async with served(tmp_path) as site:
            await file(site, *RECORDS)
            paths = await approved(site, NEWSLETTER)
            got = [(await site.get(path)).text for path in paths]
            house = site.house.assistant.house
            context = Context(house.store.view(), house.time.now(), house.setup, "test")
            post = context.view.get(Post, "1/newsletter")
            assert post is not None
            return got, [each.text for each in rendered(context, post).files]

    got, wanted = asyncio.run(scene())
    assert got == wanted


def test_a_link_gives_nothing_once_the_words_are_others_nor_to_who_made_it_up(
    tmp_path: Path,
) -> None:
    async def scene() -> tuple[list[int], int]:
        async with served(tmp_path) as site:
            await file(site, *RECORDS)
            paths = await approved(site, NEWSLETTER)
            changed = replace(SESSION, title=replace(SESSION.title, en="Other"), version=9)
            await file(site, changed, replace(DESCRIPTION, version=9))
            forged = re.sub(r"\.[0-9a-f]+$", f".{'0' * 32}", paths[0])
            statuses = [(await site.get(path)).status for path in paths]
            return statuses, (await site.get(forged)).status

    assert asyncio.run(scene()) == ([410, 410, 410], 404)
