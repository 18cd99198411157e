"""Somebody outside the team reviews a description behind the signed link of a letter."""

import asyncio
from pathlib import Path

from bot.model.description import Description, HalfState
from bot.model.outbox import Letter, Message, Sending
from bot.model.people import Noted

from .forms import LEE, answered, opened
from .site import LINK, SESSION, Site, served

ENGLISH = "A mini discussion on February 25. <b>Bring</b> your three questions about faces."
FRENCH = "Une mini-discussion le 24 février. <b>Apportez</b> vos trois questions sur les visages."


async def asked(site: Site) -> str:
    """The path of the link that somebody is sent who is asked to review the French half."""
    await site.say("Ana", f"{SESSION} / la biométrie")
    await site.say("Ana", f"the English description of session 1 is: {ENGLISH}")
    await site.say("Ana", f"the French description of session 1 is: {FRENCH}")
    await site.say("Ana", f"ask {LEE} to review the French description of session 1")
    await site.delivered()
    (letter,) = [
        each.content.body
        for each in site.view.find(Sending, "about", "session/1")
        if isinstance(each.content, Letter) and each.to == LEE
    ]
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


def reviews(site: Site) -> list[tuple[str, str]]:
    """Who answered what, as it is kept."""
    noted = site.view.between(Noted, "at", None, None)
    return [(each.who, each.what) for each in noted if each.what.startswith("review.")]


def test_both_halves_stand_side_by_side_as_they_were_typed(tmp_path: Path) -> None:
    async def scene() -> None:
        async with served(tmp_path) as site:
            form = await opened(site, await asked(site))
            assert (ENGLISH in form.words, FRENCH in form.words) == (True, True)
            assert "February 25 is only in the English half." in form.words
            assert "b" not in form.elements
            assert form.buttons == ["fine", "change_this"]

    asyncio.run(scene())


def test_what_is_found_fine_is_reviewed_by_them_once(tmp_path: Path) -> None:
    async def scene() -> None:
        async with served(tmp_path) as site:
            link = await asked(site)
            form = (await opened(site, link)).filled_in("fine")
            for _ in range(2):
                await answered(site, link, form)
            await site.delivered()
            found = description(site)
            assert found.fr.reviewed_by == LEE
            assert (found.state("en"), found.state("fr")) == (HalfState.DRAFT, HalfState.REVIEWED)
            assert reviews(site) == [
                ("ana@example.org", "review.asked"),
                (LEE, "review.found_fine"),
            ]
            assert told(site) == [
                (
                    f"{LEE} has reviewed the description in French of session 1, “biometrics”, and "
                    "finds it fine. Its page shows the description once both halves are reviewed."
                )
            ]

    asyncio.run(scene())


def test_words_that_changed_meanwhile_are_shown_before_they_are_fine(tmp_path: Path) -> None:
    async def scene() -> None:
        async with served(tmp_path) as site:
            link = await asked(site)
            form = await opened(site, link)
            await site.say("Ana", f"the French description of session 1 is: {FRENCH} Bienvenue.")
            again = await answered(site, link, form.filled_in("fine"))
            assert description(site).fr.reviewed_by == ""
            assert "Bienvenue." in again.words
            await answered(site, link, again.filled_in("fine"))
            assert description(site).fr.reviewed_by == LEE

    asyncio.run(scene())


def test_what_is_to_change_reaches_who_asked_and_nothing_is_reviewed(tmp_path: Path) -> None:
    async def scene() -> None:
        async with served(tmp_path) as site:
            link = await asked(site)
            wish = "C’est le 25, [voyez](https://evil.example)."
            form = (await opened(site, link)).filled_in("change_this", wish=wish)
            await answered(site, link, form)
            await site.delivered()
            assert description(site).fr.reviewed_by == ""
            (message,) = [
                each.content.text
                for each in site.view.find(Sending, "about", "session/1")
                if isinstance(each.content, Message) and each.to == "ana@example.org"
            ]
            assert message.split("\n\n")[1] == wish
            over = await opened(site, link)
            assert over.buttons == []

    asyncio.run(scene())
