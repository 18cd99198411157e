"""Who reads a public page, and of what: nothing of a draft, in their language, words as they stand."""

import asyncio
from pathlib import Path

import pytest

from bot.model.words import Both

from . import programme
from .programme import SESSIONS, filed, path, played, seen, shown
from .site import Said, served
from .test_link_forms import HEBREW, HOSTILE
from .tree import Element, headings, read, section

HIDDEN = ["0", "00", "01", "12", "999", "9" * 40, SESSIONS["draft"].id, SESSIONS["dropped"].id]


@pytest.mark.parametrize("number", HIDDEN)
def test_what_is_not_announced_is_like_what_is_not_there(tmp_path: Path, number: str) -> None:
    form = {"token": "1", "button": "register", "in_address": "tom@example.org"}

    async def scene() -> tuple[list[Said], Said]:
        async with played(tmp_path) as site:
            found = [
                await site.get(f"/s/{number}"),
                await site.get(f"/r/{number}"),
                await site.post(f"/s/{number}", data=form),
                await site.post(f"/s/{number}/ask", data={"words": "who speaks?"}),
            ]
            return found, await site.get("/s/777")

    found, nowhere = asyncio.run(scene())
    assert {*found, nowhere} == {nowhere}
    page = read(nowhere.text)
    assert (nowhere.status, headings(page)) == (
        404,
        [
            "1 There is no session here Il n’y a pas de séance ici",
            "2 Next sessions Prochaines séances",
        ],
    )


def test_of_a_session_that_is_nowhere_one_is_led_to_the_next(tmp_path: Path) -> None:
    async def scene() -> Element:
        async with played(tmp_path) as site:
            return read((await site.get("/s/777?lang=en")).text)

    links = asyncio.run(scene()).one("ul", **{"class": "coming"}).all("a")
    assert [each.attributes["href"] for each in links] == [
        f"{path(name)}?lang=en" for name in ("on", "near", "few", "full", "before")
    ]


@pytest.mark.parametrize(
    ("query", "header", "language"),
    [
        ("?lang=fr", "en-CA,en;q=0.9", "fr-CA"),
        ("?lang=en", "fr", "en-CA"),
        ("", "fr-CA,fr;q=0.9,en;q=0.8", "fr-CA"),
        ("", "de-DE, en;q=0.3, fr;q=0.7", "fr-CA"),
        ("", "fr;q=0, en", "en-CA"),
        ("", "fr;q=x, en;q=0.1", "en-CA"),
        ("?lang=de", "EN-us", "en-CA"),
    ],
)
def test_the_page_is_read_in_the_language_asked_for_or_of_the_browser(
    tmp_path: Path, query: str, header: str, language: str
) -> None:
    page = seen(tmp_path, f"{path('before')}{query}", **{"Accept-Language": header})
    assert page.one("html").attributes["lang"] == language
    others = {"fr-CA": ("English", "en"), "en-CA": ("Français", "fr")}
    (link,) = page.one("nav").all("a")
    assert (link.text, link.attributes["href"]) == (
        others[language][0], f"{path('before')}?lang={others[language][1]}",
    )  # fmt: skip


@pytest.mark.parametrize("header", ["", "de", "*", "zh-Hant;q=1, , ;", "x" * 2_000])
def test_without_a_language_the_page_is_in_both_each_marked(tmp_path: Path, header: str) -> None:
    page = seen(tmp_path, path("before"), **{"Accept-Language": header})
    assert page.one("h1").text == "biometrics la biométrie"
    assert page.one("h1").one("span").attributes == {"class": "other", "lang": "fr-CA"}
    assert [each.text for each in page.one("nav").all("a")] == ["English", "Français"]
    assert {each.attributes["lang"] for each in page.having("lang")} == {"en-CA", "fr-CA"}


@pytest.mark.parametrize("text", [*HOSTILE, HEBREW])
def test_what_people_write_appears_literally(tmp_path: Path, text: str) -> None:
    async def scene() -> Element:
        async with served(tmp_path) as site:
            speaker = programme.speaker("before", "x@example.org", text, Both(text, text))
            await filed(site, SESSIONS["before"].changed(title=Both(text, text)), speaker)
            return await shown(site, f"{path('before')}?lang=en")

    page = asyncio.run(scene())
    assert page.one("h1").text == page.one("title").text == text
    assert section(page, "Speaking")[1:] == [text, text]
    assert [each for each in page.all() if each.tag in ("script", "img")] == []


def test_the_page_needs_no_script_and_nothing_from_elsewhere(tmp_path: Path) -> None:
    page = seen(tmp_path, path("before"))
    assert page.all("script") == []
    assert page.having("src") == []
    assert {each.attributes["href"][0] for each in page.having("href")} == {"/", "#"}
