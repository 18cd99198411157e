"""A bot in its house: opened, and left so that nothing is lost."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass

from bot import skills
from bot.app.cast import welcome_cast
from bot.app.keeping import kept, ledgers
from bot.app.probing import connections, pretended
from bot.app.rehearsals import Rehearsals, apart, in_memory
from bot.app.signing import sealer, secret_of, signer, tokens, verifier
from bot.app.ways_out import (
    boards,
    doors_to_many,
    mail,
    model,
    setup,
    teams_channel,
    teams_door,
    webinars,
    wiki,
)
from bot.assistant import Assistant, House, Time
from bot.assistant.doors import Door
from bot.assistant.watch import Watch
from bot.channels.pages import CHANNEL as PAGE
from bot.channels.pages import Room
from bot.channels.pages.history import History
from bot.channels.pages.shared import SharedFiles
from bot.channels.receipts import Callbacks
from bot.channels.teams import Teams
from bot.channels.teams.incoming import CHANNEL as TEAMS
from bot.channels.terminal.door import TerminalDoor
from bot.channels.webex import Webex
from bot.channels.webex.door import CHANNEL as WEBEX
from bot.channels.webex.door import WebexDoor
from bot.channels.webex.heard import Cloud
from bot.channels.webex.rest import WebexApi
from bot.channels.webex.webhooks import Webhooks
from bot.clock import Clock, StillClock
from bot.model.outbox import Sending
from bot.services.files.kept import KeptFiles
from bot.settings import Settings
from storage import KeptStore, Shared

LONGEST_GOODBYE = 10.0


@dataclass(frozen=True, slots=True)
class Opened:
    """A bot in its house, and what the commands around it need."""

    settings: Settings
    assistant: Assistant
    watch: Watch
    room: Room
    teams: Teams | None
    webex: Webex | None
    webhooks: Webhooks | None
    callbacks: Callbacks | None
    verify: Callable[[str], str | None]
    addressee: Callable[[str], str | None]
    broken: asyncio.Event
    leads: asyncio.Event
    records: int

    @property
    def elsewhere(self) -> bool:
        """Whether another process on the same store sends and asks what is due."""
        return bool(self.settings.store) and not self.leads.is_set()

    @contextmanager
    def listening(self, listener: Callable[[Sending], None]) -> Iterator[None]:
        """While this lasts, the listener hears of every sending that was tried."""
        listeners = self.assistant.outbox.listeners
        listeners.append(listener)
        try:
            yield
        finally:
            listeners.remove(listener)


@asynccontextmanager
async def opened(chosen: Settings, time: Time | None = None) -> AsyncIterator[Opened]:
    """The bot on its data folder, ready to hear; nothing is lost when it is left.

    Time is the machine's, from ``chosen.clock`` on, unless another one is given.
    """
    broken = asyncio.Event()
    async with kept(chosen, broken.set) as store:
        house = await _furnished(chosen, store, time or Clock(chosen.clock), broken)
        yield house
        await _let_go(house)


async def _let_go(house: Opened) -> None:
    with suppress(TimeoutError):
        # What waits for a database that is away is worked out anew after the next start.
        await asyncio.wait_for(house.assistant.receipts.close(), LONGEST_GOODBYE)
    await house.assistant.outbox.close()
    for door in house.assistant.house.doors.values():
        await door.close()
    if house.assistant.house.webinars is not None:
        await house.assistant.house.webinars.close()


async def _furnished(
    chosen: Settings, store: KeptStore, time: Time, broken: asyncio.Event
) -> Opened:
    if chosen.local:
        await welcome_cast(store, PAGE)
    secret = secret_of(chosen)
    token, addressee = tokens(secret)
    page = chosen.data / "page"
    room = Room(History(page), SharedFiles(page / "files"), time.now)
    doors: list[Door] = [room, TerminalDoor()] if chosen.local else []
    doors.append(mail(chosen, time))
    teams = teams_door(chosen, store)
    webex = WebexDoor(store, WebexApi(chosen.webex_api_url, chosen.webex_token))
    doors += [teams] if teams else []
    doors += [*doors_to_many(chosen, time), *teams_channel(chosen, time)]
    doors += [*model(chosen), *wiki(chosen), *boards(chosen)]
    doors += [webex] if chosen.webex_token else []
    host = webinars(chosen)
    # Where time is made up, as in talks, nothing outside is real either.
    doors.append(pretended() if isinstance(time, StillClock) else connections(chosen, host))
    play = in_memory if isinstance(time, StillClock) else apart
    doors.append(Rehearsals(play(chosen, store), time))
    channels = {WEBEX: webex.api.file, PAGE: room.files.file}
    channels |= {TEAMS: teams.file} if teams else {}
    house = House(
        store=store,
        time=time,
        setup=setup(chosen),
        skills=skills.load(),
        doors={door.name: door for door in doors},
        link=signer(chosen, secret),
        token=token,
        sealed=sealer(secret),
        changed=room.changed,
        ledgers=ledgers(chosen),
        files=KeptFiles(chosen.data / "files", channels),
        webinars=host,
    )
    assistant = Assistant(house)
    leads = asyncio.Event()
    if isinstance(store, Shared):
        store.on_elsewhere = assistant.changed_elsewhere
    cloud = Cloud(chosen.webex_token, chosen.webex_api_url, chosen.webex_discovery_url)
    heard = Webex(assistant, webex, cloud) if chosen.webex_token else None
    webhooks = _webhooks(chosen, heard, webex.api) if heard else None
    return Opened(
        settings=chosen,
        assistant=assistant,
        watch=Watch(assistant, _room_beside(chosen), _channels(heard, webhooks, leads)),
        room=room,
        teams=Teams(assistant, teams) if teams else None,
        webex=heard,
        webhooks=webhooks,
        callbacks=_callbacks(chosen, assistant),
        verify=verifier(secret),
        addressee=addressee,
        broken=broken,
        leads=leads,
        records=store.records,
    )


def _room_beside(chosen: Settings) -> Callable[[], int]:
    """The free bytes of the disk that holds the data."""
    return lambda: shutil.disk_usage(chosen.data).free


def _channels(
    webex: Webex | None, webhooks: Webhooks | None, leads: asyncio.Event
) -> Callable[[], Mapping[str, bool]]:
    """Whether each channel that we keep connected is so; Teams and webhooks call us.

    Of several processes, the one that leads is connected.
    """
    if webex is None or webhooks is not None:
        return dict
    return lambda: {WEBEX: not webex.connection.problem} if leads.is_set() else {}


def _webhooks(chosen: Settings, webex: Webex, api: WebexApi) -> Webhooks | None:
    """The way in by webhooks, where they are signed with a secret."""
    if not chosen.webex_webhook_secret:
        return None
    return Webhooks(webex, api, chosen.webex_webhook_secret, chosen.public_url)


def _callbacks(chosen: Settings, assistant: Assistant) -> Callbacks | None:
    """The way in for what GC Notify reports, where it is set up and a token is known to both."""
    if not chosen.notify_key or not chosen.hook_token:
        return None
    return Callbacks(assistant.receipts, chosen.hook_token)
