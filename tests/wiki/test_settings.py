"""The settings of the wiki, and what the doctor says of it."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot import app, settings
from bot.commands.wiki import wiki as examined
from bot.errors import Misconfigured
from bot.model.words import Both
from bot.settings import Settings

from . import mediawiki
from .fake import told
from .test_errors import page

USER = {"CIRCUIT_WIKI_USER": "Ana Roy@circuit", "CIRCUIT_WIKI_PASSWORD": "x" * 32}


def read(**given: str) -> Settings:
    named = {f"CIRCUIT_{name}": value for name, value in given.items()}
    return settings.read(named, Path("none"))


def refused(**given: str) -> str:
    with pytest.raises(Misconfigured) as why:
        read(**given)
    return str(why.value)


def test_without_any_setting_the_pages_are_for_gcwiki_and_to_paste() -> None:
    site = app.setup(replace(read(), mode="production")).wiki
    assert (site.url, site.writes) == ("https://wiki.gccollab.ca", False)
    assert site.index == Both(
        "CSPS Digital Academy/Mini discussions", "Académie du numérique EFPC/Mini-discussions"
    )
    assert site.editing("L’été (séance 1)") == (
        "https://wiki.gccollab.ca/index.php?title=L%E2%80%99%C3%A9t%C3%A9_%28s%C3%A9ance_1%29&action=edit"
    )


@pytest.mark.parametrize(
    "url",
    [
        "https://wiki.example.org/w",
        "https://wiki.example.org/w/api.php",
        "https://wiki.example.org/w/",
    ],
)
def test_the_address_may_be_given_as_people_know_it(url: str) -> None:
    assert read(WIKI_URL=url).wiki_url == "https://wiki.example.org/w"


def test_the_names_of_the_lists_are_set_with_a_bar_between() -> None:
    site = app.setup(read(WIKI_INDEX="Talks | Causeries")).wiki
    assert site.index == Both("Talks", "Causeries")


@pytest.mark.parametrize("user", ["Ana", "@circuit", "Ana@", "A|b@circuit", "<Ana>@circuit"])
def test_a_user_that_is_none_of_a_bot_password(user: str) -> None:
    said = refused(WIKI_USER=user, WIKI_PASSWORD="x" * 32)
    assert said == "CIRCUIT_WIKI_USER must be the user of a bot password, such as Ana Roy@circuit."


@pytest.mark.parametrize(
    "index",
    ["Talks", "Talks|", "|Causeries", "Talks|Talks", "A|B|C", "[Talks]|Causeries", "Talks/|Causeries", ":T|C", "x" * 121 + "|C", "T//x|C", "~~~|C", "a  b|C", "..|C", "./a|C"],
)  # fmt: skip
def test_names_that_no_page_can_have(index: str) -> None:
    assert refused(WIKI_INDEX=index).startswith(
        "CIRCUIT_WIKI_INDEX must be the name of the English"
    )


def test_a_user_without_a_password_is_pointed_out() -> None:
    assert refused(WIKI_USER="Ana@circuit") == (
        "CIRCUIT_WIKI_USER is set, but CIRCUIT_WIKI_PASSWORD is not: set both or neither."
    )
    assert "hunter2" not in refused(WIKI_PASSWORD="hunter2")


def test_the_password_does_not_show_in_the_printed_settings() -> None:
    assert "x" * 32 not in repr(settings.read(USER, Path("none")))


def said(url: str, password: str = "x" * 32, user: str = "Ana@circuit") -> str:
    chosen = replace(read(), wiki_url=url, wiki_user=user, wiki_password=password)
    return str(asyncio.run(examined(chosen)))


def test_the_doctor_says_what_is_off_and_how_to_turn_it_on() -> None:
    assert str(asyncio.run(examined(replace(read(), mode="production")))) == (
        "ok       wiki pages are handed over as text to paste; set CIRCUIT_WIKI_USER and "
        "CIRCUIT_WIKI_PASSWORD to have them written"
    )


def test_the_doctor_says_that_local_mode_keeps_the_pages() -> None:
    assert str(asyncio.run(examined(read()))) == (
        "ok       wiki pages stay on the local page; set CIRCUIT_WIKI_USER and CIRCUIT_WIKI_PASSWORD"
    )


def test_the_doctor_finds_nobody() -> None:
    assert said("http://127.0.0.1:9") == (
        "MISSING  wiki http://127.0.0.1:9: the wiki cannot be reached; "
        "check CIRCUIT_WIKI_URL, the proxy and the network"
    )


def test_the_doctor_finds_no_wiki() -> None:
    async def scene() -> tuple[str, str]:
        async with told(page("Not here", 404)) as server:
            chosen = replace(read(), wiki_url=server.url, wiki_user="A@b", wiki_password="x")
            return str(await examined(chosen)), server.url

    found, url = asyncio.run(scene())
    assert (
        found == f"MISSING  wiki {url}: there is no api.php at that address; check CIRCUIT_WIKI_URL"
    )


@pytest.mark.slow
@pytest.mark.xdist_group("wiki")
def test_the_doctor_at_a_real_wiki(wiki: mediawiki.MediaWiki) -> None:
    assert said(wiki.url, mediawiki.SECRET, mediawiki.USER) == (
        f"ok       wiki {wiki.url}: the bot writes as CircuitBot"
    )
    assert said(wiki.url, "y" * 32, mediawiki.USER) == (
        f"MISSING  wiki {wiki.url}: it does not know the bot password; make a new one (docs/gcwiki.md)"
    )


@pytest.mark.slow
@pytest.mark.xdist_group("wiki")
@pytest.mark.parametrize(
    "name", ["Talks", "Été/Causeries d’ici", "A & B", "100 %", "C++", "a.b", "..."]
)
def test_a_name_that_is_taken_here_is_one_the_wiki_takes(
    wiki: mediawiki.MediaWiki, name: str
) -> None:
    assert read(WIKI_INDEX=f"{name} | Autre").wiki_index == (name, "Autre")
    answer = wiki.person().call("query", titles=f"{name}/x (session 1)")["query"]
    assert [each for each in answer["pages"] if "invalid" in each] == []
