"""The page that hosts open without a network: whole in one file, fit for a phone, fine for axe."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request

from bot.context import Context
from bot.documents.letter import Envelope, message
from bot.hosting.offline import file, mailed
from bot.model.outbox import Letter, Person
from bot.model.words import Both
from tests.core.house import ANA, NOW, SESSION, Home

from .test_story import AXE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
HOSTILE = "<script>alert(1)</script> & “[x](javascript:alert(1))”"
ANNOUNCED = SESSION.changed(join="https://example.org/join", announced=True)


def context() -> Context:
    """A session that is announced, with a link to join."""
    home = Home()
    with ThreadPoolExecutor(1) as beside:
        # The browser's own loop runs in this thread.
        beside.submit(lambda: asyncio.run(home.file(ANNOUNCED))).result()
    return Context(home.store.view(), NOW, home.house.setup, "page")


def asked_elsewhere(page: Page) -> list[str]:
    """What the page asks for but itself, from now on."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith("file:"):
            asked.append(request.url)

    page.on("request", note)
    return asked


@pytest.mark.parametrize("title", ["biometrics", HOSTILE], ids=["ordinary", "hostile"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_opens_by_itself(browser: Browser, tmp_path: Path, width: int, title: str) -> None:
    session = ANNOUNCED.changed(title=Both(title, title))
    kept = tmp_path / "page.html"
    kept.write_text(file(context(), session).text, "utf-8")
    page = browser.new_page(viewport={"width": width, "height": 800})
    asked = asked_elsewhere(page)
    page.goto(kept.as_uri())
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [f"{e['id']}: {e['nodes'][0]['html'][:120]}" for e in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert (page.locator("script").count(), asked) == (0, [])
    assert page.locator("section").count() >= 4
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    page.close()


def test_the_page_goes_with_a_letter() -> None:
    sending = mailed(context(), ANNOUNCED, ANA.address, "key")
    assert isinstance(sending.content, Letter)
    envelope = Envelope(
        Person("bot@example.org"), Person(ANA.address), ANA.address, "<1@example.org>", NOW
    )
    mail = message(sending.content, envelope)
    attached = [(part.get_filename(), part.get_content_type()) for part in mail.iter_attachments()]
    assert attached == [("session-1.html", "text/html")]
