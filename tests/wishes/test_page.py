"""The page behind the link in such letters: opening it changes nothing, a post acts at once."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from bot.channels.pages import unsubscribing
from bot.model.conversation import Seen
from bot.model.suppression import Suppressed
from bot.suppression import reasons
from tests.pages.site import NOW, Site
from tests.pages.tree import headings, read

from .house import file, home

KIM = "kim@example.org"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
FRENCH = {"Accept-Language": "fr-CA,fr;q=0.9"}
ASKS, OUT = "1 Receive no more messages?", "1 You are unsubscribed"


def page(site: Site, address: str = KIM) -> str:
    return f"/u/{site.house.assistant.house.token(address)}"


def played(folder: Path, scene: Callable[[Site], Coroutine[Any, Any, Any]]) -> Any:
    async def lived() -> Any:
        async with home(folder, 0) as site:
            return await scene(site)

    return asyncio.run(lived())


def why(site: Site, address: str = KIM) -> list[str]:
    return sorted(reasons(site.house.assistant._context(site.view, "test"), address))


def test_to_open_the_page_changes_nothing_and_shows_one_button(tmp_path: Path) -> None:
    async def scene(site: Site) -> Any:
        return read((await site.get(f"{page(site)}?lang=en")).text), why(site)

    shown, left_out = played(tmp_path, scene)
    assert headings(shown) == [ASKS]
    assert [each.text for each in shown.all("button")] == ["Unsubscribe"]
    assert left_out == []


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"List-Unsubscribe=One-Click", {"Content-Type": "application/x-www-form-urlencoded"}),
        (
            b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
            {"Content-Type": "multipart/form-data; boundary=x"},
        ),
        (b"", {}),
    ],
    ids=["as a form", "in parts", "empty"],
)
def test_a_post_acts_at_once_however_a_mail_program_writes_it(
    tmp_path: Path, body: bytes, headers: dict[str, str]
) -> None:
    async def scene(site: Site) -> Any:
        said = await site.post(page(site), data=body, headers=headers)
        return said.status, why(site)

    assert played(tmp_path, scene) == (200, ["unsubscribed"])


def test_a_post_again_changes_nothing_and_undo_takes_it_back(tmp_path: Path) -> None:
    async def scene(site: Site) -> Any:
        said = [await site.post(f"{page(site)}?lang=en", data=ONE_CLICK) for _ in range(3)]
        kept = site.view.get(Suppressed, KIM)
        undone = await site.post(f"{page(site)}/undo?lang=en", data={})
        return said, kept, undone, why(site), site.view.get(Suppressed, KIM)

    said, kept, undone, left_out, then = played(tmp_path, scene)
    pages = [read(each.text) for each in said]
    assert [headings(each) for each in pages] == [[OUT]] * 3
    assert [each.text for each in pages[0].all("button")] == [
        "Undo: I want these messages after all"
    ]
    assert kept == Suppressed(address=KIM, unsubscribed=NOW)
    assert headings(read(undone.text)) == ["1 You receive these messages again"]
    assert (left_out, then) == ([], None)


def test_the_page_speaks_the_readers_language_and_links_to_the_other(tmp_path: Path) -> None:
    async def scene(site: Site) -> Any:
        said = await site.post(page(site), headers=FRENCH)
        return read(said.text), page(site)

    shown, path = played(tmp_path, scene)
    assert headings(shown) == ["1 Votre désabonnement est fait"]
    assert shown.one("html").attributes["lang"] == "fr-CA"
    assert shown.all("nav")[0].all("a")[0].attributes["href"] == f"{path}?lang=en"


def test_somebody_erased_is_not_kept_a_second_time_and_may_not_be_brought_back(
    tmp_path: Path,
) -> None:
    async def scene(site: Site) -> Any:
        seal = site.house.assistant.house.sealed(KIM)
        await file(site, Suppressed(address=seal, erased=NOW))
        left = await site.post(f"{page(site)}?lang=en", data=ONE_CLICK)
        back = await site.post(f"{page(site)}/undo?lang=en")
        words = [headings(read(each.text)) for each in (left, back)]
        return words, why(site), site.view.get(Suppressed, KIM)

    nothing = ["1 You receive nothing more from us"]
    assert played(tmp_path, scene) == ([nothing, nothing], ["erased"], None)


@pytest.mark.parametrize("token", ["1", "1AAAA", "x" * 4000])
@pytest.mark.parametrize("posted", ["get", "post"])
def test_a_token_that_is_not_ours_says_whom_to_ask(tmp_path: Path, token: str, posted: str) -> None:
    async def scene(site: Site) -> Any:
        said = await getattr(site, posted)(f"/u/{token}?lang=en")
        return said.status, headings(read(said.text))

    assert played(tmp_path, scene) == (404, ["1 This link does not work any more"])


def test_nothing_that_is_kept_of_a_post_names_its_owner(tmp_path: Path) -> None:
    async def scene(site: Site) -> Any:
        await site.post(page(site), data=ONE_CLICK)
        return [repr(each) for each in site.view.between(Seen, "at", None, None)]

    (seen,) = played(tmp_path, scene)
    assert KIM not in seen


def test_more_posts_than_are_taken_are_asked_to_come_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unsubscribing, "MOST", 2)

    async def scene(site: Site) -> Any:
        return [(await site.post(page(site), data=ONE_CLICK)).status for _ in range(3)]

    assert played(tmp_path, scene) == [200, 200, 429]
