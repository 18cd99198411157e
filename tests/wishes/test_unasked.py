"""Letters that nobody asked for have a way out, and the list has the last word on who gets them."""

import asyncio
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from bot.model.mailing import Mailing, Stage
from bot.model.suppression import Suppressed
from storage.codec import codec_of, upgraded
from tests.mailings.carrier import Calls, furnished
from tests.mailings.house import passed, registration, state
from tests.pages.site import NOW, Site

from .house import PUBLIC, file, home, news, sent, text

pytestmark = pytest.mark.slow

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
END = "To receive no more messages like this one: "
HEADERS = ("List-Unsubscribe", "List-Unsubscribe-Post", "List-Id", "Precedence")


def address(number: int) -> str:
    return registration(number).address


def head(letter: EmailMessage) -> dict[str, str]:
    return {name: str(letter[name]) for name in HEADERS if letter[name]}


def page(letter: EmailMessage) -> str:
    """The path of the page by which the letter's reader gets no more such letters."""
    return str(letter["List-Unsubscribe"]).strip("<>").removeprefix(PUBLIC)


def to(letters: list[EmailMessage]) -> list[str]:
    return [str(each["To"].addresses[0].addr_spec) for each in letters]


async def tally(site: Site, number: str) -> tuple[int, int]:
    """How many letters of a mailing were sent, and how many people were left out."""
    found = site.view.get(Mailing, number)
    assert found is not None
    return found.tally.sent, found.tally.skipped


def test_a_letter_nobody_asked_for_says_in_its_head_and_at_its_end_how_to_get_no_more(
    tmp_path: Path,
) -> None:
    async def scene() -> Any:
        async with home(tmp_path, 2) as site:
            letters = await sent(site, tmp_path, news("1"))
            owners = [site.house.addressee(page(each).rpartition("/")[2]) for each in letters]
            return letters, owners

    letters, owners = asyncio.run(scene())
    assert owners == to(letters) == [address(0), address(1)]
    first = letters[0]
    assert head(first) == {
        "List-Unsubscribe": f"<{PUBLIC}{page(first)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": "<news.example.org>",
        "Precedence": "bulk",
    }
    assert text(first).rstrip().rpartition("\n")[2] == f"{END}{PUBLIC}{page(first)}"
    assert address(0).partition("@")[0] not in page(first)


def test_a_reminder_has_no_such_head_and_no_such_end(tmp_path: Path) -> None:
    async def scene() -> Any:
        async with home(tmp_path, 1) as site:
            return await sent(site, tmp_path, news("1", "reminder"))

    (letter,) = asyncio.run(scene())
    assert (head(letter), END in text(letter)) == ({}, False)


def test_on_ones_own_machine_without_https_the_words_say_it_alone(tmp_path: Path) -> None:
    async def scene() -> Any:
        async with home(tmp_path, 1, "http://127.0.0.1:3978") as site:
            return await sent(site, tmp_path, news("1"))

    (letter,) = asyncio.run(scene())
    last = text(letter).rstrip().rpartition("\n")[2]
    assert (head(letter), last.partition("/u/")[0]) == ({}, f"{END}http://127.0.0.1:3978")


def test_one_click_by_a_mail_program_counts_at_once_and_never_for_reminders(
    tmp_path: Path,
) -> None:
    async def scene() -> Any:
        async with home(tmp_path, 3) as site:
            first = await sent(site, tmp_path, news("1"))
            said = await site.post(page(first[1]), data=ONE_CLICK)
            second = await sent(site, tmp_path, news("2"))
            third = await sent(site, tmp_path, news("3", "reminder"))
            return said.status, to(second), await tally(site, "2"), to(third)

    everybody = [address(0), address(1), address(2)]
    assert asyncio.run(scene()) == (200, [address(0), address(2)], (2, 1), everybody)


@pytest.mark.parametrize(
    ("why", "kind", "left"),
    [
        ("bounced", "news", 1),
        ("bounced", "reminder", 1),
        ("unsubscribed", "news", 1),
        ("unsubscribed", "reminder", 2),
        ("erased", "news", 1),
        ("erased", "reminder", 1),
    ],
)
def test_each_reason_keeps_from_what_it_should(
    tmp_path: Path, why: str, kind: str, left: int
) -> None:
    async def scene() -> Any:
        async with home(tmp_path, 2) as site:
            named = site.house.assistant.house.sealed if why == "erased" else str
            dated: dict[str, Any] = {why: NOW}
            await file(site, Suppressed(address=named(address(0)), **dated))
            return len(await sent(site, tmp_path, news("1", kind)))

    assert asyncio.run(scene()) == left


def test_what_leaves_in_batches_has_each_ones_own_page_and_asks_the_list_last() -> None:
    async def scene() -> Any:
        way = Calls()
        left_out = Suppressed(address=address(1), unsubscribed=NOW)
        batched = await furnished(way, 3, kind="news")
        await batched.file(left_out)
        await passed(batched)
        (batch,) = way.calls
        letter, alike = batch.pattern.letter.body, batch.pattern.anonymous.body
        people = [(each.to.address, each.values["unsubscribe"]) for each in batch.people]
        return people, letter.split("\n")[-1], alike.split("\n")[-1], state(batched)

    people, last, alike, stands = asyncio.run(scene())
    assert people == [(address(0), address(0)), (address(2), address(2))]
    assert last == f"{END}/u/((unsubscribe))"
    assert alike == (
        "To receive no more messages like this one, answer it with the word “unsubscribe”."
    )
    assert stands[:4] == (Stage.DONE, 2, 0, 1)


def test_a_row_from_before_there_were_several_reasons_is_read_as_it_was_meant() -> None:
    row = {"address": address(0), "why": "bounced", "at": NOW.isoformat()}
    found = codec_of(Suppressed).instance(upgraded(Suppressed, row, 0))
    assert found == Suppressed(address=address(0), bounced=NOW)
