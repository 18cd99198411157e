"""A poll in a real browser: the page to vote on a phone, by keyboard, and the shared screen."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.model.outcome import Outcome
from bot.model.poll import Count, Poll, PollKey, PollKind, PollState
from bot.model.words import Both
from storage import open_store

from .conftest import running
from .test_story import findings, tab_to

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
NOW = datetime(2027, 1, 12, 14, 0, tzinfo=UTC)
HOME = Both("Do you work from home?", "Travaillez-vous à la maison?")
PLACES = tuple(
    Both(each, each) for each in "Gatineau Halifax Iqaluit Moncton Ottawa Regina Wabush".split()
)
LOOKS = (("en", 320, "light"), ("fr", 320, "dark"), ("fr", 1920, "light"), ("en", 1920, "dark"))


def poll(code: str, **fields: Any) -> Poll:
    """A poll that is open."""
    plain: dict[str, Any] = {
        "question": HOME,
        "options": (Both("yes", "oui"), Both("no", "non")),
        "state": PollState.OPEN,
    }
    return Poll(
        id=str(ord(code[0])), code=code, created=NOW, created_by="ana@example.org", **plain | fields
    )


POLLS = (
    poll("BBBBB"),
    poll("CCCCC", kind=PollKind.SEVERAL, options=PLACES, live=True, named=True),
    poll("DDDDD", kind=PollKind.WORDS, options=()),
    poll("FFFFF", state=PollState.CLOSED, count=Count(voters=120, votes=(40, 80))),
    poll("GGGGG", state=PollState.CLOSED, count=Count(voters=2, votes=(1, 1))),
    poll(
        "JJJJJ",
        question=Both(
            "How useful was this mini discussion for your own work with maps and their data?",
            "À quel point cette mini discussion a-t-elle servi à votre travail avec les cartes?",
        ),
        options=tuple(
            Both(f"{each} of five points", f"{each} points sur cinq") for each in "12345"
        ),
        live=True,
        named=True,
    ),
    poll("HHHHH", kind=PollKind.RATING, live=True, named=True, options=PLACES[:5]),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a bot with polls of every kind."""
    data = tmp_path_factory.mktemp("polls")
    asyncio.run(_filled(data))
    with running(data) as url:
        yield url


async def _filled(data: Path) -> None:
    store = await open_store(data)
    keys = tuple(PollKey(poll=each.id, key="k") for each in POLLS if not each.named)
    await store.run(Outcome(saves=(*POLLS, *keys)).regardless)
    await store.close()


@pytest.fixture
def open_page(site: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page as somebody with a device of their own."""
    contexts: list[BrowserContext] = []

    def opened(path: str, language: str = "en", **options: Any) -> Page:
        contexts.append(browser.new_context(locale=f"{language}-CA", **options))
        page = contexts[-1].new_page()
        page.goto(f"{site}{path}")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    "path", [f"/{way}/{each.code}" for each in POLLS for way in ("p", "present")]
)
def test_no_poll_has_findings_or_scrolls_sideways(
    open_page: Callable[..., Page], path: str
) -> None:
    for language, width, scheme in LOOKS:
        size = {"width": width, "height": 900}
        page = open_page(path, language, viewport=size, color_scheme=scheme)
        assert findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.context.close()


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_all_of_a_long_poll_is_on_the_shared_screen(
    open_page: Callable[..., Page], width: int, height: int
) -> None:
    """Nobody scrolls a shared screen."""
    page = open_page("/present/JJJJJ", viewport={"width": width, "height": height})
    assert page.evaluate("document.documentElement.scrollHeight") <= height


def test_a_vote_by_keyboard_is_counted_once_and_seen_by_others_at_once(
    open_page: Callable[..., Page],
) -> None:
    screen = open_page("/present/BBBBB", viewport={"width": 1920, "height": 1080})
    expect(screen.locator("[data-voters]")).to_have_text("0")
    page = open_page("/p/BBBBB", "fr", viewport={"width": 360, "height": 740})
    for button in ("choice_1", "choice_2"):
        tab_to(page, f"button[value={button}]")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_have_text(
            "Votre réponse est comptée. Vous pouvez la changer jusqu’à la fermeture du sondage."
        )
        assert findings(page) == []
    expect(screen.locator("[data-voters]")).to_have_text("1")


def test_results_that_are_shown_as_they_come_change_for_all(open_page: Callable[..., Page]) -> None:
    page = open_page("/p/CCCCC")
    watching = open_page("/p/CCCCC", "fr")
    page.get_by_label("Halifax").check()
    page.get_by_label("Wabush").check()
    page.get_by_role("button", name="Vote").click()
    expect(watching.locator("tbody tr").nth(1).locator("[data-votes]")).to_have_text("1")
    expect(watching.locator("tbody tr").nth(6).locator("[data-per]")).to_have_text("100")


def test_nothing_chosen_is_said_beside_the_form(open_page: Callable[..., Page]) -> None:
    page = open_page("/p/CCCCC")
    page.get_by_role("button", name="Vote").click()
    expect(page.get_by_role("alert")).to_have_text("Choose an answer, then press the button again.")
    expect(page.get_by_role("alert")).to_be_focused()
    assert findings(page) == []


def test_a_browser_without_cookies_is_told_so(open_page: Callable[..., Page]) -> None:
    page = open_page("/p/BBBBB")
    page.context.clear_cookies()
    page.get_by_role("button", name="yes").click()
    expect(page.get_by_role("alert")).to_contain_text("Your browser kept no cookie for this page")


def test_there_is_no_poll_of_another_code(open_page: Callable[..., Page]) -> None:
    page = open_page("/p/ZZZZZ", "fr")
    expect(page.get_by_role("heading", level=1)).to_have_text("Il n’y a pas de sondage ici")
    assert findings(page) == []
