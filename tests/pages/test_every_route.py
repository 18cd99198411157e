"""Every way in that a browser has, as the application lists them: the headers of each answer."""

import asyncio
import re
from pathlib import Path
from typing import Any

from bot import app
from bot.channels.pages import application
from tests.pages.programme import played
from tests.pages.test_guards import HEADERS

FILLED = {
    "number": "1", "token": "x", "session": "1", "code": "BCDFG", "name": "page.js", "source": "x",
    "poll": "1", "key": "x",
}  # fmt: skip
"""What stands in a path; a new blank has to be named here."""


def filled(path: str) -> str:
    """The path with something in each of its blanks."""
    return re.sub(r"\{(\w+)\}", lambda blank: FILLED[blank[1]], path)


def test_every_answer_has_the_headers_that_keep_a_page_to_itself(tmp_path: Path) -> None:
    async def scene() -> tuple[set[tuple[str, str]], list[Any]]:
        async with played(tmp_path) as site:
            listed = {
                (route.method, filled(route.resource.canonical))
                for route in application(app.pages(site.house)).router.routes()
                if route.resource is not None and route.method != "HEAD"
            }
            without = []
            for method, path in sorted(listed):
                async with site.http.request(method, path, allow_redirects=False) as response:
                    found = {name: response.headers.get(name) for name in HEADERS}
                    if found != HEADERS:
                        without.append((method, path, found))
            return listed, without

    listed, without = asyncio.run(scene())
    assert without == []
    assert {("GET", "/s/1"), ("POST", "/s/1"), ("GET", "/p/BCDFG/events")} <= listed


def test_no_page_may_run_what_stands_in_it_or_be_framed() -> None:
    policy = HEADERS["Content-Security-Policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    wanted = ("default-src", "script-src", "style-src", "frame-ancestors", "base-uri")
    assert [rules[name] for name in wanted] == ["'none'", "'self'", "'self'", "'none'", "'none'"]
