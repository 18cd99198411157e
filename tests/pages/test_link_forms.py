"""The form behind a signed link: one effect, what is offered only, and people's words literally."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.speaking import Reply
from bot.model.words import Both

from .forms import LEE, YES_ONCE, Form, answered, opened
from .site import Site, served

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</textarea><script>alert(1)</script>",
    "{{7*7}}",
    "{% raw %}",
    "{0.__class__}",
    "%s %(x)s",
    "${7*7}",
    "[click](http://evil.example)",
    "**bold** _it_ `code` ~x~",
    "# title",
    "1. first",
    "- item",
    r"C:\*\[x\]",
    "@all",
    "<@all>",
    "[[Category:x]]",
    "=HYPERLINK(1)",
    "a &amp; b &lt;",
    "É “é” ’ …",
]
HEBREW = "\u05e9\u05dc\u05d5\u05dd"


def test_a_form_posted_twice_has_one_effect_and_one_answer(tmp_path: Path) -> None:
    async def scene() -> tuple[int, list[tuple[str, str, str]]]:
        async with served(tmp_path) as site:
            link = await site.invited()
            form = (await opened(site, link)).filled_in("yes")
            pages = await asyncio.gather(*(answered(site, link, form) for _ in range(5)))
            return len({each.words for each in pages}), site.sendings()

    assert asyncio.run(scene()) == (1, YES_ONCE)


def test_a_form_posted_again_after_a_restart_has_one_effect(tmp_path: Path) -> None:
    async def scene() -> tuple[bool, list[tuple[str, str, str]]]:
        async with served(tmp_path) as site:
            link = await site.invited()
            form = (await opened(site, link)).filled_in("yes")
            before = (await answered(site, link, form)).words
        async with served(tmp_path) as site:
            after = (await answered(site, link, form)).words
            return after == before, site.sendings()

    assert asyncio.run(scene()) == (True, YES_ONCE)


def test_two_open_pages_of_the_same_link_have_one_effect(tmp_path: Path) -> None:
    async def scene() -> list[tuple[str, str, str]]:
        async with served(tmp_path) as site:
            link = await site.invited()
            forms = [(await opened(site, link)).filled_in("yes") for _ in range(2)]
            for form in forms:
                await answered(site, link, form)
            return site.sendings()

    assert asyncio.run(scene()) == YES_ONCE


def test_whoever_posts_far_too_often_still_sees_the_card(tmp_path: Path) -> None:
    async def scene() -> tuple[list[str], list[tuple[str, str, str]]]:
        async with served(tmp_path) as site:
            link = await site.invited()
            form = (await opened(site, link)).filled_in("yes")
            for n in range(100):
                page = await answered(site, link, {**form, "token": str(n)})
            return page.buttons, site.sendings()

    assert asyncio.run(scene()) == (["save", "change"], YES_ONCE)


@pytest.mark.parametrize(
    "changes",
    [
        {"button": "go"}, {"button": ""}, {"in_session": "2"}, {"session": "2"},
        {"person": "sam@example.org"},
    ],
)  # fmt: skip
def test_a_form_that_was_not_offered_is_refused(tmp_path: Path, changes: dict[str, str]) -> None:
    async def scene() -> tuple[str, Reply]:
        async with served(tmp_path) as site:
            link = await site.invited()
            form = {**(await opened(site, link)).filled_in("yes"), **changes}
            page = await answered(site, link, form)
            return page.words, site.part(LEE).reply

    words, reply = asyncio.run(scene())
    assert "This card can no longer be used." in words
    assert reply is Reply.ASKED


def test_what_is_longer_than_a_form_takes_is_said(tmp_path: Path) -> None:
    async def scene() -> tuple[str, Reply]:
        async with served(tmp_path) as site:
            link = await site.invited()
            form = {**(await opened(site, link)).filled_in("yes"), "in_note": "a" * 4_001}
            return (await answered(site, link, form)).words, site.part(LEE).reply

    words, reply = asyncio.run(scene())
    assert "That is longer than I can take. Please shorten it." in words
    assert reply is Reply.ASKED


def test_half_filled_answers_are_kept(tmp_path: Path) -> None:
    async def scene() -> list[dict[str, str]]:
        async with served(tmp_path) as site:
            link = await site.invited()
            page = await answered(site, link, (await opened(site, link)).filled_in("yes"))
            first = page.filled_in("save", in_bio_en="Writes.\nReads.", in_language="fr")
            page = await answered(site, link, first)
            again = await opened(site, link)
            second = again.filled_in("save", in_needs="A quiet room", in_recording="no")
            await answered(site, link, second)
            return [page.fields, again.fields, (await opened(site, link)).fields]

    kept = {
        "in_bio_en": "Writes.\nReads.", "in_bio_fr": "", "in_language": "fr", "in_recording": "",
        "in_needs": "",
    }  # fmt: skip
    whole = kept | {"in_recording": "no", "in_needs": "A quiet room"}
    pages = asyncio.run(scene())
    assert len({page.pop("token") for page in pages}) == 3
    assert pages == [kept, kept, whole]


@pytest.mark.parametrize("text", [*HOSTILE, HEBREW])
def test_what_people_write_appears_literally_in_the_form(tmp_path: Path, text: str) -> None:
    async def scene() -> tuple[str, str, set[str]]:
        async with served(tmp_path) as site:
            link = await site.invited()
            page = await answered(site, link, (await opened(site, link)).filled_in("yes"))
            saved = await answered(
                site, link, page.filled_in("save", in_bio_en=text, in_needs=text)
            )
            again = await opened(site, link)
            return saved.fields["in_bio_en"], again.fields["in_needs"], again.elements

    saved, again, elements = asyncio.run(scene())
    assert (saved, again) == (text, text)
    assert elements.isdisjoint({"script", "img"})


@pytest.mark.parametrize("text", HOSTILE)
def test_a_title_appears_literally_on_the_page(tmp_path: Path, text: str) -> None:
    async def scene() -> Form:
        async with served(tmp_path) as site:
            link = await site.invited()
            await retitled(site, text)
            return await opened(site, f"{link}?lang=en")

    page = asyncio.run(scene())
    assert f"Session{text}When" in page.words
    assert page.elements.isdisjoint({"script", "img"})


async def retitled(site: Site, text: str) -> None:
    """Give session 1 this title in both languages, as it could have come from anywhere."""
    session = site.view.get(Session, "1")
    assert session is not None
    after = replace(session, title=Both(text, text))
    await site.house.assistant.house.store.run(Outcome(saves=(after,)).regardless)
