"""A wiki in memory, and one that answers what a test tells it to."""

from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from bot.documents.wikitext import page_with
from bot.errors import Refusal, TryLater
from bot.services.wiki import WikiDoor
from bot.services.wiki.answers import ChangedMeanwhileError
from bot.services.wiki.site import Found
from tests import loopback

BLOCKED = "blocked"
URL = "https://wiki.example.org"


class Unhurried(WikiDoor):
    """The door to a wiki of ours, which minds no number of changes in a second."""

    rate = 1e6


@dataclass
class MemoryWiki:
    """Pages by their name, each with all its versions; what goes wrong is told beforehand.

    ``problems`` are raised one by one when a page is next written, before anything is kept;
    ``lost`` are raised once it is kept, so that nobody hears of it. ``state`` is why it takes
    nothing: a person must look if it is ``blocked``.
    """

    pages: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    problems: list[Exception] = field(default_factory=list)
    lost: list[BaseException] = field(default_factory=list)
    state: str = ""

    def read(self, title: str) -> Found:
        """The page as it is now."""
        if self.state and self.state != BLOCKED:
            raise TryLater(self.state)
        versions = self.pages[title]
        where = f"{URL}/{title.replace(' ', '_')}"
        return Found(title, versions[-1] if versions else None, len(versions), "", where, "Kim")

    def write(self, over: Found, text: str, _summary: str) -> str:
        """The page's address, written over what was read."""
        if self.state == BLOCKED:
            raise Refusal("wiki.blocked")
        if self.problems:
            raise self.problems.pop(0)
        if len(self.pages[over.title]) != over.revision:
            raise ChangedMeanwhileError
        self.pages[over.title].append(text)
        if self.lost:
            raise self.lost.pop(0)
        return over.address

    def close(self) -> None:
        """Nothing to let go of."""


class Overwritten(MemoryWiki):
    """A wiki on which somebody has written these words where our part goes, on every page."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words

    def read(self, title: str) -> Found:
        """The page, there before anybody made it."""
        if not self.pages[title]:
            self.pages[title].append(page_with(self.words, "please"))
        return super().read(title)


Answer = Callable[[], web.Response]


@dataclass
class Told:
    """A server that answers what it is told, one after the other, and the last for ever."""

    answers: list[Answer]
    asked: list[str] = field(default_factory=list)
    url: str = ""

    async def answer(self, request: web.Request) -> web.Response:
        """The next answer."""
        given = {**request.query, **await request.post()}
        self.asked.append(str(given.get("action", "")))
        return (self.answers.pop(0) if len(self.answers) > 1 else self.answers[0])()


@asynccontextmanager
async def told(*answers: Answer) -> AsyncIterator[Told]:
    """The server, on loopback."""
    server = Told([*answers])
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", server.answer)
    async with loopback.served(app) as address:
        server.url = f"{address}/w"
        yield server
