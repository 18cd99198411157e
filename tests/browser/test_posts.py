"""What leaves as HTML to make a session known, in a real browser: axe finds nothing amiss with it."""

from email import message_from_string, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bot.promoting.rendering import rendered
from tests.promoting.house import RECORDS, context, post, titled

from .test_story import AXE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
LINKS = {"newsletter": 1, "director": 2, "communications": 3}
HOSTILE = "<script>alert(1)</script> & “[x](javascript:alert(1))”"
PIECES = "{resultTypes: ['violations'], rules: {'page-has-heading-one': {enabled: false}}}"
"""All rules but one for whole pages: an item stands on somebody else's, a mail has its subject."""


def findings(page: Page) -> list[str]:
    """What axe-core finds wrong with what is on the page."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(f"axe.run(document, {PIECES})")
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found["violations"]]


def written(name: str, *, hostile: bool) -> str:
    """The page of a post, or the HTML part of its e-mail."""
    changed = (titled(HOSTILE, HOSTILE),) if hostile else ()
    file = rendered(context(*RECORDS, *changed), post(name)).files[0]
    if file.media == "text/html":
        return file.text
    mail = message_from_string(file.text, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    part = mail.get_body(("html",))
    assert part is not None
    return str(part.get_content())


@pytest.mark.parametrize("hostile", [False, True], ids=["ordinary", "hostile"])
@pytest.mark.parametrize("name", ["newsletter", "director", "communications"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_amiss(
    browser: Browser, tmp_path: Path, name: str, width: int, *, hostile: bool
) -> None:
    file = tmp_path / "post.html"
    file.write_text(written(name, hostile=hostile), "utf-8")
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(file.as_uri())
    assert findings(page) == []
    assert page.locator("div[lang=en-CA] a").count() == LINKS[name]
    assert page.locator("div[lang=fr-CA] a").count() == LINKS[name]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("script").count() == 0
    page.close()
