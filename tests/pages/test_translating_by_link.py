"""Somebody outside chat translates behind the signed link of a letter."""

import asyncio
import re
from pathlib import Path

from bot.model.description import Description
from bot.model.outbox import Letter, Message, Sending

from .forms import LEE, answered, opened
from .site import LINK, SESSION, Site, served

ENGLISH = "A mini discussion about faces, with ((speakers)). <b>Bring</b> your three questions."
FRENCH = "Une mini-discussion sur les visages, avec ((speakers)). <b>Apportez</b> vos questions."


async def asked(site: Site) -> str:
    """The path of the link that somebody is sent who is asked to translate."""
    await site.say("Ana", f"{SESSION} / la biométrie")
    await site.say("Ana", f"the English description of session 1 is: {ENGLISH}")
    await site.say("Ana", f"ask {LEE} to translate the description of session 1 into French")
    await site.delivered()
    (letter,) = [
        each.content.body
        for each in site.view.find(Sending, "about", "session/1")
        if isinstance(each.content, Letter) and each.to == LEE
    ]
    assert ENGLISH in letter
    found = LINK.search(letter)
    assert found is not None
    return found[0]


def description(site: Site) -> Description:
    """The description of session 1."""
    found = site.view.get(Description, "1")
    assert found is not None
    return found


def told(site: Site) -> list[str]:
    """The first line of each message to who asked."""
    return [
        each.content.text.partition("\n")[0]
        for each in site.view.find(Sending, "about", "session/1")
        if isinstance(each.content, Message) and each.to == "ana@example.org"
    ]


def test_the_text_to_translate_stands_on_the_page_as_it_was_typed(tmp_path: Path) -> None:
    async def scene() -> None:
        async with served(tmp_path) as site:
            form = await opened(site, await asked(site))
            assert ENGLISH in re.sub(r"\s+", " ", form.words)
            assert "b" not in form.elements
            assert form.buttons == ["hand_in", "cannot"]

    asyncio.run(scene())


def test_what_is_sent_from_the_page_is_that_half_once(tmp_path: Path) -> None:
    async def scene() -> None:
        async with served(tmp_path) as site:
            link = await asked(site)
            form = (await opened(site, link)).filled_in("hand_in", translated=FRENCH)
            for _ in range(2):
                await answered(site, link, form)
            await site.delivered()
            found = description(site)
            assert (found.fr.text, found.fr.written, found.fr.by) == (FRENCH, "translation", LEE)
            assert found.fr.edition == 1
            assert told(site) == [
                (
                    f"{LEE} has translated the description of session 1, “biometrics”, into French. "
                    "It is a draft: write “show the description of session 1” to read it."
                )
            ]

    asyncio.run(scene())


def test_who_cannot_says_so_and_nothing_is_written(tmp_path: Path) -> None:
    async def scene() -> None:
        async with served(tmp_path) as site:
            link = await asked(site)
            await answered(site, link, (await opened(site, link)).filled_in("cannot"))
            await site.delivered()
            assert description(site).fr.text == ""
            assert [each.partition(",")[0] for each in told(site)] == [
                f"{LEE} can’t translate the description of session 1"
            ]

    asyncio.run(scene())
