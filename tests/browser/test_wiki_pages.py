"""What was published on the wiki's stand-in is read on the local page, as words and links alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from .test_channel import say
from .test_story import AXE

pytestmark = pytest.mark.slow
SAID = (
    (
        "Ana Roy",
        "create session February 25, 2027 at 1 pm about Biometrics <b>now!</b> here / La biométrie",
    ),
    ("Ana Roy", "announce session 1"),
    ("Ana Roy", "publish the wiki page for session 1"),
    ("Ben Singh", "publish the wiki page for session 1"),
    ("Ben Singh", "publish it"),
)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_are_shown_with_their_headings_and_links(
    windows: Callable[..., Page], bot: str, width: int
) -> None:
    page = windows(viewport={"width": 1280, "height": 900})
    page.goto(bot)
    assert page.locator("#wiki .none").inner_text() == "Nothing has been published yet."
    for who, words in SAID:
        say(page, who, words)
    page.set_viewport_size({"width": width, "height": 900})
    if width < 820:
        page.locator("[data-pane=outside]").click()

    summary = page.locator("#wiki summary", has_text="(session 1)")
    summary.click(timeout=10_000)
    shown = page.locator("#wiki details[open] .wikipage")
    assert shown.locator("h3").first.inner_text() == "Biometrics <b>now!</b> here"
    assert shown.locator("b").count() == 0
    assert shown.locator("a").all_inner_texts() == ["Register for this session"]
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [each["id"] for each in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
