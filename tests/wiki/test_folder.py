"""In local mode the pages of the wiki are files, merged and shown like those of a real one."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from bot import app, settings
from bot.app.ways_out import wiki, wiki_folder
from bot.documents.wikitext.reading import Line, Part, lines
from bot.errors import Refusal
from bot.services.wiki.answers import ChangedMeanwhileError
from bot.services.wiki.folder import FolderPages, listing
from bot.services.wiki.publishing import Order, publish
from tests.pages.site import Site, served

NAMES = ("ana", "ben")
HERE = "http://127.0.0.1:3978/#wiki"
PUBLISHED = (
    ("Ana", "create session February 25, 2027 at 1 pm about Biometrics {{now}} / La biométrie"),
    ("Ana", "announce session 1"),
    ("Ana", "publish the wiki page for session 1"),
    ("Ben", "publish the wiki page for session 1"),
    ("Ben", "publish it"),
)


async def published(site: Site) -> None:
    """The pages of session 1 are on the wiki."""
    for who, words in PUBLISHED:
        await site.say(who, words)
    await site.delivered()


async def shown(site: Site) -> list[dict[str, Any]]:
    """The pages of the wiki that the local page shows."""
    found: list[dict[str, Any]] = json.loads((await site.get("/local/state")).text)["wiki"]
    return found


def titles(folder: Path) -> list[str]:
    """What stands in the folder."""
    return [each.title for each in listing(folder)]


def test_what_is_published_is_in_the_data_folder_and_on_the_local_page(tmp_path: Path) -> None:
    async def scene() -> None:
        async with served(tmp_path) as site:
            assert await shown(site) == []
            await published(site)
            found = await shown(site)
            assert [each["title"] for each in found] == titles(tmp_path / "wiki")
            (page,) = [each for each in found if each["title"].endswith("(session 1)")]
            assert page["lines"][1] == {
                "kind": "heading",
                "parts": [{"text": "Biometrics {{now}}", "address": ""}],
            }

    asyncio.run(scene())


def test_a_page_is_written_only_over_what_was_read(tmp_path: Path) -> None:
    pages = FolderPages(tmp_path / "wiki", HERE)
    first = pages.read("A/B (séance 1)")
    assert (first.text, first.revision) == (None, 0)
    assert pages.write(first, "one", "why") == f"{HERE}/A%2FB%20(s%C3%A9ance%201)"
    with pytest.raises(ChangedMeanwhileError):
        pages.write(first, "two", "why")
    assert pages.read("A/B (séance 1)").text == "one"
    assert titles(tmp_path / "wiki") == ["A/B (séance 1)"]


def test_what_people_change_in_the_files_is_merged_or_asked_about(tmp_path: Path) -> None:
    pages = FolderPages(tmp_path, HERE)
    publish(pages, Order("Talk", "one\ntwo\nthree", "", "note", "why"))
    file = tmp_path / "Talk.wikitext"
    file.write_text("Ours\n" + file.read_text("utf-8").replace("one", "ONE"), "utf-8")
    publish(pages, Order("Talk", "one\ntwo\nTHREE", "one\ntwo\nthree", "note", "why"))
    kept = file.read_text("utf-8")
    assert (kept.partition("\n")[0], "ONE\ntwo\nTHREE" in kept) == ("Ours", True)
    with pytest.raises(Refusal, match=r"wiki\.conflict"):
        publish(pages, Order("Talk", "1\ntwo\nthree", "one\ntwo\nthree", "note", "why"))
    assert file.read_text("utf-8") == kept


@pytest.mark.parametrize("title", ["../../out", "/etc/out", "..", ".hidden/x", "50 %2F/x"])
def test_no_title_leads_out_of_the_folder(tmp_path: Path, title: str) -> None:
    folder = tmp_path / "in" / "wiki"
    pages = FolderPages(folder, HERE)
    pages.write(pages.read(title), "text", "why")
    assert pages.read(title).text == "text"
    written = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert all(each.is_relative_to(folder) for each in written)
    assert len(titles(folder)) == 1


def test_wikitext_is_read_as_lines_and_never_as_markup() -> None:
    text = (
        '<!-- circuit:begin note -->\n<div lang="en">\n[[Other page|Français]]\n\n== A &#60;b&#62; ==\n'
        "* Go [https://example.org/r/1 here] now\n<script>x</script> [javascript:x y]\n</div>\n"
        "<!-- circuit:end -->"
    )
    assert lines(text) == [
        Line("text", (Part("Français"),)),
        Line("heading", (Part("A <b>"),)),
        Line("bullet", (Part("Go "), Part("here", "https://example.org/r/1"), Part(" now"))),
        Line("text", (Part("<script>x</script> [javascript:x y]"),)),
    ]


def test_two_at_terminals_publish_and_hear_that_it_is_there(tmp_path: Path) -> None:
    async def scene() -> tuple[list[str], list[str]]:
        async with served(tmp_path) as site:
            ana, ben = (app.console(site.house, f"{each}@example.org", each) for each in NAMES)
            for _, words in PUBLISHED[:3]:
                await ana.line(words)
            await ben.line("publish the wiki page for session 1")
            agreed = await ben.line("publish it")
            await site.delivered()
            return agreed, await ben.line("publish the wiki page for session 1")

    agreed, said = asyncio.run(scene())
    session = "session 1, “Biometrics {{now}}”"
    assert agreed[0].startswith(f"Ben Singh agreed: the wiki pages of {session}")
    assert said[0].startswith(f"S{session[1:]}, is on the wiki.")
    assert said[1].startswith(f"• {HERE}/CSPS%20Digital%20Academy%2FMini%20discussions%2F")


def test_only_local_mode_has_the_folder(tmp_path: Path) -> None:
    chosen = settings.read({"CIRCUIT_DATA": str(tmp_path)}, tmp_path / "none")
    assert wiki_folder(chosen) == tmp_path / "wiki"
    assert (len(wiki(chosen)), app.setup(chosen).wiki.writes) == (1, True)
