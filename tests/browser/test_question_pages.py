"""Questions in a real browser: put and wanted on a session's page, seen by the speakers."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot import settings
from bot.app import signing
from bot.model.outcome import Outcome
from bot.model.people import Counter
from bot.model.question import VIEW, AudienceQuestion, QuestionKey, QuestionState
from bot.model.words import Language
from storage import open_store
from tests.pages.programme import RECORDS, SESSIONS, path
from tests.pages.site import NOW

from .conftest import running
from .test_story import findings, tab_to

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
NEXT = SESSIONS["before"]
LOOKS = (("en", 320, "light"), ("fr", 320, "dark"), ("fr", 1920, "light"), ("en", 1920, "dark"))
ASKED: dict[str, tuple[str, Language | None, QuestionState, str]] = {
    "1": ("Who owns the data?", "en", QuestionState.APPROVED, ""),
    "2": (
        "Qu’est-ce que l’anticonstitutionnellement" + "x" * 120 + "?",
        "fr",
        QuestionState.APPROVED,
        "",
    ),
    "3": ("من يملك البيانات؟", None, QuestionState.ANSWERED, "The province."),
    "4": ("Is it free?", "en", QuestionState.ANSWERED, ""),
    "5": ("Not read yet?", "en", QuestionState.WAITING, ""),
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a bot with questions, and the path of the speakers' view."""
    data = tmp_path_factory.mktemp("questions")
    asyncio.run(_filled(data))
    chosen = settings.read({"CIRCUIT_DATA": str(data)}, data / "circuit.env")
    link = signing.signer(chosen, signing.secret_of(chosen))(f"{VIEW}{NEXT.id}")
    with running(data) as url:
        yield url, f"/ask/{link.rpartition('/')[2]}"


async def _filled(data: Path) -> None:
    store = await open_store(data)
    questions = (
        AudienceQuestion(
            id=number,
            session=NEXT.id,
            words=words,
            language=language,
            state=state,
            answer=answer,
            at=NOW,
        )
        for number, (words, language, state, answer) in ASKED.items()
    )
    key = QuestionKey(session=NEXT.id, key="k", until=NEXT.ends)
    await store.run(
        Outcome(saves=(*RECORDS, key, Counter(name="question", last=5), *questions)).regardless
    )
    await store.close()


@pytest.fixture
def open_page(house: tuple[str, str], browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page as somebody with a device of their own."""
    contexts: list[BrowserContext] = []

    def opened(where: str, language: str = "en", **options: object) -> Page:
        contexts.append(browser.new_context(locale=f"{language}-CA", **options))  # type: ignore[arg-type]
        page = contexts[-1].new_page()
        page.goto(f"{house[0]}{where or house[1]}")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("where", ["", path("before")])
def test_no_page_has_findings_or_scrolls_sideways(
    open_page: Callable[..., Page], where: str
) -> None:
    for language, width, scheme in LOOKS:
        size = {"width": width, "height": 900}
        page = open_page(where, language, viewport=size, color_scheme=scheme)
        assert findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.context.close()


def test_a_question_is_put_and_one_is_wanted_by_keyboard_and_the_speakers_see_it_at_once(
    open_page: Callable[..., Page],
) -> None:
    speakers = open_page("", "fr", viewport={"width": 360, "height": 740})
    first = speakers.locator(".questions li").first
    expect(speakers.locator(".questions li")).to_have_count(2)
    page = open_page(path("before"), "en", viewport={"width": 360, "height": 740})
    tab_to(page, "button[aria-describedby=question-1]")
    page.keyboard.press("Enter")
    expect(page.locator("#questions [role=status]")).to_have_text(
        "Noted: 1 person wants an answer to “Who owns the data?”."
    )
    assert findings(page) == []
    expect(first.locator(".hint")).to_have_text("Question 1; 1 personne veut une réponse")
    page.get_by_label("Your question").fill("Who may see it?")
    tab_to(page, "button[name=to]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your question")).to_be_focused()
    assert findings(page) == []
    expect(speakers.locator(".questions li")).to_have_count(2)
