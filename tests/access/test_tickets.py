"""A need is heard however it comes, told to one person, and found in no list that others read."""

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest

from bot.access.opening import is_needed
from bot.documents.returned import Reply
from bot.model.access import Ticket
from bot.model.conversation import Delivery, Incoming, Sender
from bot.model.outbox import Letter, Message, Sending, State
from bot.model.people import Place
from bot.model.record import View
from bot.model.registration import Registration
from tests.core.house import ANA, BEN
from tests.mailings.house import full, registration
from tests.pages.programme import SESSIONS, path, played
from tests.pages.tree import read

NEED = "I'm deaf and need LSQ"


def tickets(view: View) -> list[Ticket]:
    return list(view.find(Ticket, "stands", "open"))


def sent(view: View) -> str:
    """All that left or is to leave, as others may read it in lists."""
    rows = [each for state in State for each in view.find(Sending, "status", state.value)]
    said = [each.content.text for each in rows if isinstance(each.content, Message)]
    return "\n".join(
        [*said, *(each.content.body for each in rows if isinstance(each.content, Letter))]
    )


@pytest.mark.parametrize("to", [{}, {"to": "speakers"}])
def test_the_page_hears_a_need_in_either_box(tmp_path: Path, to: dict[str, str]) -> None:
    words = f"{NEED}, write to kim@example.com"

    async def scene() -> Any:
        async with played(tmp_path) as site:
            answers = [
                await site.post(f"{path('before')}/ask?lang=en", data={"words": words, **to})
                for _ in range(2)
            ]
            return [read(each.text).text for each in answers], tickets(site.view), sent(site.view)

    said, found, left = asyncio.run(scene())
    assert ["Thank you for telling me." in each for each in said] == [True, True]
    assert [(each.by, each.words, each.brought, each.session) for each in found] == [
        ("kim@example.com", words, "page", SESSIONS["before"].id)
    ]
    assert "deaf" not in left


def test_whoever_leaves_no_address_on_the_page_is_told_so(tmp_path: Path) -> None:
    async def scene() -> Any:
        async with played(tmp_path) as site:
            said = await site.post(f"{path('before')}/ask?lang=fr", data={"words": "je suis sourd"})
            return read(said.text).text, tickets(site.view)

    said, found = asyncio.run(scene())
    assert "Pour qu’on puisse vous répondre" in said
    assert [each.by for each in found] == [""]


def test_a_reply_by_mail_is_a_private_ticket_and_no_words_of_it_are_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def scene() -> Any:
        home = await full(1)
        mail = Reply(registration(0).address, "Ann", NEED, ())
        incoming = Incoming(
            id="m1",
            place=Place("mailbox", "m1"),
            sender=Sender(""),
            private=False,
            at=home.clock.now(),
            delivery=Delivery("returned", {"id": "m1", "mail": mail}),
        )
        answer = await home.assistant.hear(incoming)
        return answer.facts, tickets(home.store.view()), sent(home.store.view())

    with caplog.at_level(logging.DEBUG):
        facts, found, left = asyncio.run(scene())
    assert facts == {"result": "asked"}
    assert [(each.by, each.brought, each.services) for each in found] == [
        (registration(0).address, "mail", ("lsq",))
    ]
    assert found[0].owner in (ANA.address, BEN.address)
    assert "deaf" not in left
    assert "deaf" not in caplog.text


def test_what_a_registration_needs_becomes_one_ticket_and_another_when_it_changes() -> None:
    async def scene() -> Any:
        home, counts = await full(0), []
        await home.file(registration(1, needs="None"))
        for needs in (NEED, "A transcript", "A transcript"):
            known = home.store.view().get(Registration, registration(0).key)
            await home.file((known or registration(0)).changed(needs=needs))
            await home.assistant.tick()
            counts.append([each.words for each in tickets(home.store.view())])
        return counts

    assert asyncio.run(scene()) == [[NEED], [NEED, "A transcript"], [NEED, "A transcript"]]


@pytest.mark.parametrize(
    "words", ["", "no", "None.", "n/a", "N/A", "aucun", "Aucune", "rien", "s/o", "-"]
)
def test_what_stands_in_a_form_may_say_that_nothing_is_needed(words: str) -> None:
    assert not is_needed(words)


@pytest.mark.parametrize("words", ["noise", "ASL", "none of the usual, LSQ", "nil by mouth", "3"])
def test_all_else_in_a_form_is_a_need(words: str) -> None:
    assert is_needed(words)
