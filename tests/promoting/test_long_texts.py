"""A text too long for a card is not cut in silence: the card says so, and a page shows all of it."""

import asyncio
import json
from dataclasses import replace

import pytest

import cards
from bot.model.conversation import Card
from bot.model.outbox import Message
from bot.model.promotion import Copy
from bot.model.words import LANGUAGES, Both
from tests.core.house import ANA

from .house import post
from .theatre import Theatre, theatre

LINES = [f"Ligne {number} : l’été, où l’on a réfléchi à * et à _ et à […]." for number in range(95)]
GOES_ON = "Too long for this card, the text goes on."


async def long_post(length: int = 95) -> Theatre:
    """A home with a post for another place, of this many lines."""
    home = await theatre()
    text = "\n".join(LINES[:length])
    copy = Copy(Both("Title", "Titre"), Both(f"((page))\n{text}", f"((page))\n{text}"))
    await home.file(replace(post("communications"), copy=copy, author=ANA.address))
    return home


def said(card: object) -> str:
    """All that a card shows, as JSON."""
    return json.dumps(card, ensure_ascii=False)


@pytest.mark.parametrize(("length", "goes_on"), [(95, True), (5, False)])
def test_a_card_says_that_a_text_goes_on_and_where_all_of_it_is(
    length: int, *, goes_on: bool
) -> None:
    async def scene() -> tuple[bool, bool, int]:
        home = await long_post(length)
        shown = await home.say(ANA, "draft the pack for Communications for session 1")
        assert shown.card is not None
        ref = shown.card["actions"][0]["data"]["card"]
        written = said(shown.card)
        size = len(json.dumps(shown.card).encode())
        return GOES_ON in written, f"]({ref})" in written, size

    found, linked, size = asyncio.run(scene())
    assert (found, linked) == (goes_on, goes_on)
    assert size < 24_000


def test_the_page_behind_the_link_shows_every_line_in_both_languages() -> None:
    async def scene() -> tuple[int, bool]:
        home = await long_post()
        shown = await home.say(ANA, "draft the pack for Communications for session 1")
        assert shown.card is not None
        ref = shown.card["actions"][0]["data"]["card"]
        page = said(home.assistant.present(ref, LANGUAGES).card).replace("\\\\", "")
        return sum(page.count(line) for line in LINES), GOES_ON in page

    assert asyncio.run(scene()) == (2 * len(LINES), False)


def test_who_approves_by_mail_sees_all_of_it_with_the_buttons() -> None:
    async def scene() -> tuple[bool, tuple[str, ...]]:
        home = await long_post()
        await home.file(replace(home.post("communications"), approver="dana@example.org"))
        shown = await home.say(ANA, "draft the pack for Communications for session 1")
        await home.press(ANA, shown, "ask_approval")
        (card,) = [
            each
            for each in home.store.view().find(Card, "about", "session/1")
            if each.person == "dana@example.org"
        ]
        page = home.assistant.present(card.ref, LANGUAGES).card
        assert page is not None
        return LINES[-1] in said(page).replace("\\\\", ""), cards.buttons_of(page)

    assert asyncio.run(scene()) == (True, ("approve_words", "refuse_words", "change_this"))


def test_the_card_of_a_room_is_read_behind_the_link_and_pressed_in_the_room() -> None:
    async def scene() -> tuple[bool, tuple[str, ...]]:
        home = await long_post()
        shown = await home.say(ANA, "draft the pack for Communications for session 1")
        await home.press(ANA, shown, "ask_approval")
        asked = [each.content for each in home.chat.left if each.to == "space"]
        (asking,) = [each for each in asked if isinstance(each, Message) and each.card]
        assert asking.card is not None
        ref = asking.card["actions"][0]["data"]["card"]
        page = home.assistant.present(ref, LANGUAGES).card
        assert page is not None
        return LINES[-1] in said(page).replace("\\\\", ""), cards.buttons_of(page)

    assert asyncio.run(scene()) == (True, ())
