"""No page is made twice and no change is written twice, whatever is lost or killed on the way."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest
from aiohttp import ClientSession, web

from bot.documents.wikitext import marked
from bot.errors import TryLater
from bot.model.conversation import Press
from bot.model.outbox import Sending, State
from bot.model.wiki import INDEX, Late, WikiPages
from bot.model.words import Both
from storage import MemoryStore
from tests import loopback
from tests.core.house import BEN, TEAM, Home

from .child import ANNOUNCED, ASKED, at_home, settled
from .fake import MemoryWiki, Unhurried
from .mediawiki import MediaWiki

ROOT = Path(__file__).parents[2]
PAGES = ("Talks en/biometrics (session 1)", "Talks fr/la biométrie (séance 1)")
LISTS = ("Talks en", "Talks fr")


@asynccontextmanager
async def published(wiki: MemoryWiki) -> AsyncIterator[Home]:
    """The second person has pressed; nothing has left yet."""
    door = Unhurried(wiki)
    home = at_home(MemoryStore(), door, Both(*LISTS))
    await home.file(ANNOUNCED, TEAM, ASKED)
    await home.assistant.hear(home.heard(BEN, press=Press("wiki-1", "publish", {})))
    yield home
    await door.close()


async def minutes(home: Home, many: int) -> None:
    await home.assistant.move_clock(home.clock.now() + timedelta(minutes=many))


def versions(wiki: MemoryWiki) -> dict[str, int]:
    """How often each page was written."""
    return {title: len(texts) for title, texts in wiki.pages.items() if texts}


def test_an_answer_that_is_lost_makes_no_second_version() -> None:
    async def scene() -> tuple[dict[str, int], bool]:
        wiki = MemoryWiki(lost=[TryLater(Late.AWAY) for _ in range(4)])
        async with published(wiki) as home:
            await home.assistant.settle()
            await minutes(home, 10)
            return versions(wiki), settled(home.store)

    assert asyncio.run(scene()) == (dict.fromkeys((*PAGES, *LISTS), 1), True)


def test_what_was_leaving_when_the_process_ended_leaves_once_more_and_changes_nothing() -> None:
    async def scene() -> tuple[dict[str, int], bool]:
        wiki = MemoryWiki()
        async with published(wiki) as home:
            view = home.store.view()
            going = view.find(Sending, "status", State.WAITING.value)
            here = [each for each in going if each.door == "wiki"]
            door = Unhurried(wiki)
            for each in here:
                # Written, and the process ends before that is filed.
                await door.send(each)
                await home.file(each.now(State.SENDING, home.clock.now()))
            await door.close()
            await home.assistant.outbox.recover()
            await minutes(home, 5)
            return versions(wiki), settled(home.store)

    assert asyncio.run(scene()) == (dict.fromkeys((*PAGES, *LISTS), 1), True)


def test_pressed_by_two_at_once_it_goes_out_once() -> None:
    async def scene() -> dict[str, int]:
        wiki = MemoryWiki()
        async with published(wiki) as home:
            for _ in range(3):
                await home.assistant.hear(home.heard(BEN, press=Press("wiki-1", "publish", {})))
            await minutes(home, 3)
            return versions(wiki)

    assert asyncio.run(scene()) == dict.fromkeys((*PAGES, *LISTS), 1)


def test_facts_that_change_while_a_page_is_on_its_way_follow_once_it_is_there() -> None:
    async def scene() -> tuple[dict[str, int], bool]:
        wiki = MemoryWiki(state=Late.READ_ONLY)
        async with published(wiki) as home:
            await home.assistant.settle()
            await home.file(replace(ANNOUNCED, minutes=30, version=2))
            await minutes(home, 3)
            await home.file(replace(ANNOUNCED, minutes=50, version=3))
            wiki.state = ""
            await minutes(home, 10)
            text = marked(wiki.pages[PAGES[0]][-1]).block
            return versions(wiki), "50 minutes" in text

    written, newest = asyncio.run(scene())
    assert (written[PAGES[0]], written[PAGES[1]], newest) == (2, 2, True)


def test_a_minute_in_which_nothing_changed_costs_no_call() -> None:
    async def scene() -> int:
        wiki = MemoryWiki()
        async with published(wiki) as home:
            await minutes(home, 5)
            before = home.store.view().get(WikiPages, "1"), home.store.view().get(WikiPages, INDEX)
            wiki.state = Late.AWAY
            await minutes(home, 30)
            after = home.store.view().get(WikiPages, "1"), home.store.view().get(WikiPages, INDEX)
            assert before == after
            return sum(versions(wiki).values())

    assert asyncio.run(scene()) == 4


When = Literal["before", "after"]


@dataclass
class Between:
    """What stands between the bot and the wiki, and kills the bot at its first edit of a run."""

    wiki: str
    when: When = "before"
    child: asyncio.subprocess.Process | None = None
    url: str = ""
    edits: list[str] = field(default_factory=list)

    async def pass_on(self, request: web.Request) -> web.StreamResponse:
        """The answer of the wiki, unless nobody is left to hear it."""
        body = await request.read()
        edit = b"action=edit" in body and b"token=" in body
        if edit and self.child is not None and self.when == "before":
            return self._killed(request)
        async with ClientSession() as http:
            headers = {
                "Content-Type": request.headers.get("Content-Type", ""),
                "Cookie": request.headers.get("Cookie", ""),
            }
            where = f"{self.wiki}{request.path_qs}"
            async with http.request(request.method, where, data=body, headers=headers) as answer:
                text = await answer.read()
                if edit:
                    self.edits.append(next(iter(json.loads(text))))
                if edit and self.child is not None:
                    return self._killed(request)
                passed = web.Response(
                    body=text, status=answer.status, content_type="application/json"
                )
                for cookie in answer.headers.getall("Set-Cookie", ()):
                    passed.headers.add("Set-Cookie", cookie)
                return passed

    def _killed(self, request: web.Request) -> web.StreamResponse:
        assert self.child is not None
        self.child.kill()
        self.child = None
        return web.Response(status=503)


@asynccontextmanager
async def between(wiki: str) -> AsyncIterator[Between]:
    found = Between(wiki)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", found.pass_on)
    async with loopback.served(app) as found.url:
        yield found


async def killed_again_and_again(wiki: str, folder: Path, index: str) -> tuple[int, int]:
    """How many runs it took, and how many edits the wiki heard of."""
    async with between(wiki) as middle:
        for run in range(30):
            command = (sys.executable, "-m", "tests.wiki.child", str(folder), middle.url, index)
            child = await asyncio.create_subprocess_exec(
                *command, cwd=ROOT, stdout=asyncio.subprocess.PIPE
            )
            middle.child, middle.when = child, "before" if run % 2 else "after"
            out, _ = await child.communicate()
            if out == b"done\n":
                return run, len(middle.edits)
    raise AssertionError("it was never done")


@pytest.mark.slow
@pytest.mark.xdist_group("wiki")
def test_killed_at_every_edit_the_real_wiki_has_each_page_once(
    wiki: MediaWiki, tmp_path: Path
) -> None:
    """Killed before an edit is sent, and after it was written but not heard of, in turn."""
    runs, edits = asyncio.run(killed_again_and_again(wiki.url, tmp_path, "Killed"))
    titles = [
        "Killed en/biometrics (session 1)",
        "Killed fr/la biométrie (séance 1)",
        "Killed en",
        "Killed fr",
    ]
    assert [len(wiki.person().revisions(each)) for each in titles] == [1, 1, 1, 1]
    assert runs == 7
    assert edits == 4
