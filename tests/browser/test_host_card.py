"""The hosts' card on a phone, behind its signed link: read, pressed and by keyboard."""

import asyncio
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot import settings
from bot.app import signing
from bot.hosting.usual import usual_plan
from bot.model.outcome import Outcome
from bot.model.people import Contact, Counter
from bot.model.plan import Plan
from bot.model.question import AudienceQuestion
from bot.model.session import Phase, Session
from bot.model.tools import Tools
from bot.model.words import Both
from bot.skills.host.card import of_session
from storage import open_store
from tests.pages.site import NOW

from .conftest import running
from .test_story import findings, tab_to

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
PHONE = {"width": 360, "height": 740}
ON = Session(
    id="1",
    title=Both("Open data", "Les données ouvertes"),
    starts=NOW + timedelta(minutes=10),
    wall="2027-01-12T09:10",
    phase=Phase.ANNOUNCED,
    created=NOW,
    join="https://webex.example/j/123",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where Ana's hosts' card is, ten minutes before the session; three people hear nothing."""
    data = tmp_path_factory.mktemp("host")
    asyncio.run(_filled(data))
    chosen = settings.read({"CIRCUIT_DATA": str(data)}, data / "circuit.env")
    link = signing.signer(chosen, signing.secret_of(chosen))("abcdef0123456789")
    with running(data) as url:
        yield f"{url}/s/{link.rpartition('/')[2]}"


async def _filled(data: Path) -> None:
    store = await open_store(data)
    owned = tuple(
        replace(each, owner="ben@example.org", stand_in="ana@example.org")
        for each in usual_plan().items
    )
    questions = (
        AudienceQuestion(id=str(n), session="1", words="no sound?", at=NOW) for n in range(1, 4)
    )
    records = (
        ON,
        Counter(name="session", last=1),
        Tools(session="1", wordly="ABCD-1234"),
        Plan(session="1", items=owned, last=len(owned)),
        Contact(address="ben@example.org", name="Ben Singh"),
        replace(of_session(ON), ref="abcdef0123456789", person="ana@example.org"),
        *questions,
    )
    await store.run(Outcome(saves=records).regardless)
    await store.close()


@pytest.fixture
def phone(address: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens the card on a phone."""
    contexts: list[BrowserContext] = []

    def opened(language: str, **options: object) -> Page:
        contexts.append(
            browser.new_context(locale=f"{language}-CA", **{"viewport": PHONE, **options})  # type: ignore[arg-type] # options are loose
        )
        page = contexts[-1].new_page()
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("language", "now", "many", "scheme"),
    [
        ("en", "Now: 9 a.m., Let people in and paste the welcome", "3 people can’t hear", "light"),
        ("fr", "Maintenant : 9 h, Laisser entrer les gens", "3 personnes n’entendent pas", "dark"),
    ],
)
def test_the_card_says_what_is_on_and_fits_a_phone(
    phone: Callable[..., Page], language: str, now: str, many: str, scheme: str
) -> None:
    page = phone(language, color_scheme=scheme)
    words = page.locator("main").inner_text().replace("\u00a0", " ")
    assert now in words
    assert words.count(many) == 1
    assert findings(page) == []
    if shots := os.environ.get("CIRCUIT_SHOTS"):
        page.screenshot(path=f"{shots}/host-{language}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_press_by_keyboard_shows_the_way_out_with_whom_to_call_and_what_to_paste(
    phone: Callable[..., Page],
) -> None:
    page = phone("en")
    tab_to(page, "button[value=host_captions]")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Call: Ben Singh (ben@example.org) and Ana Roy")
    expect(page.locator("main")).to_contain_text("The captions have stopped")
    expect(page.locator("main")).to_contain_text("La traduction en direct par Wordly")
    assert findings(page) == []


def test_a_chosen_text_is_shown_to_be_copied(phone: Callable[..., Page]) -> None:
    page = phone("fr")
    page.get_by_label("Texte à coller dans le clavardage").select_option("link")
    page.get_by_role("button", name="Texte à coller").click()
    expect(page.locator("main")).to_contain_text("https://webex.example/j/123")
    assert findings(page) == []
