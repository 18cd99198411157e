"""Every way in that anybody may post to takes so much in a second and no more."""

import asyncio
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot import app
from bot.channels.pages import application, asking, pace, poll_page, public, unsubscribing
from bot.model.outcome import Outcome
from bot.model.poll import PollKey
from tests.pages.programme import played
from tests.polls.crowd import POLL

DOORS: dict[str, tuple[ModuleType, str, str, dict[str, str]]] = {
    "/s/{number}": (public, "REGISTRATIONS", "/s/1", {"token": "1", "button": "register"}),
    "/s/{number}/ask": (asking, "QUESTIONS", "/s/1/ask", {"words": "when?"}),
    "/s/{number}/want": (asking, "WANTS", "/s/1/want", {"question": "1"}),
    "/p/{code}": (poll_page, "VOTES", f"/p/{POLL.code}", {"token": "1", "button": "vote"}),
    "/u/{token}": (unsubscribing, "MOST", "/u/TOKEN", {}),
    "/u/{token}/undo": (unsubscribing, "MOST", "/u/TOKEN/undo", {}),
}
"""What anybody may post to: where its limit stands, and what is posted."""
BEHIND_A_SECRET = {"/s/{token}", "/hooks/forms", "/hooks/evaluation/{session}"}
"""A signed link is one person's, who is held to 60 a minute; a flow has a token."""
PRODUCTION: dict[str, Any] = {
    "mode": "production",
    "secret": "only a test, yet long",
    "hook_token": "k7Qz-Wm2x_Lp9vT4",
}


def test_every_door_without_a_secret_is_named_here(tmp_path: Path) -> None:
    async def scene() -> set[str]:
        async with played(tmp_path, **PRODUCTION) as site:
            routes = application(app.pages(site.house)).router.routes()
            return {
                each.resource.canonical
                for each in routes
                if each.resource is not None and each.method not in ("GET", "HEAD")
            }

    assert asyncio.run(scene()) == DOORS.keys() | BEHIND_A_SECRET


@pytest.mark.parametrize("door", DOORS)
def test_one_too_many_in_a_second_is_asked_to_come_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, door: str
) -> None:
    module, limit, path, fields = DOORS[door]
    monkeypatch.setattr(module, limit, 1)
    monkeypatch.setattr(pace, "WINDOW", 3_600.0)

    async def scene() -> list[tuple[bool, bool]]:
        heard = []
        async with played(tmp_path, **PRODUCTION) as site:
            records = (POLL, PollKey(poll="1", key="k" * 64))
            await site.house.assistant.house.store.run(Outcome(saves=records).regardless)
            token = site.house.assistant.house.token("tom@example.org")
            for _ in range(2):
                async with site.http.post(path.replace("TOKEN", token), data=fields) as response:
                    heard.append((response.status == 429, "Retry-After" in response.headers))
        return heard

    assert asyncio.run(scene()) == [(False, False), (True, True)]
