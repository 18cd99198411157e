"""The page that ends letters nobody asked for, in a real browser: phone and desktop, keyboard, axe."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.app.signing import tokens

from .conftest import running
from .test_story import findings, tab_to

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
LOOKS = (("en", 320, "light"), ("fr", 320, "dark"), ("fr", 1280, "light"), ("de", 320, "dark"))
Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a bot, and its data folder."""
    data = tmp_path_factory.mktemp("site")
    with running(data) as url:
        yield url, data


@pytest.fixture
def open_page(site: tuple[str, Path], browser: Browser) -> Iterator[Opened]:
    """Opens the page of somebody, as the link in a letter to them does."""
    contexts: list[BrowserContext] = []
    url, data = site
    token = tokens((data / "secret").read_bytes())[0]

    def opened(who: str, language: str, **options: Any) -> Page:
        contexts.append(browser.new_context(locale=f"{language}-CA", **options))
        page = contexts[-1].new_page()
        page.goto(f"{url}/u/{token(f'{who}@example.org')}")
        return page

    yield opened
    for context in contexts:
        context.close()


def fits(page: Page, width: int) -> bool:
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    return wide <= width


@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
def test_no_state_has_findings_or_scrolls_sideways(
    open_page: Opened, language: str, width: int, scheme: Any
) -> None:
    size = {"width": width, "height": 740}
    page = open_page(f"looks{width}", language, viewport=size, color_scheme=scheme)
    assert (findings(page), fits(page, width)) == ([], True)
    page.locator("main button").click()
    assert (findings(page), fits(page, width)) == ([], True)
    page.locator("main button").click()
    assert (findings(page), fits(page, width)) == ([], True)
    page.goto(page.url.partition("/u/")[0] + "/u/1AAAA")
    assert (findings(page), fits(page, width)) == ([], True)


def test_one_tap_on_a_phone_without_script_and_one_to_undo(open_page: Opened) -> None:
    phone = {"viewport": {"width": 360, "height": 640}, "is_mobile": True, "has_touch": True}
    page = open_page("phone", "fr", java_script_enabled=False, **phone)
    button = page.get_by_role("button", name="Me désabonner")
    expect(button).to_be_in_viewport()
    button.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre désabonnement est fait")
    page.get_by_role("button", name="Annuler").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Vous recevez de nouveau ces messages"
    )
    page.reload()
    expect(page.get_by_role("button", name="Me désabonner")).to_be_visible()


def test_by_keyboard_alone_the_answer_takes_the_focus(open_page: Opened) -> None:
    page = open_page("keyboard", "en", viewport={"width": 1280, "height": 800})
    tab_to(page, "main button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="You are unsubscribed")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()


def test_what_there_is_to_press_is_large_enough_for_a_thumb(open_page: Opened) -> None:
    page = open_page("thumb", "en", viewport={"width": 320, "height": 640})
    page.locator("main button").click()
    heights = page.evaluate(
        "[...document.querySelectorAll('button, nav a')].map(e => e.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44


def test_to_read_it_in_the_other_language_changes_nothing(open_page: Opened) -> None:
    page = open_page("other", "en")
    page.get_by_role("link", name="Français").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ne plus recevoir de messages?")
    page.get_by_role("button", name="Me désabonner").click()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are unsubscribed")
