"""A workbook of names behind a signed link: what for is asked, each download is noted."""

import asyncio
import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document

from bot.model.outcome import Outcome
from bot.model.people import Noted
from bot.model.registration import Registration
from bot.services.files import apart
from tests.afterwards.pilot import rows

from .forms import GONE, gone
from .forms import opened as page_of
from .site import ADDRESSES, LINK, NOW, SESSION, Site, served

ASKED = "export the registrations of session 1"
TOTALS = """Session 1, “biometrics”: 1 registered, 0 on the waiting list, 0 gave up their place.
If the numbers are enough, leave it at that. If you need the names, what are they for? That is kept with your name."""
FORM = {"token": "a", "button": "download"}


async def filed(site: Site, registration: Registration) -> None:
    store = site.house.assistant.house.store
    await store.run(Outcome(saves=(registration,)).regardless)


async def linked(site: Site, purpose: str = "name badges for the room") -> str:
    """The link that Ana is given who says what the names are for."""
    await site.say("Ana", SESSION)
    await filed(
        site,
        Registration(session="1", address="kim@example.net", name="=1+1", at=NOW, changed_at=NOW),
    )
    asked = await site.say("Ana", ASKED)
    assert json.loads(asked.text)["text"] == TOTALS
    said = await site.say("Ana", purpose)
    found = LINK.search(said.text)
    assert found is not None, said.text
    return found[0]


def noted(site: Site) -> list[tuple[str, str, str, str]]:
    """What was kept of exports."""
    return [
        (each.who, each.what, each.about, each.why)
        for each in site.view.between(Noted, "at", None, None)
        if each.what.startswith("registration.")
    ]


async def downloaded(site: Site, link: str, **form: str) -> tuple[int, dict[str, str], bytes]:
    async with site.http.post(link, data={**FORM, **form}) as response:
        names = ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "Cache-Control")
        headers = {name: response.headers[name] for name in names if name in response.headers}
        return response.status, headers, await response.read()


def test_the_link_leads_to_a_page_and_the_page_to_the_workbook(tmp_path: Path) -> None:
    async def scene() -> Any:
        async with served(tmp_path) as site:
            link = await linked(site)
            page = await page_of(site, link)
            before = noted(site)
            found = [await downloaded(site, link, token=each) for each in ("a", "b")]
            return page.buttons, before, noted(site), found

    buttons, before, after, found = asyncio.run(scene())
    who, why = ADDRESSES["Ana"], "name badges for the room"
    exported = (who, "registration.exported", "session/1", why)
    opened = (who, "registration.downloaded", "session/1", why)
    assert (buttons, before, after) == (["download"], [exported], [exported, opened, opened])
    for status, headers, content in found:
        assert (status, headers) == (
            200,
            {
                "Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "Content-Disposition": 'attachment; filename="registrations-1.xlsx"',
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "no-store",
            },
        )
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        assert [each.value for each in sheet[2]][:1] == ["kim@example.net"]


def test_after_an_hour_the_link_is_over(tmp_path: Path) -> None:
    async def scene() -> Any:
        async with served(tmp_path) as site:
            link = await linked(site)
            site.house.assistant.house.time.move(NOW + timedelta(hours=1, seconds=1))
            read = gone(await site.get(link))
            status, _, content = await downloaded(site, link)
            return read, status, GONE.split(" / ")[0].encode() in content, len(noted(site))

    assert asyncio.run(scene()) == ((410, GONE), 410, True, 1)


def test_a_link_that_was_altered_says_the_same_as_one_that_never_was(tmp_path: Path) -> None:
    async def scene() -> Any:
        async with served(tmp_path) as site:
            link = await linked(site)
            ref, _, signature = link.rpartition(".")
            altered = [f"{ref}.{'0' * len(signature)}", f"/s/{'0' * 16}.{signature}"]
            return {gone(await site.get(each)) for each in altered}, len(noted(site))

    assert asyncio.run(scene()) == ({(404, GONE)}, 1)


def test_where_the_workbook_cannot_be_made_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0)

    async def scene() -> Any:
        async with served(tmp_path) as site:
            link = await linked(site)
            status, _, content = await downloaded(site, link)
            return status, b"The workbook could not be made." in content

    assert asyncio.run(scene()) == (503, True)


def test_in_a_space_it_is_not_given(tmp_path: Path) -> None:
    async def scene() -> Any:
        async with served(tmp_path) as site:
            await linked(site)
            said = await site.say("Ana", ASKED, room="space")
            return json.loads(said.text)["text"].partition(" / ")[0]

    said = "A list of names is for one person: ask me in our own chat."
    assert asyncio.run(scene()) == said


def test_the_file_of_a_session_is_handed_over_as_a_zip_file(tmp_path: Path) -> None:
    async def scene() -> Any:
        async with served(tmp_path) as site:
            await site.say("Ana", SESSION)
            said = await site.say("Ana", "the file of session 1")
            found = LINK.search(said.text)
            assert found is not None, said.text
            page = await page_of(site, found[0])
            handed = await downloaded(site, found[0])
            notes = [each.what for each in site.view.between(Noted, "at", None, None)]
            return page.buttons, handed, notes

    buttons, (status, headers, content), notes = asyncio.run(scene())
    assert (buttons, status) == (["download"], 200)
    assert headers["Content-Type"] == "application/zip"
    assert headers["Content-Disposition"] == 'attachment; filename="dossier-1.zip"'
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist()[0] == "index.csv"
    assert notes[-1] == "dossier.packed"


def test_the_report_on_the_pilot_is_handed_over_in_each_form_and_language(tmp_path: Path) -> None:
    async def scene() -> Any:
        async with served(tmp_path) as site:
            for saved in rows(2, 20):
                await site.house.assistant.house.store.run(Outcome(saves=(saved,)).regardless)
            said = await site.say("Ana", "pilot report for session 2")
            found = LINK.search(said.text)
            assert found is not None, said.text
            page = await page_of(site, found[0])
            handed = [await downloaded(site, found[0], token=e, button=e) for e in page.buttons]
            notes = [each.what for each in site.view.between(Noted, "at", None, None)]
            first = json.loads(said.text)["text"].partition("\n")[0]
            return first, dict(zip(page.buttons, handed, strict=True)), notes

    first, handed, notes = asyncio.run(scene())
    assert first == "The pilot, 1 of 2 sessions held (2):"
    assert [*handed] == ["report_word_en", "report_word_fr", "report_page_en", "report_page_fr"]
    named = [found[1]["Content-Disposition"].split('"')[1] for found in handed.values()]
    assert named == ["pilot-2-en.docx", "pilot-2-fr.docx", "pilot-2-en.html", "pilot-2-fr.html"]
    assert {status for status, _, _ in handed.values()} == {200}
    english, french = (handed[f"report_page_{each}"][2].decode() for each in ("en", "fr"))
    assert "2. Session 2 &amp; &lt;co&gt;" in english
    assert "1. Session 1" not in english
    assert '<html lang="fr-CA">' in french
    document: Any = Document(io.BytesIO(handed["report_word_fr"][2]))
    assert document.core_properties.language == "fr-CA"
    assert notes.count("report.written") == 4
