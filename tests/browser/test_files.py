"""Files on the page in a real browser: by mouse, by drop, by keyboard only, in both languages."""

import base64
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from bot.documents.tables.limits import LARGEST
from tests.tables.samples import workbook

from .test_story import be, findings, last, opened, say, tab_to

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
CSV = b"Email,Name\nkim@example.ca,Kim\n"
PLANNED = {
    "en-CA": "create session February 25, 2027 at 1 pm about biometrics / la biométrie",
    "fr-CA": "créer une séance le 25 février 2027 à 13 h sur la biométrie / biometrics",
}
DRAGGED = """([name, content]) => {
    const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], name));
    window.dragged = (kind) => document.getElementById("log").dispatchEvent(
        new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
    ["dragenter", "dragover"].forEach(window.dragged);
}"""


def payload(name: str, content: bytes) -> FilePayload:
    return FilePayload(name=name, mimeType="", buffer=content)


def planned(windows: Callable[..., Page], bot: str, language: str, **options: Any) -> Page:
    """Ana's page, on which a session is planned."""
    page = opened(windows, bot, locale=language, **options)
    # Whoever listens only at the press may come too late on a busy machine: no window opens.
    page.on("filechooser", lambda chooser: None)
    say(page, PLANNED[language])
    expect(last(page)).to_contain_text("1")
    return page


def attach(page: Page, *files: FilePayload) -> None:
    """Press the button beside the words, and choose files."""
    with page.expect_file_chooser() as chooser:
        page.click("#attach")
    chooser.value.set_files(list(files))


def saved(page: Page, link: Locator) -> tuple[str, bytes]:
    """The name and the content of what a press on a link downloads."""
    with page.expect_download() as download:
        link.press("Enter")
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_a_workbook_is_attached_by_mouse_and_taken_in(
    windows: Callable[..., Page], bot: str
) -> None:
    page = planned(windows, bot, "en-CA", viewport={"width": 1400, "height": 860})
    content = workbook(("Email", "Name"), ("kim@example.ca", "Kim"))
    attach(page, payload("people.xlsx", content))
    expect(page.locator("#chosen li")).to_contain_text("people.xlsx · 4.")
    expect(page.locator("#attached")).to_have_text("Ready to send: people.xlsx")
    assert findings(page) == []
    page.get_by_role("button", name="Send").click()
    expect(last(page)).to_contain_text("“people.xlsx”, for session 1")
    expect(last(page)).to_contain_text("1 new")
    assert findings(page) == []
    mine = page.locator(".entry.mine .files a")
    assert saved(page, mine) == ("people.xlsx", content)
    page.get_by_role("button", name="Do it", exact=True).click()
    expect(page.locator("#log").get_by_text("Done: 1 new")).to_be_visible()


def test_a_file_is_sent_and_others_are_saved_by_keyboard_alone(
    windows: Callable[..., Page], bot: str
) -> None:
    page = planned(windows, bot, "fr-CA")
    tab_to(page, "#attach")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files([payload(name, CSV) for name in ("a.csv", "b.csv")])
    expect(page.locator("#say")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Retirer b.csv")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#attached")).to_have_text("Prêt à envoyer\u00a0: a.csv")
    tab_to(page, "#say")
    page.keyboard.press("Enter")
    expect(last(page)).to_contain_text("1 de plus")
    for words in ("annonce la séance 1", "ajoute-la à mon calendrier"):
        tab_to(page, "#say")
        page.keyboard.type(words)
        page.keyboard.press("Enter")
        expect(last(page)).to_contain_text("calendrier" if "ajoute" in words else "annoncée")
    link = page.get_by_role("link", name="Enregistrer session-1.ics")
    expect(link).to_be_visible()
    tab_to(page, '.entry:not(.mine) a[download="session-1.ics"]')
    name, content = saved(page, link)
    assert (name, content[:17]) == ("session-1.ics", b"BEGIN:VCALENDAR\r\n")
    assert findings(page) == []


def test_a_file_is_dropped_with_words(windows: Callable[..., Page], bot: str) -> None:
    page = planned(windows, bot, "en-CA")
    page.evaluate(DRAGGED, ["people.csv", base64.b64encode(CSV).decode()])
    expect(page.get_by_text("Drop your file here.")).to_be_visible()
    assert findings(page) == []
    page.evaluate("dragged('drop')")
    expect(page.get_by_text("Drop your file here.")).to_be_hidden()
    expect(page.locator("#chosen li")).to_have_count(1)
    say(page, "import the registrations for session 1")
    expect(last(page)).to_contain_text("“people.csv”, for session 1")
    expect(page.locator("#chosen li")).to_have_count(0)


def test_names_that_were_asked_for_are_saved(windows: Callable[..., Page], bot: str) -> None:
    page = planned(windows, bot, "en-CA")
    attach(page, payload("people.csv", CSV))
    page.press("#say", "Enter")
    page.get_by_role("button", name="Do it", exact=True).click()
    expect(page.locator("#log").get_by_text("Done: 1 new")).to_be_visible()
    say(page, "export the registrations of session 1")
    last(page).get_by_label("").first.fill("badges")
    last(page).get_by_role("button").first.click()
    with page.context.expect_page() as link:
        last(page).get_by_role("link").click()
    with link.value.expect_download() as download:
        link.value.get_by_role("button").first.click()
    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert "kim@example.ca" in [cell.value for row in book.worksheets[0] for cell in row]


@pytest.mark.parametrize(
    ("language", "words", "unread"),
    [
        (
            "en-CA",
            (
                "“all.xlsx” is larger than 20 MB. In Excel, copy the rows I need into a new "
                "workbook and attach that one."
            ),
            "“letter.eml” is not a table.",
        ),
        (
            "fr-CA",
            (
                "«\u00a0all.xlsx\u00a0» dépasse 20 Mo. Dans Excel, copiez les lignes utiles dans "
                "un nouveau classeur et joignez celui-ci."
            ),
            "«\u00a0letter.eml\u00a0» n’est pas un tableau.",
        ),
    ],
)
def test_what_cannot_be_taken_is_said(
    windows: Callable[..., Page], bot: str, language: str, words: str, unread: str
) -> None:
    page = planned(windows, bot, language, viewport={"width": 320, "height": 800})
    attach(page, payload("all.xlsx", b"a" * (LARGEST + 1)))
    expect(page.locator("#refused")).to_have_text(words)
    expect(page.locator("#chosen li")).to_have_count(0)
    assert findings(page) == []
    letter = b"Received: from x by y\r\nFrom: kim@example.ca\r\n\r\nI will come.\r\n"
    attach(page, payload("letter.eml", letter))
    expect(page.locator("#refused")).to_be_hidden()
    page.press("#say", "Enter")
    expect(last(page)).to_contain_text(unread)
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_file_of_a_participant_is_acknowledged(windows: Callable[..., Page], bot: str) -> None:
    page = opened(windows, bot, locale="en-CA")
    be(page, "Tom")
    attach(page, payload("talk.pptx", b"PK"))
    say(page, "help")
    expect(last(page)).to_contain_text("“talk.pptx” arrived.")
