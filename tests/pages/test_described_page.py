"""What the page of a session says of it: what was reviewed in both languages, word for word."""

import asyncio
from pathlib import Path

import pytest

from bot.model.description import Description, Half
from bot.model.words import LANGUAGES, Language

from .programme import SESSIONS, filed, path, played, shown
from .tree import Element, headings, section

ENGLISH = "What becomes of our faces?\n\n((speakers)) speak on ((when)).\nBring questions."
FRENCH = "Que deviennent nos visages?\n\n((speakers)) en parlent ((when)).\nVos questions?"
HOSTILE = "{{7*7}} <script>alert(1)</script> [x](http://evil) @all ((title)) ((nothing)) =1+1"


def described(session: str, *reviewed: Language, english: str = ENGLISH) -> Description:
    """The description of a session, each half of which is reviewed if it is named."""
    description = Description(session=SESSIONS[session].id)
    for language, text in zip(LANGUAGES, (english, FRENCH), strict=True):
        description = description.put(language, Half(text=text, by="ana@example.org"))
    for language in reviewed:
        description = description.reviewed(language, "ben@example.org")
    return description


def seen(folder: Path, name: str, query: str, description: Description) -> Element:
    """The page of a session with this description."""

    async def scene() -> Element:
        async with played(folder) as site:
            await filed(site, description)
            return await shown(site, f"{path(name)}{query}")

    return asyncio.run(scene())


def test_what_is_reviewed_is_read_in_paragraphs_with_the_facts_of_today(tmp_path: Path) -> None:
    page = seen(tmp_path, "before", "?lang=en", described("before", "en", "fr"))
    about = page.one("section", **{"aria-labelledby": "about"})
    assert [each.text for each in about.all("p")] == [
        "What becomes of our faces?",
        "Sam Lee and Noé Roy speak on Thursday, February 25, 2027, 1 p.m. (ET). Bring questions.",
    ]
    assert headings(page)[:3] == [
        "1 biometrics",
        "2 What it is about",
        "2 Thursday, February 25, 2027, 1 p.m. (ET)",
    ]


def test_in_french_it_is_the_french_half(tmp_path: Path) -> None:
    page = seen(tmp_path, "before", "?lang=fr", described("before", "en", "fr"))
    assert section(page, "De quoi il est question") == [
        "De quoi il est question",
        "Que deviennent nos visages?",
        "Sam Lee et Noé Roy en parlent le jeudi 25 février 2027 à 13 h (HE). Vos questions?",
    ]


def test_in_both_languages_each_half_says_which_it_is_in(tmp_path: Path) -> None:
    page = seen(tmp_path, "before", "?lang=both", described("before", "en", "fr"))
    about = page.one("section", **{"aria-labelledby": "about"})
    languages = [each.attributes["lang"] for each in about.all("p")]
    assert languages == ["en-CA", "en-CA", "fr-CA", "fr-CA"]


@pytest.mark.parametrize("reviewed", [(), ("en",), ("fr",)], ids=["neither", "English", "French"])
def test_nothing_is_shown_until_both_are_reviewed(
    reviewed: tuple[Language, ...], tmp_path: Path
) -> None:
    page = seen(tmp_path, "before", "?lang=en", described("before", *reviewed))
    assert page.all("section", **{"aria-labelledby": "about"}) == []


def test_a_change_waits_for_its_review(tmp_path: Path) -> None:
    reviewed = described("before", "en", "fr")
    changed = reviewed.put("en", Half(text="Something else.", by="ana@example.org"))
    page = seen(tmp_path, "before", "?lang=en", changed)
    assert section(page, "What it is about")[1] == "What becomes of our faces?"


def test_nothing_that_was_typed_becomes_anything_else(tmp_path: Path) -> None:
    page = seen(tmp_path, "before", "?lang=en", described("before", "en", "fr", english=HOSTILE))
    about = page.one("section", **{"aria-labelledby": "about"})
    assert about.one("p").text == HOSTILE.replace("((title))", "biometrics")
    assert about.all("script") == about.all("a") == []


def test_a_cancelled_session_is_described_no_more(tmp_path: Path) -> None:
    page = seen(tmp_path, "cancelled", "?lang=en", described("cancelled", "en", "fr"))
    assert page.all("section", **{"aria-labelledby": "about"}) == []
