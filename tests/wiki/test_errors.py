"""A wiki that is down, slow, at its limits or no wiki at all: tried again later, or told to a person.

What a real MediaWiki can be made to answer is in ``test_real_wiki.py``; this is the rest.
"""

import asyncio
import json
import logging
import threading
from typing import Any

import pytest
from aiohttp import web

from bot.errors import Rejected, TryLater
from bot.model.outbox import Errand, Message, Sending
from bot.model.wiki import WIKI, Late
from bot.services.wiki import WikiDoor
from bot.services.wiki.answers import ChangedMeanwhileError
from bot.services.wiki.publishing import Order, publish
from bot.services.wiki.site import Found, MediaWiki
from tests.core.house import NOW

from .fake import Answer, MemoryWiki, told

ORDER = Order("x", block="a", base="", note="please", summary="Circuit")
WANTED = {"block": "a", "base": "", "note": "please", "summary": "Circuit"}


def errand(verb: str = "publish", **facts: str) -> Sending:
    content = Errand(verb, {**WANTED, **facts})
    return Sending(
        key="wiki/1/en/1", door=WIKI, to="Talks/Biometrics", content=content, created=NOW
    )


def says(body: object, status: int = 200, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda: web.json_response(body, status=status, headers=named)


def page(text: str, status: int = 200, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda: web.Response(text=text, status=status, headers=named, content_type="text/html")


def fault(code: str, info: str = "Because.") -> Answer:
    return says({"error": {"code": code, "info": info}})


TOKEN = says({"query": {"tokens": {"logintoken": "x"}, "userinfo": {"id": 1, "name": "Bot"}}})
LOGIN = says({"login": {"result": "Success", "lgusername": "Bot"}})
INIT = says(
    {
        "query": {
            "general": {"generator": "MediaWiki 1.40.4"},
            "namespaces": {"0": {"id": 0, "*": ""}},
            "userinfo": {"id": 1, "name": "Bot", "rights": ["read", "edit"], "groups": []},
        }
    }
)
CSRF = says({"query": {"tokens": {"csrftoken": "y"}, "userinfo": {"id": 1, "name": "Bot"}}})
MISSING = says(
    {
        "curtimestamp": "2027-01-12T14:00:00Z",
        "query": {
            "userinfo": {"id": 1, "name": "Bot"},
            "pages": [
                {"ns": 0, "title": "Talks/Biometrics", "missing": True, "fullurl": "https://w/x"}
            ],
        },
    }
)
BEFORE = (TOKEN, LOGIN, INIT, MISSING, CSRF)
DONE = says({"edit": {"result": "Success", "new": True, "newrevid": 5}})


def sent(*answers: Answer) -> tuple[Any, list[str]]:
    """What the door says to these answers, and what it asked for."""

    async def scene() -> tuple[Any, list[str]]:
        async with told(*answers) as server:
            door = WikiDoor(MediaWiki(server.url, "Bot@circuit", "secret"))
            try:
                found: Any = json.loads((await door.send(errand()))["found"])
            except TryLater as problem:
                found = (str(problem), problem.after)
            await door.close()
            return found, server.asked

    return asyncio.run(scene())


def test_it_is_done_with_six_calls() -> None:
    assert sent(*BEFORE, DONE) == (
        {"address": "https://w/x"},
        ["query", "login", "query", "query", "query", "edit"],
    )


@pytest.mark.parametrize(
    ("answer", "why", "after"),
    [
        (page("<h1>Down for maintenance</h1>"), Late.NO_ANSWER, None),
        (page("<h1>Down</h1>", 503, Retry_After="120"), Late.NO_ANSWER, 120.0),
        (page("<h1>Bad gateway</h1>", 502), Late.NO_ANSWER, None),
        (page("Too many", 429, Retry_After="60"), Late.SLOW_DOWN, 60.0),
        (page("Sign in", 302, Location="https://login.example.org/"), Late.NO_ANSWER, None),
        (says([]), Late.NO_ANSWER, None),
        (says({}), Late.NO_ANSWER, None),
        (says({"error": {"code": "maxlag", "info": "Waiting"}}), Late.SLOW_DOWN, None),
        (says({"error": {"code": "maxlag", "info": "Waiting"}}, Retry_After="5", x_database_lag="7"), Late.NO_ANSWER, None),
        (fault("readonly"), Late.READ_ONLY, None),
        (fault("ratelimited"), Late.SLOW_DOWN, None),
        (fault("internal_api_error_DBQueryError"), Late.NO_ANSWER, None),
        (fault("internal_api_error_Exception"), Late.NO_ANSWER, None),
    ],
)  # fmt: skip
def test_it_is_tried_again(answer: Answer, why: str, after: float | None) -> None:
    assert sent(*BEFORE, answer)[0] == (why, after)


@pytest.mark.parametrize(
    ("answer", "key", "facts"),
    [
        (page("Not here", 404), "wiki.no_wiki", {"status": 404}),
        (fault("protectedpage"), "wiki.protected", {}),
        (fault("cascadeprotected"), "wiki.protected", {}),
        (fault("blocked"), "wiki.blocked", {}),
        (fault("permissiondenied"), "wiki.not_allowed", {}),
        (fault("cantcreate"), "wiki.not_allowed", {}),
        (fault("abusefilter-disallowed", "No\nspam. " * 40), "wiki.refused", {"said": "No spam. " * 21 + "No spam.…"}),
        (fault("contenttoobig", "Too big."), "wiki.refused", {"said": "Too big."}),
        (says({"edit": {"result": "Failure", "captcha": {"type": "question"}}}), "wiki.refused", {"said": "Failure"}),
        (says({"edit": {"result": "Failure", "code": "spam", "info": "No links."}}), "wiki.refused", {"said": "No links."}),
    ],
)  # fmt: skip
def test_a_person_has_to_look(answer: Answer, key: str, facts: dict[str, object]) -> None:
    assert sent(*BEFORE, answer)[0] == {"refused": key, "facts": facts}


def test_a_token_that_is_too_old_is_fetched_anew() -> None:
    found, asked = sent(*BEFORE, fault("badtoken"), CSRF, DONE)
    assert found == {"address": "https://w/x"}
    assert asked[-4:] == ["edit", "query", "query", "edit"] or asked[-3:] == [
        "edit",
        "query",
        "edit",
    ]


def test_who_is_logged_out_for_good_tries_again_later() -> None:
    again = (TOKEN, LOGIN, INIT, CSRF)
    assert sent(*BEFORE, fault("assertuserfailed"), *again, fault("assertnameduserfailed"))[0] == (
        Late.LOGGED_OUT,
        None,
    )


def test_a_wiki_that_is_not_there() -> None:
    pages = MediaWiki("http://127.0.0.1:9", "Bot@circuit", "secret")
    with pytest.raises(TryLater) as later:
        pages.read("x")
    assert str(later.value) == Late.AWAY


def test_who_edits_without_end_is_waited_for() -> None:
    wiki = MemoryWiki(problems=[ChangedMeanwhileError() for _ in range(3)])
    with pytest.raises(TryLater) as later:
        publish(wiki, ORDER)
    assert str(later.value) == Late.BUSY
    assert publish(wiki, ORDER) == {"address": "https://wiki.example.org/x"}


class Slow(MemoryWiki):
    """A wiki that answers only when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()

    def read(self, title: str) -> Found:
        self.go.wait(20)
        return super().read(title)


def test_a_wiki_that_is_too_slow_holds_up_nobody() -> None:
    async def scene() -> tuple[str, dict[str, str]]:
        slow = Slow()
        door = WikiDoor(slow, patience=0.05)
        with pytest.raises(TryLater) as later:
            await door.send(errand())
        slow.go.set()
        found = json.loads((await door.send(errand()))["found"])
        await door.close()
        return str(later.value), found

    assert asyncio.run(scene()) == (
        Late.AWAY,
        {"address": "https://wiki.example.org/Talks/Biometrics"},
    )


def test_the_door_takes_nothing_but_errands() -> None:
    async def scene() -> None:
        door = WikiDoor(MemoryWiki())
        try:
            await door.send(Sending(key="x", door=WIKI, to="x", content=Message("x"), created=NOW))
        finally:
            await door.close()

    with pytest.raises(Rejected):
        asyncio.run(scene())


def test_a_bug_of_ours_travels_up() -> None:
    def broken() -> None:
        raise ZeroDivisionError

    class Broken(MemoryWiki):
        def read(self, title: str) -> Found:
            broken()
            return super().read(title)

    with pytest.raises(ZeroDivisionError):
        asyncio.run(WikiDoor(Broken()).send(errand()))


def test_what_the_wiki_answers_stands_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        sent(*BEFORE, page("private words", 503))
    assert "private words" not in caplog.text
    assert "secret" not in caplog.text
