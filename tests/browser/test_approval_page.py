"""The page on which somebody outside says yes to a text: in a real browser, on a phone, with axe."""

import asyncio
import json
import re
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.model.outcome import Outcome
from bot.model.people import Contact, Team
from bot.model.promotion import PromotionHabits
from storage import open_store
from tests.promoting.house import RECORDS

from .conftest import running
from .test_story import findings, tab_to

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
DIRECTOR, OFFICE = "direction@example.ca", "bureau@example.ca"
LINK = re.compile(r"https?://[^\s]+/s/[0-9a-f]{16}\.[0-9a-f]{32}")
LOOKS = (("en", 320, "light"), ("fr", 360, "dark"), ("fr", 1280, "light"), ("en", 1280, "dark"))
PATIENCE = 20.0
"""Seconds that a letter may take on a busy machine."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """The address of a bot that knows a session, its description, and who signs the mail."""
    # In a thread of its own: where a browser is driven, this one has a loop already.
    with ThreadPoolExecutor() as beside:
        beside.submit(asyncio.run, _filled(tmp_path / "data")).result()
    with running(tmp_path / "data") as url:
        yield url


async def _filled(data: Path) -> None:
    store = await open_store(data)
    habits, team = PromotionHabits(office=OFFICE), Team(director=DIRECTOR)
    director = Contact(address=DIRECTOR, name="Dominique Roy")
    await store.run(Outcome(saves=(*RECORDS, habits, team, director)).regardless)
    await store.close()


def ask(site: str, path: str, facts: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the local page is told."""
    body = None if facts is None else json.dumps(facts).encode()
    headers = {"Content-Type": "application/json", "Origin": site}
    request = urllib.request.Request(f"{site}{path}", body, headers)
    with urllib.request.urlopen(request) as response:
        found: dict[str, Any] = json.load(response)
    return found


def say(site: str, text: str) -> str:
    """What Ana is answered in private."""
    facts = {"as": "ana@example.org", "room": "private", "id": uuid.uuid4().hex, "text": text}
    return str(ask(site, "/local/message", facts)["text"])


@pytest.fixture
def link(site: str) -> str:
    """The address of the page that the director was sent."""
    say(site, "draft the director's email for session 1")
    assert say(site, "ask for a yes").startswith("Dominique Roy is asked to approve it")
    (letter,) = _letters(site, DIRECTOR)
    found = LINK.search(letter["text"])
    assert found is not None
    return found[0]


def _letters(site: str, to: str) -> list[dict[str, Any]]:
    """The letters to somebody, once there is one; a busy machine takes a while."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        letters = [each for each in ask(site, "/local/state")["mails"] if each["to"] == to]
        if letters:
            return letters
    return []


@pytest.fixture
def open_page(link: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens the director's page."""
    contexts: list[BrowserContext] = []

    def opened(language: str = "en", width: int = 360, **options: Any) -> Page:
        options["viewport"] = {"width": width, "height": 740}
        context = browser.new_context(locale=f"{language}-CA", **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{link}?lang={language}")
        return page

    yield opened
    for context in contexts:
        context.close()


def test_no_look_has_findings_or_scrolls_sideways(open_page: Callable[..., Page]) -> None:
    for language, width, scheme in LOOKS:
        page = open_page(language, width, color_scheme=scheme)
        assert findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert [each.get_attribute("lang") for each in page.locator(".side").all()] == [
            "en-CA",
            "fr-CA",
        ]
        page.context.close()


def test_the_buttons_are_large_enough_for_a_thumb(open_page: Callable[..., Page]) -> None:
    page = open_page(is_mobile=True, has_touch=True)
    heights = [each.bounding_box() for each in page.get_by_role("button").all()]
    assert [box is not None and box["height"] >= 44 for box in heights] == [True] * 3


def test_a_yes_by_thumb_is_heard_and_the_draft_goes_to_the_office(
    open_page: Callable[..., Page], site: str
) -> None:
    page = open_page(is_mobile=True, has_touch=True)
    expect(page.get_by_role("heading", level=1)).to_have_text("Session 1, director’s e-mail")
    page.get_by_role("button", name="I approve").tap()
    expect(page.locator("main")).to_contain_text("Approved: director’s e-mail, session 1.")
    assert findings(page) == []
    page.reload()
    expect(page.get_by_role("button")).to_have_count(0)
    say(site, "send the director's email for session 1")
    (letter,) = _letters(site, OFFICE)
    assert letter["subject"] == (
        "To post: director’s e-mail, session 1"
        " | À publier\u00a0: courriel de la direction, séance 1"
    )


def test_a_change_is_asked_for_by_keyboard(open_page: Callable[..., Page], site: str) -> None:
    page = open_page("fr", 1280)
    tab_to(page, "#in_wish")
    page.keyboard.type("Un mot sur les captures d’écran.")
    tab_to(page, "button[value=change_this]")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Merci. Vos changements sont transmis")
    assert "Un mot sur les captures d’écran." in say(
        site, "draft the director's email for session 1"
    )
