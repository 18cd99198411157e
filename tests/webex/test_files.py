"""Files that people send to the bot in Webex, and that it sends to them."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.channels.webex.rest import WebexApi
from bot.errors import Rejected
from bot.model.outcome import Outcome
from bot.model.session import Phase, Session

from .cloud import Cloud
from .stage import Webex, connected

pytestmark = pytest.mark.slow
SAM, TOM = "sam@example.org", "tom@example.org"
CREATE = "create session on February 25, 2027 at 1 pm about maps / les cartes"
ARRIVED = "“{}” arrived. I can’t read files yet: tell me in words what you need."
NAMELESS = "Your file arrived. I can’t read files yet: tell me in words what you need."


def played(folder: Path, scene: Callable[[Webex], Any]) -> Any:
    """What comes of a scene, which must keep to Webex's contract."""

    async def play(cloud: Cloud) -> Any:
        async with connected(folder, cloud) as webex:
            await webex.say("Tom", "hello")
            cloud.posts.clear()
            return await scene(webex)

    with Cloud() as cloud:
        found = asyncio.run(play(cloud))
        assert cloud.contract.violations == []
        return found


async def announced(webex: Webex) -> None:
    await webex.say("Ana", CREATE)
    store = webex.house.assistant.house.store
    session = store.view().get(Session, "1")
    assert session is not None
    await store.run(Outcome(saves=(replace(session, phase=Phase.ANNOUNCED),)).regardless)


def test_a_calendar_entry_comes_as_a_file(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        await announced(webex)
        await webex.say("Tom", "add session 1 to my calendar")
        post = webex.cloud.posts[-1]
        lines = webex.cloud.files["session-1.ics"].decode().split("\r\n")
        kept = [each for each in lines if each.startswith(("METHOD", "DTSTART", "ATTENDEE"))]
        return post["text"][:27], post["files"], kept

    text, files, kept = played(tmp_path, scene)
    assert text == "Open this link to add “maps”"[:27]
    assert [each.rpartition("/")[2] for each in files] == ["session-1.ics"]
    assert kept == ["METHOD:PUBLISH", "DTSTART:20270225T180000Z"]


def test_a_file_without_words_is_answered_by_its_name(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        shared = webex.cloud.share(TOM, "report.csv")
        await webex.heard(shared["id"])
        return webex.cloud.said()

    assert played(tmp_path, scene) == [ARRIVED.format("report.csv")]


def test_words_that_come_with_a_file_are_understood(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        files = [f"{webex.cloud.base}/v1/contents/list.csv"]
        webex.cloud.files["list.csv"] = b"a"
        await webex.say("Tom", "hello", files=files)
        return webex.cloud.said()[0].split("\n\n")

    first, second = played(tmp_path, scene)
    assert (first[:10], second) == ("Hello Tom!", ARRIVED.format("list.csv"))


def test_files_of_two_people_at_once_stay_apart(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        cloud = webex.cloud
        shared = [cloud.share(who, f"{who[:3]}.csv", unheard=True) for who in (SAM, TOM)]
        for each in shared:
            cloud.push(each["_activity"])
        for each in shared:
            await webex.heard(each["id"])
        return {post["roomId"]: post["text"].split("”")[0] for post in cloud.posts}

    assert played(tmp_path, scene) == {SAM: "“sam.csv", TOM: "“tom.csv"}


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://127.0.0.1:1/v1/contents/a",
        "{base}/v1/people/me",
        "{base}@evil.example/v1/contents/a",
        "{base}/v1/contents/nowhere",
        "file:///etc/passwd",
    ],
)
def test_a_file_is_asked_for_at_webex_only(tmp_path: Path, url: str) -> None:
    async def scene(webex: Webex) -> Any:
        before = len(webex.cloud.calls)
        place = url.format(base=webex.cloud.base)
        shared = webex.cloud.share(TOM, "x", url=place)
        await webex.heard(shared["id"])
        # A message may be heard twice, live and by looking back: then it is asked for twice.
        asked = {each for each in webex.cloud.calls[before:] if each.startswith("HEAD")}
        return webex.cloud.said(), asked

    said, asked = played(tmp_path, scene)
    assert said == [NAMELESS]
    assert asked == ({"HEAD /v1/contents/nowhere"} if "nowhere" in url else set())


def test_a_redirect_is_not_followed() -> None:
    async def scene(cloud: Cloud) -> list[str]:
        api = WebexApi(f"{cloud.base}/v1", cloud.token)
        cloud.fail("HEAD", "/contents/", 302, location=f"{cloud.base}/v1/people/me")
        with pytest.raises(Rejected):
            await api.file_name(f"{cloud.base}/v1/contents/a")
        await api.close()
        return cloud.calls

    with Cloud() as cloud:
        assert asyncio.run(scene(cloud)) == ["HEAD /v1/contents/a"]
