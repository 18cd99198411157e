"""What was posted to the channel in Teams stands on the local page as the card it is."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from .test_story import AXE

pytestmark = pytest.mark.slow
SAID = (
    ("Ana Roy", "create session February 25, 2027 at 1 pm about Biometrics / La biométrie"),
    ("Ana Roy", "announce session 1"),
    ("Ana Roy", "draft the Teams post for session 1"),
    ("Ana Roy", "ask for a yes"),
    ("Ben Singh", "approve the Teams post for session 1"),
    ("Ana Roy", "send the Teams post for session 1"),
    ("Ana Roy", "send it now"),
)


def say(page: Page, who: str, words: str) -> None:
    """Be somebody, and have an answer to what they write."""
    page.locator("#cast button", has_text=who).click()
    before = page.locator(".entry").count()
    page.locator("#say").fill(words)
    page.locator("#say").press("Enter")
    page.wait_for_function(
        "many => document.querySelectorAll('.entry').length > many", arg=before + 1
    )


@pytest.mark.parametrize("width", [390, 1280])
def test_the_post_is_shown_in_both_languages_with_its_links(
    windows: Callable[..., Page], bot: str, width: int
) -> None:
    page = windows(viewport={"width": 1280, "height": 900})
    page.goto(bot)
    assert page.locator("#channel .none").inner_text() == "Nothing has been posted yet."
    for who, words in SAID:
        say(page, who, words)
    page.set_viewport_size({"width": width, "height": 900})
    if width < 820:
        page.locator("[data-pane=outside]").click()

    page.locator("#channel summary").click(timeout=3000)
    assert page.locator("#channel summary b").inner_text() == "Mini discussion: Biometrics"
    card = page.locator("#channel .card")
    assert "Mini-discussion\u00a0: La biométrie" in card.inner_text()
    assert card.locator("button, a").count() == 2
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [each["id"] for each in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
