"""A session that is cancelled leaves every calendar it is in, once."""

import asyncio

from bot.model.conversation import Sender
from bot.model.outbox import Invite
from bot.model.session import Phase

from .house import ANA, BEN, SAM, SESSION, TEAM, Home

GUESTS = (SAM, Sender("lea@example.org", "Léa Tran"), Sender("max@example.org", "Max Cole"))


async def invited() -> Home:
    """Three people are asked: two say yes, and one of these says no later; one is silent."""
    home = Home()
    await home.file(TEAM, SESSION)
    await home.meet(ANA, *GUESTS)
    for guest in GUESTS:
        await home.say(ANA, f"invite {guest.address} to session 1")
    await home.say(GUESTS[0], "yes")
    await home.say(GUESTS[1], "yes")
    await home.say(GUESTS[1], "no")
    return home


def entries(home: Home, address: str) -> list[Invite]:
    """The calendar entries that one of them got."""
    return [each for each in home.invites() if each.attendee.address == address]


def test_a_cancelled_session_leaves_each_calendar_that_it_is_in_once() -> None:
    async def scene() -> Home:
        home = await invited()
        await home.say(GUESTS[2], "yes")
        shown = [await home.say(each, "cancel session 1") for each in (ANA, BEN)]
        pressed = [
            home.pressed(who, card, "go") for who, card in zip((ANA, BEN), shown, strict=True)
        ]
        heard = (home.assistant.hear(each) for each in [*pressed, *pressed])
        await asyncio.gather(*heard)
        await home.assistant.outbox.drain()
        return home

    home = asyncio.run(scene())
    assert home.session().phase is Phase.CANCELLED
    assert len({each.uid for each in home.invites()}) == 1
    for guest in GUESTS:
        asked, gone = entries(home, guest.address)
        assert (asked.method, gone.method) == ("REQUEST", "CANCEL")
        assert gone.sequence == asked.sequence + 1


def test_whoever_holds_no_entry_is_told_in_words_and_gets_none_to_cancel() -> None:
    async def scene() -> tuple[Home, list[str]]:
        home = await invited()
        home.chat.left.clear()
        shown = await home.say(ANA, "cancel session 1")
        await home.press(ANA, shown, "go")
        return home, home.told(GUESTS[2].address)

    home, told = asyncio.run(scene())
    assert entries(home, GUESTS[2].address) == []
    assert len(told) == 1
    assert told[0].startswith("Session 1, “biometrics”")
