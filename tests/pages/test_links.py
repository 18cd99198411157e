"""A signed link opens one person's card, for as long as there is something to answer."""

import asyncio
import re
from pathlib import Path

import pytest

from bot.model.speaking import Reply

from .forms import GONE, LEE, YES_ONCE, answered, gone, opened
from .site import served

pytestmark = pytest.mark.slow


def other(character: str) -> str:
    """Another character that may stand in a link."""
    return "0" if character != "0" else "1"


def test_a_link_answers_for_its_person(tmp_path: Path) -> None:
    async def scene() -> tuple[list[str], list[str], Reply, list[tuple[str, str, str]]]:
        async with served(tmp_path) as site:
            link = await site.invited()
            page = await opened(site, link)
            after = await answered(site, link, page.filled_in("yes"))
            return page.buttons, after.buttons, site.part(LEE).reply, site.sendings()

    assert asyncio.run(scene()) == (
        ["yes", "no", "other_time", "question"], ["save", "change"], Reply.YES, YES_ONCE,
    )  # fmt: skip


def test_a_link_with_any_character_altered_leads_nowhere(tmp_path: Path) -> None:
    async def scene() -> set[tuple[int, str]]:
        async with served(tmp_path) as site:
            link = await site.invited()
            altered = [link[:n] + other(link[n]) + link[n + 1 :] for n in range(3, len(link))]
            return {gone(await site.get(each)) for each in [*altered, link[:-1], link + "0"]}

    assert asyncio.run(scene()) == {(404, GONE)}


@pytest.mark.parametrize(
    "token",
    [
        "x", "a.b", "%00", "%ED%A0%80", "%ED%A0%80.%ED%A0%80", "%FF.%FF", "é.é", "a" * 4_000,
        "%2e%2e%2fsecret", "{0.__class__}", "%3Cscript%3E",
    ],
)  # fmt: skip
@pytest.mark.parametrize("posted", ["get", "post"])
def test_a_link_that_was_never_given_leads_nowhere(tmp_path: Path, token: str, posted: str) -> None:
    async def scene() -> tuple[int, str]:
        async with served(tmp_path) as site:
            path = f"/s/{token}"
            form = {"token": "1", "button": "yes"}
            return gone(await (site.get(path) if posted == "get" else site.post(path, data=form)))

    assert asyncio.run(scene()) == (404, GONE)


def test_a_link_signed_for_one_card_opens_no_other(tmp_path: Path) -> None:
    async def scene() -> tuple[tuple[int, str], tuple[int, str], Reply]:
        async with served(tmp_path) as site:
            link = await site.invited()
            theirs = await site.invited("kim.roy@example.com", session=2)
            forged = f"{link.partition('.')[0]}.{theirs.partition('.')[2]}"
            form = {"token": "1", "button": "yes"}
            shown, posted = await site.get(forged), await site.post(forged, data=form)
            return gone(shown), gone(posted), site.part(LEE).reply

    assert asyncio.run(scene()) == ((404, GONE), (404, GONE), Reply.ASKED)


def test_a_link_signed_with_another_secret_leads_nowhere(tmp_path: Path) -> None:
    async def scene() -> tuple[int, str]:
        async with served(tmp_path / "one") as site:
            link = await site.invited()
        async with served(tmp_path / "two") as site:
            await site.invited()
            return gone(await site.get(link))

    assert asyncio.run(scene()) == (404, GONE)


def test_a_link_goes_on_leading_to_its_card_after_a_restart(tmp_path: Path) -> None:
    async def scene() -> list[str]:
        async with served(tmp_path) as site:
            link = await site.invited()
        async with served(tmp_path) as site:
            return (await opened(site, link)).buttons

    assert asyncio.run(scene()) == ["yes", "no", "other_time", "question"]


@pytest.mark.parametrize("tidied", [False, True])
def test_a_link_is_over_a_month_after_its_session(tmp_path: Path, tidied: bool) -> None:  # noqa: FBT001
    async def scene() -> tuple[tuple[int, str], tuple[int, str], Reply]:
        async with served(tmp_path) as site:
            link = await site.invited()
            form = (await opened(site, link)).filled_in("yes")
            site.outlive(site.part(LEE).card)
            if tidied:
                await site.post("/local/clock", json={"minutes": 31 * 1_440})
            shown, posted = await site.get(link), await site.post(link, data=form)
            return gone(shown), gone(posted), site.part(LEE).reply

    assert asyncio.run(scene()) == ((410, GONE), (410, GONE), Reply.ASKED)


def test_the_link_of_a_cancelled_session_shows_that_and_nothing_to_press(tmp_path: Path) -> None:
    async def scene() -> tuple[list[str], Reply, bool]:
        async with served(tmp_path) as site:
            link = await site.invited()
            form = (await opened(site, link)).filled_in("yes")
            await site.say("Ana", "cancel session 1")
            await site.say("Ana", "do it")
            await site.delivered()
            page = await answered(site, link, form)
            return page.buttons, site.part(LEE).reply, "cancelled" in page.words

    assert asyncio.run(scene()) == ([], Reply.ASKED, True)


def test_opening_a_link_changes_nothing(tmp_path: Path) -> None:
    async def scene() -> tuple[bool, list[tuple[str, str, str]]]:
        async with served(tmp_path) as site:
            link = await site.invited()
            before = site.part(LEE)
            for path in (link, f"{link}?lang=fr", f"{link}?button=yes&token=1"):
                await opened(site, path)
            return site.part(LEE) == before, site.sendings()

    assert asyncio.run(scene()) == (True, YES_ONCE[:1])


@pytest.mark.parametrize(
    ("language", "heading"),
    [("en", "Speaking at On the Circuit"), ("fr", "Prendre la parole à En circuit")],
)
def test_a_link_is_read_in_the_language_chosen(tmp_path: Path, language: str, heading: str) -> None:
    async def scene() -> str:
        async with served(tmp_path) as site:
            return (await site.get(f"{await site.invited()}?lang={language}")).text

    text = asyncio.run(scene())
    assert re.findall(r'<html lang="(\w\w)-CA">|<h1>(.*)</h1>', text) == [
        (language, ""),
        ("", heading),
    ]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_link_is_read_in_the_language_of_the_browser(tmp_path: Path, language: str) -> None:
    async def scene() -> str:
        async with served(tmp_path) as site:
            headers = {"Accept-Language": f"{language}-CA,{language};q=0.9"}
            return (await site.get(await site.invited(), headers=headers)).text

    assert re.findall(r'<html lang="(\w\w)-CA">', asyncio.run(scene())) == [language]


def test_somebody_who_never_showed_a_language_reads_both(tmp_path: Path) -> None:
    async def scene() -> str:
        async with served(tmp_path) as site:
            return (await site.get(await site.invited())).text

    assert re.findall(r"<h1>(.*)</h1>", asyncio.run(scene())) == [
        "Speaking at On the Circuit / Prendre la parole à En circuit"
    ]


def test_a_link_sets_no_cookie_and_shows_no_secret(tmp_path: Path) -> None:
    async def scene() -> tuple[list[str], set[bool], int]:
        async with served(tmp_path) as site:
            link = await site.invited()
            form = (await opened(site, link)).filled_in("yes")
            cookies, shown = [], set()
            secret = (tmp_path / "secret").read_text("utf-8")
            for method, data in (("GET", None), ("POST", form)):
                async with site.http.request(method, link, data=data) as response:
                    cookies += response.headers.getall("Set-Cookie", [])
                    text = await response.text()
                    shown |= {secret in text, link.rpartition(".")[2] in text}
            return cookies, shown, len(site.http.cookie_jar)

    assert asyncio.run(scene()) == ([], {False}, 0)


def test_anyone_may_read_what_the_bot_is(tmp_path: Path) -> None:
    async def scene() -> tuple[int, int, int]:
        async with served(tmp_path) as site:
            said = await site.get("/about")
            return (
                said.status,
                said.text.count("mini discussions"),
                said.text.count("mini-discussions"),
            )

    assert asyncio.run(scene()) == (200, 1, 1)
