"""What the page of a session says of the discussion, once the team found it right."""

import asyncio
from pathlib import Path

from bot.model.halves import Half
from bot.model.question import AudienceQuestion, QuestionState
from bot.model.record import Record
from bot.model.resource import Resource
from bot.model.summary import Summary
from bot.model.words import Both

from .programme import SESSIONS, filed, path, played, shown
from .site import NOW
from .tree import Element, headings, section

NUMBER = SESSIONS["over"].id
HOSTILE = "• {{7*7}} <script>alert(1)</script> [x](http://evil)"


def summary(english: str = "• Faces.\n• Data.") -> Summary:
    """The summary of the session that is over, found right in both languages."""
    found = Summary(session=NUMBER).put("en", Half(text=english, by="ana@example.org"))
    found = found.put("fr", Half(text="• Visages.", by="ana@example.org"))
    return found.reviewed("en", "ben@example.org").reviewed("fr", "ben@example.org")


RECORDS: tuple[Record, ...] = (
    AudienceQuestion(
        id="1", session=NUMBER, words="Who?", at=NOW, state=QuestionState.ANSWERED, answer="Us."
    ),
    Resource(
        id="1", session=NUMBER, title=Both("Slides", "Diapos"), link="https://a.example", added=NOW
    ),
)


def seen(folder: Path, query: str, *records: Record) -> Element:
    """The page with these records."""

    async def scene() -> Element:
        async with played(folder) as site:
            for each in records:
                await filed(site, each)
            return await shown(site, f"{path('over')}{query}")

    return asyncio.run(scene())


def test_its_parts_stand_under_headings_and_nothing_twice(tmp_path: Path) -> None:
    page = seen(tmp_path, "?lang=en", summary(), *RECORDS)
    assert section(page, "What was said") == ["What was said", "Key points", "Faces. Data."]
    assert page.text.count("Slides") == 1
    assert page.text.count("Who?") == 1
    assert "3 Key points" in headings(page)


def test_in_both_languages_each_says_which_it_is(tmp_path: Path) -> None:
    page = seen(tmp_path, "?lang=both", summary())
    said = page.one("section", **{"aria-labelledby": "said"})
    assert [each.attributes["lang"] for each in said.all("ul")] == ["en-CA", "fr-CA"]


def test_what_somebody_said_becomes_nothing_else(tmp_path: Path) -> None:
    page = seen(tmp_path, "?lang=en", summary(HOSTILE))
    said = page.one("section", **{"aria-labelledby": "said"})
    assert said.one("li").text == HOSTILE.removeprefix("• ")
    assert said.all("script") == said.all("a") == []
