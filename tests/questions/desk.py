"""A site with the programme, and what people do with questions there."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from bot import texts
from bot.model.outcome import Outcome
from bot.model.question import (
    AudienceQuestion,
)
from bot.model.record import Record
from bot.model.words import Phrase
from tests.pages.programme import SESSIONS, path, played
from tests.pages.site import NOW, Site
from tests.pages.tree import Element, read

NEXT, OVER = SESSIONS["before"], SESSIONS["over"]
KIM = "kim@example.com"
DEVICE, OTHER = ({"Cookie": f"voter={each * 32}"} for each in "01")
THANKS = (
    "Thank you. The team reads every question before the speakers see it. Once it is approved, "
    "your question and what is answered in writing are shown on this page."
)


def on_site(folder: Path, scene: Callable[[Site], Awaitable[Any]]) -> Any:
    """What comes of a scene on a site with the programme."""

    async def play() -> Any:
        async with played(folder) as site:
            return await scene(site)

    return asyncio.run(play())


async def file(site: Site, *records: Record) -> None:
    """File records as they are."""
    await site.house.assistant.house.store.run(Outcome(saves=records).regardless)


async def put(site: Site, words: str, **headers: str) -> tuple[int, Element]:
    """What the page says to a question for the speakers."""
    fields = {"words": words, "to": "speakers"}
    sent = await site.post(f"{path('before')}/ask?lang=en", data=fields, headers=headers)
    return sent.status, read(sent.text)


async def want(site: Site, number: str, **headers: str) -> tuple[int, str]:
    """What the page says to somebody who would like an answer too."""
    fields = {"question": number}
    sent = await site.post(f"{path('before')}/want?lang=en", data=fields, headers=headers)
    found = read(sent.text).all("p", role="status") if sent.status != 400 else []
    return sent.status, found[0].text if found else ""


def asked(site: Site) -> list[tuple[str, str, str]]:
    """What was asked for the next session: the number, the words, what it is gathered under."""
    found = site.view.find(AudienceQuestion, "asked_in", NEXT.id)
    return [(each.id, each.words, each.lead) for each in found]


def question(number: str = "1", **fields: Any) -> AudienceQuestion:
    """A question for the next session."""
    plain: dict[str, Any] = {"words": f"What of part {number}?", "at": NOW, "session": NEXT.id}
    return AudienceQuestion(id=number, **plain | fields)


def said(key: str, **facts: object) -> str:
    """A text of ours in English."""
    return texts.render(Phrase(key, facts), "en")
