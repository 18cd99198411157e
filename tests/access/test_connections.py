"""What a session hangs on is tried, and each fault called by its name; nothing is sent meanwhile."""

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.app.probing import greeted
from bot.errors import Refusal, Rejected, TryLater
from bot.model.outbox import Errand, Sending
from bot.services.connections import Connections, Probe
from bot.settings.mail_server import MailServer
from tests.mail.test_session import Script
from tests.teams.test_public_web import Shelf, played

NOW = datetime(2027, 2, 25, 16, 0, tzinfo=UTC)


class Pages:
    """Pages that answer as they are told to; how many were asked for at once."""

    def __init__(self, answers: Mapping[str, int | Exception]) -> None:
        """A status, or what is raised, by the address."""
        self.answers_, self.open, self.most = answers, 0, 0

    async def answers(self, address: str) -> int:
        """The status of the page."""
        self.open += 1
        self.most = max(self.most, self.open)
        await asyncio.sleep(0)
        self.open -= 1
        found = self.answers_[address]
        if isinstance(found, Exception):
            raise found
        return found


def looked(pages: Pages, links: Mapping[str, str], probes: Mapping[str, Probe]) -> Any:
    """The faults that are found."""
    errand = Errand("look", {"links": links, "systems": ["mail", "token"]})
    sending = Sending(key="k", door="connections", to="1", content=errand, created=NOW)
    return json.loads(asyncio.run(Connections(pages, probes).send(sending))["found"])


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        *((status, "") for status in (200, 204, 302, 401, 403, 405, 429)),
        *((status, "gone") for status in (404, 410, 451)),
        *((status, "silent") for status in (500, 503)),
        (TryLater("nobody"), "silent"),
        (Rejected("no https"), "not_public"),
    ],
)
def test_each_page_has_its_fault(answer: int | Exception, fault: str) -> None:
    pages = Pages({"https://example.org/": answer})
    assert looked(pages, {"join": "https://example.org/"}, {}) == {"join": fault}


def test_systems_of_ours_are_tried_where_they_are_set_up() -> None:
    async def away() -> None:
        raise TryLater("no answer")

    async def unknown() -> None:
        raise Refusal("webinar.token")

    assert looked(Pages({}), {}, {"mail": away, "token": unknown}) == {
        "mail": "silent",
        "token": "signed_out",
    }
    assert looked(Pages({}), {}, {}) == {}


def test_many_pages_are_asked_for_a_few_at_a_time() -> None:
    links = {f"resource_{n}": f"https://example.org/{n}" for n in range(40)}
    pages = Pages(dict.fromkeys(links.values(), 200))
    assert looked(pages, links, {}) == dict.fromkeys(links, "")
    assert pages.most == 6


def test_the_mail_server_is_greeted_and_given_nothing() -> None:
    async def scene(script: Script) -> list[str]:
        server = await asyncio.start_server(script.serve, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            try:
                await greeted(MailServer.of(f"smtp://127.0.0.1:{port}"))
            finally:
                await script.done.wait()
        return script.heard

    assert asyncio.run(scene(Script(EHLO="250 example.org\r\n"))) == ["EHLO localhost", "QUIT"]
    with pytest.raises(TryLater):
        asyncio.run(scene(Script(greeting="554 not today\r\n")))


def test_a_page_is_followed_and_not_read(tmp_path: Path) -> None:
    async def scene(files: Shelf) -> list[int]:
        onward = files.url("/b")
        files.answers = {
            "/a": lambda: web.Response(status=302, headers={"Location": onward}),
            "/b": lambda: web.Response(text="x" * 1000),
            "/gone": lambda: web.Response(status=404),
            "/round": lambda: web.Response(status=302, headers={"Location": "/round"}),
        }
        reader = files.reader()
        return [await reader.answers(files.url(path)) for path in ("/a", "/gone", "/round")]

    assert played(tmp_path, scene) == [200, 404, 302]


def test_a_page_within_our_walls_is_not_asked_for(tmp_path: Path) -> None:
    async def scene(files: Shelf) -> list[str]:
        reader = files.reader(lambda _: False)
        with pytest.raises(Rejected):
            await reader.answers(files.url("/a"))
        with pytest.raises(Rejected):
            await reader.answers("http://example.org/")
        return files.asked

    assert played(tmp_path, scene) == []
