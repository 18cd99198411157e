"""All that is kept about somebody, for an access request or for themselves, in a workbook."""

import asyncio
import io
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.assistant.searching import Found, everything
from bot.model.people import Noted
from bot.model.search import Search
from tests.pages.site import NOW, Site

from .house import file
from .test_erasing import ANA, KIM, NAME, filled, say

LINK = re.compile(r"http\S+")
LATER = NOW + timedelta(hours=1)


def search(**fields: Any) -> Search:
    given: dict[str, Any] = {"id": "s", "address": KIM, "by": ANA.address, "until": LATER}
    return Search(languages=("en",), **(given | fields))


async def found(site: Site, asked: Search) -> list[Found]:
    """What a search finds."""
    assistant = site.house.assistant
    return await everything(assistant.house.store, assistant.reading("test"), asked)


def of(rows: list[Found], kind: str) -> list[Found]:
    return [each for each in rows if each.kind == kind]


def test_whoever_answers_for_records_finds_each_that_names_the_person(tmp_path: Path) -> None:
    async def scene() -> list[Found]:
        async with filled(tmp_path) as site:
            return await found(site, search())

    rows = asyncio.run(scene())
    many = {kind: len(of(rows, kind)) for kind in ("registrations", "parts", "questions", "votes")}
    assert many == {"registrations": 2, "parts": 1, "questions": 2, "votes": 2}
    assert [(each.session, each.row["needs"]) for each in of(rows, "registrations") if each.row.get("needs")] == [("1", "a chair for Kim")]  # fmt: skip
    told = json.dumps([{**each.row} for each in rows]).lower()
    assert all(other not in told for other in ("person1@example.com", "p1@"))
    assert [each.at for each in rows if each.at] == sorted(each.at for each in rows if each.at)


def test_a_period_leaves_out_what_came_before_and_after(tmp_path: Path) -> None:
    async def scene() -> Any:
        async with filled(tmp_path) as site:
            early = search(end=NOW - timedelta(days=1))
            late = search(start=NOW - timedelta(days=1), end=NOW + timedelta(days=1))
            return await found(site, early), await found(site, late), await found(site, search())

    early, late, whole = asyncio.run(scene())
    day = timedelta(days=1)
    assert {each.at < NOW - day for each in early if each.at} <= {True}
    assert {NOW - day <= each.at < NOW + day for each in late if each.at} == {True}
    dated = [each for each in whole if each.at]
    assert len(dated) == len([e for e in early if e.at]) + len([e for e in late if e.at])


def test_whoever_asks_about_themselves_is_given_what_is_theirs(tmp_path: Path) -> None:
    async def scene() -> list[Found]:
        async with filled(tmp_path) as site:
            return await found(site, search(by=KIM))

    rows = asyncio.run(scene())
    assert len(of(rows, "registrations")) == 2
    assert {each.row["to"] for each in of(rows, "notes")} == {KIM}
    assert "asked_by" not in of(rows, "parts")[0].row
    asked = {each.row["words"] for each in of(rows, "questions")}
    assert asked == {"May Kim Tremblay ask?", "Is Kim Tremblay right?"}


async def downloaded(site: Site, said: str) -> list[tuple[Any, ...]]:
    """The rows of the workbook behind the link."""
    link = LINK.search(said)
    assert link is not None, said
    path = "/" + link[0].split("/", 3)[3]
    page = await site.get(path)
    assert page.status == 200
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', page.text))
    response = await site.http.post(path, data={**fields, "button": "download"})
    content = await response.read()
    assert response.status == 200, content[:300]
    assert KIM not in response.headers["Content-Disposition"]
    sheet: Any = load_workbook(io.BytesIO(content)).active
    return list(sheet.values)


@pytest.mark.slow
def test_the_workbook_is_behind_a_link_and_that_it_was_looked_for_is_noted(tmp_path: Path) -> None:
    async def scene() -> Any:
        async with filled(tmp_path) as site:
            said = (await say(site, f"find everything about {KIM} from January to March 2027")).text
            rows = await downloaded(site, said)
            notes = [
                e
                for e in site.view.between(Noted, "at", None, None)
                if e.what == "records.searched"
            ]
            return said, rows, notes

    said, rows, notes = asyncio.run(scene())
    assert said.startswith(f"All that I keep about {KIM}, from Friday, January 1, 2027, to Wednesday, March 31, 2027: ")  # fmt: skip
    assert rows[0] == ("Kind", "Session", "When (ET)", "What is in it")
    kinds = {row[0] for row in rows[1:]}
    assert {"registration", "question to speakers", "part in a session"} <= kinds
    assert len(notes) == 2
    assert all(KIM not in each.about and NAME not in each.about for each in notes)


def test_it_is_forgotten_with_its_link(tmp_path: Path) -> None:
    async def scene() -> Any:
        async with filled(tmp_path) as site:
            await file(site, search(until=NOW - timedelta(seconds=1)))
            await site.house.assistant.tick()
            return site.view.get(Search, "s")

    assert asyncio.run(scene()) is None
