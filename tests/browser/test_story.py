"""The story lived in a browser: both languages, a phone for the speaker, keyboard only, axe."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def opened(windows: Callable[..., Page], url: str, **options: Any) -> Page:
    """The page of the bot, ready."""
    page = windows(**options)
    page.goto(url)
    page.wait_for_selector("#cast button", state="attached")
    return page


def be(page: Page, name: str) -> None:
    """Be another person."""
    page.locator("#cast button", has_text=name).click()


def say(page: Page, text: str) -> None:
    """Write to the bot."""
    page.fill("#say", text)
    page.press("#say", "Enter")


def last(page: Page) -> Any:
    """What the bot said last."""
    return page.locator(".entry:not(.mine)").last


def findings(page: Page) -> list[str]:
    """What axe-core finds wrong with the page."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found["violations"]]


def test_the_story_in_english(windows: Callable[..., Page], bot: str) -> None:
    page = opened(windows, bot, locale="en-CA", viewport={"width": 1400, "height": 860})
    say(page, "create session last Thursday of February at 1 pm about biometrics")
    expect(last(page)).to_contain_text("Session 1, “biometrics”, Thursday, February 25, 2027")
    say(page, "la biométrie")
    expect(last(page)).to_contain_text("« la biométrie »")
    say(page, "invite sam@example.org to session 1")
    expect(last(page)).to_contain_text("Invitation sent to Sam Lee")
    expect(page.locator("#cast button", has_text="Sam").locator(".unread")).to_have_text("1")
    assert findings(page) == []
    be(page, "Sam")
    expect(last(page).locator(".card")).to_be_visible()
    assert findings(page) == []
    page.get_by_role("button", name="Yes / Oui").click()
    expect(page.get_by_text("You are down to speak about “biometrics”")).to_be_visible()
    expect(page.locator(".invite b")).to_contain_text("biometrics")
    be(page, "Ana Roy")
    page.click("#space")
    expect(last(page)).to_contain_text("Sam Lee will speak at session 1.")
    page.click("#private")
    say(page, "announce session 1")
    expect(last(page)).to_contain_text("is announced")
    be(page, "Tom")
    say(page, "when is the next session?")
    expect(last(page)).to_contain_text("February 25, 2027, 1 p.m.")
    say(page, "who is speaking?")
    expect(last(page)).to_contain_text("Sam Lee")
    be(page, "Ana Roy")
    say(page, "move session 1 to March 11, 2027 at 2 pm")
    page.get_by_role("button", name="Do it", exact=True).click()
    expect(last(page)).to_contain_text("March 11, 2027, 2 p.m.")
    expect(page.locator(".mail")).to_have_count(2)
    page.reload()
    page.wait_for_selector(".entry")
    expect(page.locator(".entry.mine").first).to_contain_text("create session")


def test_the_story_in_french_by_keyboard_alone(windows: Callable[..., Page], bot: str) -> None:
    page = opened(windows, bot, locale="fr-CA", viewport={"width": 1400, "height": 860})
    expect(page.locator("html")).to_have_attribute("lang", "fr-CA")
    tab_to(page, "#say")
    page.keyboard.type("créer une séance le dernier jeudi de février à 13 h sur l'accessibilité")
    page.keyboard.press("Enter")
    expect(last(page)).to_contain_text("le jeudi 25 février 2027 à 13 h (HE)")
    page.keyboard.type("accessibility")
    page.keyboard.press("Enter")
    expect(last(page)).to_contain_text("C’est noté")
    page.keyboard.type("invite sam@example.org à la séance 1")
    page.keyboard.press("Enter")
    expect(last(page)).to_contain_text("Sam Lee")
    assert findings(page) == []
    tab_to(page, "#cast li:nth-child(3) button")
    page.keyboard.press("Enter")
    expect(last(page).locator(".card")).to_be_visible()
    tab_to(page, ".card .ac-pushButton")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("Vous prendrez la parole"))).to_be_visible()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on the element; fail if it is never reached."""
    for _ in range(60):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{selector} cannot be reached by keyboard")


def test_somebody_outside_chat_answers_on_a_phone(windows: Callable[..., Page], bot: str) -> None:
    page = opened(windows, bot, locale="en-CA")
    say(page, "create session “Biometrics” on February 25, 2027 at 1 pm")
    expect(last(page)).to_contain_text("Session 1")
    say(page, "la biométrie")
    expect(last(page)).to_contain_text("Noted")
    say(page, "invite kim@elsewhere.example to session 1")
    expect(page.locator(".mail")).to_have_count(1)
    page.locator(".mail").click()
    letter = page.locator(".mail pre").inner_text()
    link = re.search(r"http://127\.0\.0\.1:\d+/s/\S+", letter)
    assert link, letter
    phone = windows(viewport={"width": 360, "height": 740}, is_mobile=True)
    phone.goto(link[0])
    expect(phone.locator("h1, p").first).to_be_visible()
    assert findings(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360

    phone.get_by_role("link", name="Français").click()
    expect(phone.get_by_role("button", name="Oui", exact=True)).to_be_visible()
    phone.get_by_role("link", name="English").click()
    phone.get_by_role("button", name="Yes", exact=True).click()
    expect(phone.get_by_text("You are down to speak")).to_be_visible()
    assert findings(phone) == []
    phone.goto(link[0][:-3] + "xyz")
    expect(phone.get_by_text("This link is no longer in use.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en-CA", "fr-CA"])
@pytest.mark.parametrize("width", [320, 1400])
def test_the_page_has_no_findings(
    windows: Callable[..., Page], bot: str, scheme: Any, language: str, width: int
) -> None:
    page = opened(
        windows, bot, locale=language, color_scheme=scheme,
        viewport={"width": width, "height": 800},
    )  # fmt: skip
    say(page, "create session" if language == "en-CA" else "créer une séance")
    expect(last(page).locator(".card")).to_be_visible()
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for pane in ("people", "outside") if width == 320 else ():
        page.locator(f"[data-pane={pane}]").click()
        assert findings(page) == []
