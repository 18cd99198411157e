"""The pages and Webex, listening while a bot is open."""

import errno
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.app.cast import people
from bot.app.opening import Opened
from bot.app.showing import MOST_SHOWN, calendar_entry, channel, due, picture, posts, wiki, workbook
from bot.app.ways_out import channel_folder, wiki_folder
from bot.channels.pages import Pages, application
from bot.channels.webex.alone import alone
from bot.errors import Misconfigured
from bot.services.files.painting import Painter
from bot.services.mail.folder import listing
from bot.settings import Settings


@asynccontextmanager
async def connected(house: Opened) -> AsyncIterator[None]:
    """While this lasts, Webex is heard: by a connection of ours, or by webhooks."""
    way_in = house.webhooks or house.webex
    if way_in is None:
        yield
        return
    shared = bool(house.settings.store)
    with alone(house.settings.webex_token, but_for_our_own=shared):
        way_in.start()
        try:
            yield
        finally:
            await way_in.stop()


async def serve_pages(house: Opened) -> web.AppRunner:
    """The pages, listening."""
    served = application(pages(house))
    for way_in in (house.teams, house.webhooks, house.callbacks):
        if way_in is not None:
            way_in.add_to(served)
    runner = web.AppRunner(served, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await web.TCPSite(runner, house.settings.host, house.settings.port).start()
    except OSError as problem:
        await runner.cleanup()
        raise Misconfigured(_why_not(house.settings, problem)) from problem
    return runner


def _why_not(chosen: Settings, problem: OSError) -> str:
    if problem.errno == errno.EADDRINUSE:
        return f"port {chosen.port} is in use by another program; set CIRCUIT_PORT"
    return f"cannot listen on {chosen.host}; set CIRCUIT_HOST to an address of this machine"


def pages(house: Opened) -> Pages:
    """What the pages need of the house."""
    chosen = house.settings
    folder = chosen.data / "mail"

    def letters() -> list[Mapping[str, Any]]:
        return [asdict(each) for each in islice(listing(folder), MOST_SHOWN)]

    return Pages(
        assistant=house.assistant,
        room=house.room,
        people=people() if chosen.local else (),
        verify=house.verify,
        addressee=house.addressee,
        calendar=lambda session: calendar_entry(house, session),
        picture=partial(picture, house, Painter()),
        mails=letters,
        due=lambda: list(due(house.assistant.house.store.view())),
        channel=lambda: channel(channel_folder(chosen)),
        wiki=lambda: wiki(wiki_folder(chosen)),
        packages=node_modules(),
        workbook=lambda file: workbook(house, file),
        posts=lambda: list(posts(house)),
        standing=lambda: standing(house),
        figures=figures(house),
        figures_token=chosen.metrics_token,
        hook_token=chosen.hook_token,
    )


def standing(house: Opened) -> Mapping[str, str]:
    """How the store, the outbox and each connected channel stand, in a word each."""
    channels = house.watch.channels().items()
    return {
        "store": "open" if house.watch.store_open else "away",
        "outbox": _outbox(house),
        **{name: "connected" if fine else "not connected" for name, fine in channels},
    }


def _outbox(house: Opened) -> str:
    if house.assistant.outbox.running:
        return "running"
    if not house.elsewhere:
        return "stopped"
    return "elsewhere" if house.watch.is_led() else "nowhere"


def figures(house: Opened) -> Callable[[], bytes] | None:
    """What gives the figures for Prometheus, where somebody may read them."""
    if not house.settings.local and not house.settings.metrics_token:
        return None
    # A laptop that only chats does without the package.
    from bot.app.measuring import Figures

    return Figures(house).text


def node_modules() -> Path:
    """Where the packages of the page are: in our own wheel, or beside the code."""
    root = Path(__file__).parents[2]
    packed = root / "bot/channels/pages/packages"
    return packed if packed.is_dir() else root / "node_modules"
