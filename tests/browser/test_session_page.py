"""The public page of a session in a real browser: phone and desktop, keyboard only, axe in all states."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from storage import open_store
from tests.pages import programme
from tests.pages.programme import path

from .conftest import running
from .test_story import findings, tab_to

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
STATES = (*programme.ANNOUNCED, *programme.OVER, "cancelled", "draft")
LOOKS = (("en", 320, "light"), ("fr", 320, "dark"), ("fr", 1280, "light"), ("en", 1280, "dark"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a bot in whose programme a session is in every state."""
    data = tmp_path_factory.mktemp("site")
    asyncio.run(_filled(data))
    with running(data) as url:
        yield url


async def _filled(data: Path) -> None:
    store = await open_store(data)
    await programme.put_on(store)
    await store.close()


@pytest.fixture
def open_page(site: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens the page of the session in a state."""
    contexts: list[BrowserContext] = []

    def opened(state: str, language: str, **options: Any) -> Page:
        contexts.append(browser.new_context(locale=f"{language}-CA", **options))
        page = contexts[-1].new_page()
        page.goto(f"{site}{path(state)}")
        return page

    yield opened
    for context in contexts:
        context.close()


def phone(width: int = 360) -> dict[str, Any]:
    """What a phone shows."""
    return {"viewport": {"width": width, "height": 740}, "is_mobile": True, "has_touch": True}


def focused(page: Page) -> str:
    """The words of the element that has the focus."""
    words: str = page.evaluate("document.activeElement.innerText")
    return words


@pytest.mark.parametrize("state", STATES)
def test_no_state_has_findings_or_scrolls_sideways(
    open_page: Callable[..., Page], state: str
) -> None:
    for language, width, scheme in LOOKS:
        size = {"width": width, "height": 800}
        page = open_page(state, language, viewport=size, color_scheme=scheme)
        assert findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("document.documentElement.lang") == f"{language}-CA"
        page.context.close()


def test_a_page_in_both_languages_has_no_findings(open_page: Callable[..., Page]) -> None:
    page = open_page("near", "de", **phone(320))
    expect(page.get_by_role("link", name="Register S’inscrire")).to_be_visible()
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_somebody_registers_in_french_by_keyboard_alone(open_page: Callable[..., Page]) -> None:
    page = open_page("before", "fr", viewport={"width": 1280, "height": 800})
    tab_to(page, "a[href='#register']")
    page.keyboard.press("Enter")
    tab_to(page, "#in_address")
    page.keyboard.type("chantal@exemple")
    tab_to(page, "#in_name")
    page.keyboard.type("Chantal Gagnon")
    tab_to(page, "#in_needs")
    page.keyboard.type("Interprétation en LSQ")
    tab_to(page, "#in_consent")
    page.keyboard.type("Oui")
    tab_to(page, "#register button")
    page.keyboard.press("Enter")
    address = page.locator("#in_address")
    expect(address).to_be_focused()
    expect(address).to_have_accessible_description(
        "« chantal@exemple » n’est pas une adresse de courriel à laquelle je peux écrire. "
        "Donnez-moi une seule adresse, comme nom@example.org."
    )
    expect(page.locator("#in_needs")).to_have_value("Interprétation en LSQ")
    expect(page.locator("#in_consent")).to_have_value("yes")
    assert findings(page) == []
    page.keyboard.press("End")
    page.keyboard.type(".org")
    page.keyboard.press("Enter")
    expect(page.locator("#answered")).to_be_focused()
    assert focused(page) == "Merci. Un message est envoyé à chantal@exemple.org."
    expect(page.locator("html")).to_have_attribute("lang", "fr-CA")
    assert findings(page) == []
    page.keyboard.press("Tab")
    assert focused(page) == "Ajouter au calendrier"


@pytest.mark.parametrize(("language", "heading"), [("en", "Thank you."), ("fr", "Merci.")])
def test_somebody_registers_on_a_phone_without_script(
    open_page: Callable[..., Page], language: str, heading: str
) -> None:
    page = open_page("few", language, java_script_enabled=False, **phone())
    page.fill("#in_address", f"tom.{language}@example.org")
    page.fill("#in_name", "Tom 🚀 תום")
    page.locator("#register button").tap()
    shown = page.locator("#answered")
    expect(shown).to_contain_text(f"{heading}")
    expect(shown).to_be_in_viewport()
    expect(page.locator("#in_address")).to_have_count(0)
    page.reload()
    expect(page.locator("#answered")).to_contain_text(heading)


def test_a_browser_asks_itself_for_the_one_thing_that_is_needed(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("before", "en", **phone())
    page.locator("#register button").tap()
    expect(page.locator("#in_address:invalid")).to_be_focused()
    assert page.url.endswith(path("before"))


def test_somebody_asks_on_a_phone_and_hears_where_they_look(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("before", "fr", **phone(320))
    page.fill("#words", "qui parle?")
    page.get_by_role("button", name="Demander").tap()
    heading = page.get_by_role("heading", name="Réponse")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    expect(page.get_by_text("Sam Lee : Lit les visages.")).to_be_visible()
    expect(page.locator("#words")).to_have_value("qui parle?")
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_question_that_is_too_long_is_kept_and_said_to_be(open_page: Callable[..., Page]) -> None:
    page = open_page("on", "en", viewport={"width": 1280, "height": 800})
    page.evaluate("document.querySelector('#words').removeAttribute('maxlength')")
    page.fill("#words", "a" * 501)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("#words")).to_be_focused()
    expect(page.get_by_role("alert")).to_have_text(
        "Please shorten your question to 500 characters, then press the button again."
    )
    assert findings(page) == []


def test_the_language_is_changed_by_a_link_and_stays(open_page: Callable[..., Page]) -> None:
    page = open_page("before", "en", **phone())
    page.get_by_role("link", name="Français").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("la biométrie")
    page.get_by_role("link", name="La séance near").tap()
    expect(page.get_by_role("heading", level=2).first).to_have_text("Cette séance commence bientôt")
    page.get_by_role("link", name="À propos de Circuit").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("À propos de Circuit")
    assert findings(page) == []


def test_the_published_address_leads_to_the_form_in_view(
    open_page: Callable[..., Page], site: str
) -> None:
    page = open_page("cancelled", "fr", **phone())
    page.goto(f"{site}{path('before').replace('/s/', '/r/')}")
    assert page.url.endswith(f"{path('before')}?lang=fr#register")
    expect(page.get_by_role("heading", name="S’inscrire")).to_be_in_viewport()


def test_the_page_is_printed_without_what_cannot_be_used_on_paper(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("before", "en", color_scheme="dark")
    page.emulate_media(media="print")
    expect(page.locator("#register")).to_be_hidden()
    expect(page.locator("nav")).to_be_hidden()
    expect(page.get_by_role("heading", name="Thursday, February 25, 2027")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_every_thing_to_press_is_large_enough_for_a_thumb(open_page: Callable[..., Page]) -> None:
    page = open_page("before", "en", **phone(320))
    heights = page.evaluate(
        "[...document.querySelectorAll('button, a.button, nav a, input:not([type=hidden]), select')]"
        ".map(each => each.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44
