"""What the page of a session hands out, and from when on."""

import asyncio
from pathlib import Path

import pytest

from bot.model.record import Record
from bot.model.resource import Handout, Resource
from bot.model.tools import Tools
from bot.model.words import Both

from .programme import SESSIONS, filed, path, played, shown
from .site import NOW
from .tree import Element

GUIDE = "https://example.org/guide"
SURVEY = Both("https://example.org/en", "https://example.org/fr")


def handed_out(session: str) -> tuple[Record, ...]:
    """A resource, an evaluation by language and all tools of the session in that state."""
    number = SESSIONS[session].id
    title = Both("The <guide>", "Le <guide>")
    return (
        Resource(id="1", session=number, title=title, link=GUIDE, added=NOW),
        Handout(session=number, evaluation=SURVEY, added=NOW),
        Tools(session=number, wordly="ABCD-1234", vevox="195061937", board="https://miro.com/b"),
    )


def seen(folder: Path, name: str, language: str) -> Element:
    """The page of a session in that state, in one language."""

    async def scene() -> Element:
        async with played(folder) as site:
            await filed(site, *handed_out(name))
            return await shown(site, f"{path(name)}?lang={language}")

    return asyncio.run(scene())


def links(page: Element, about: str) -> list[tuple[str, str]]:
    """The links of a section, with their words; none where there is no such section."""
    found = page.all("section", **{"aria-labelledby": about})
    return [(each.attributes["href"], each.text) for part in found for each in part.all("a")]


@pytest.mark.parametrize("name", ["before", "near", "on", "cancelled"])
def test_nothing_is_handed_out_before_its_hour_nor_if_cancelled(name: str, tmp_path: Path) -> None:
    assert links(seen(tmp_path, name, "en"), "resources") == []


def test_once_it_is_over_its_page_has_the_resources_and_the_evaluation(tmp_path: Path) -> None:
    assert links(seen(tmp_path, "over", "fr"), "resources") == [
        (GUIDE, "Le <guide>"),
        (SURVEY.fr, "Donner votre évaluation"),
    ]


@pytest.mark.parametrize("name", ["before", "over", "cancelled"])
def test_visitors_see_the_tools_only_around_the_session(name: str, tmp_path: Path) -> None:
    assert links(seen(tmp_path, name, "en"), "tools") == []


@pytest.mark.parametrize("name", ["near", "on"])
def test_the_translation_into_the_readers_language_stands_first(name: str, tmp_path: Path) -> None:
    wordly = "https://attend.wordly.ai/frame/ABCD-1234?lang="
    assert links(seen(tmp_path, name, "fr"), "tools") == [
        (f"{wordly}fr", "Traduction en direct en français (Wordly)"),
        (f"{wordly}en", "Traduction en direct en anglais (Wordly)"),
        ("https://vevox.app/#/m/195061937", "Sondages (Vevox, 195-061-937)"),
        ("https://miro.com/b", "Tableau blanc (Miro)"),
    ]
