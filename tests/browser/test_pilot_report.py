"""The report on the pilot as a page: whole in one file, fit for a phone, fine for axe."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bot.afterwards.pilot import report
from bot.model.words import LANGUAGES, Language
from bot.services.files.pilot_writing import written
from tests.afterwards.test_pilot import told
from tests.promoting.house import NOW

from .test_story import AXE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def page_in(language: Language) -> bytes:
    """The page, made beside the browser, whose own loop runs in this thread."""

    def made() -> bytes:
        return asyncio.run(written(report(told(language, attended=True)), NOW))["html"]

    with ThreadPoolExecutor(1) as beside:
        return beside.submit(made).result()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_reads_well_on_a_phone_and_a_screen(
    browser: Browser, tmp_path: Path, language: Language
) -> None:
    kept = tmp_path / "report.html"
    kept.write_bytes(page_in(language))
    for width in (320, 1280):
        page = browser.new_page(viewport={"width": width, "height": 800})
        page.goto(kept.as_uri())
        page.evaluate(AXE.read_text("utf-8"))
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [f"{e['id']}: {e['nodes'][0]['html'][:120]}" for e in found["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator("img").count() == page.locator("table").count() == 4
        page.close()
