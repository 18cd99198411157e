"""Composition: the only file that knows every real thing."""

import asyncio
import errno
import hashlib
import hmac
import secrets
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from aiohttp import web

from bot import skills, texts
from bot.assistant import Assistant, House, Time
from bot.assistant.doors import Door
from bot.channels.pages import CHANNEL as PAGE
from bot.channels.pages import Pages, Room, Someone, application
from bot.channels.pages.history import History
from bot.channels.receipts import Callbacks
from bot.channels.teams import Teams, registered
from bot.channels.teams.door import TeamsDoor
from bot.channels.teams.incoming import CHANNEL as TEAMS
from bot.channels.teams.sdk import Registration
from bot.channels.terminal.console import Console
from bot.channels.terminal.stage import CHANNEL, DirectStage, Ears
from bot.channels.terminal.talk import SPACE
from bot.channels.webex import Webex
from bot.channels.webex.alone import alone
from bot.channels.webex.door import CHANNEL as WEBEX
from bot.channels.webex.door import WebexDoor
from bot.channels.webex.heard import Cloud
from bot.channels.webex.rest import WebexApi
from bot.channels.webex.webhooks import Webhooks
from bot.clock import Clock, StillClock
from bot.context import Context
from bot.documents.calendar import ics
from bot.errors import Misconfigured, Rejected
from bot.invites import published
from bot.model.conversation import Sender
from bot.model.mailing import Mailing, Stage
from bot.model.outbox import Letter, Message, Person, Sending, State
from bot.model.outcome import Outcome
from bot.model.people import Contact, Place, Team
from bot.model.record import View
from bot.model.session import Phase, Session
from bot.model.setup import MAILBOX, MOST_BY_NOTIFY, Pace, Setup
from bot.model.words import LANGUAGES, Language, Phrase
from bot.services.files.kept import KeptFiles
from bot.services.files.painting import Painter
from bot.services.files.writing import Asked, written
from bot.services.mail import House as MailHouse
from bot.services.mail.folder import FolderMail, listing
from bot.settings import Settings
from bot.settings.mail_server import MailServer
from storage import FileLedgers, JournalStore, MemoryStore, Store, open_store

MOST_SHOWN = 200
MEMBERS = frozenset({"Ana", "Ben"})
ROLES = {"Ana": "organiser", "Ben": "organiser", "Sam": "speaker"}
PEOPLE: tuple[tuple[str, str, Language | None], ...] = (
    ("Ana", "Ana Roy", None),
    ("Ben", "Ben Singh", None),
    ("Sam", "Sam Lee", None),
    ("Chantal", "Chantal Gagnon", "fr"),
    ("Tom", "Tom Baker", None),
    ("Dana", "Dana Wells", None),
)
CAST: Mapping[str, Sender] = {
    first: Sender(f"{first.lower()}@example.org", name) for first, name, _ in PEOPLE
}


def setup(settings: Settings) -> Setup:
    """What skills may know of the settings."""
    return Setup(
        organisers=settings.organisers,
        domains=settings.domains,
        local=settings.local,
        public_url=settings.public_url,
        mail_from=settings.mail_from,
        ways=ways(settings),
    )


def ways(settings: Settings) -> Mapping[str, Pace]:
    """The ways out that letters to many may take, and how fast each is."""
    found = {"mail": Pace()}
    if settings.smtp_url:
        server = MailServer.of(settings.smtp_url)
        found["mail"] = Pace(server.rate, server.daily)
    if settings.notify_key:
        found["notify"] = Pace(most=MOST_BY_NOTIFY)
    if settings.flow_url:
        found["flow"] = MAILBOX
    return found


def signer(settings: Settings, secret: bytes) -> Callable[[str], str]:
    """The function that makes the signed link to a card."""
    return lambda ref: f"{settings.public_url}/s/{ref}.{signature(secret, ref)}"


def signature(secret: bytes, ref: str) -> str:
    """The signature of a card's reference."""
    return hmac.new(secret, ref.encode(), hashlib.sha256).hexdigest()[:32]


def verifier(secret: bytes) -> Callable[[str], str | None]:
    """The function that gives the reference of a signed link, or None if it is not ours."""

    def verify(token: str) -> str | None:
        ref, _, given = token.partition(".")
        genuine = hmac.compare_digest(given.encode(), signature(secret, ref).encode())
        return ref if genuine else None

    return verify


async def welcome_cast(store: Store, channel: str) -> None:
    """Make the people of local mode known and reachable on a channel, and their space declared."""
    for first, name, language in PEOPLE:
        address = CAST[first].address
        known = store.view().get(Contact, address) or Contact(address=address)
        place = Place(channel, address)
        others = tuple(each for each in known.places if each != place)
        met = replace(
            known, name=name, language=known.language or language, places=(place, *others)
        )
        await store.run(Outcome(saves=(met,)).regardless)
    team = store.view().get(Team, "team") or Team()
    space = Place(channel, SPACE)
    if space not in team.spaces:
        spaces = replace(team, spaces=(*team.spaces, space))
        await store.run(Outcome(saves=(spaces,)).regardless)


async def stage(settings: Settings, start: datetime, store: Store | None = None) -> DirectStage:
    """A stage for talks: the cast of local mode around a bot in memory, its clock standing."""
    store = store or MemoryStore()
    await welcome_cast(store, CHANNEL)
    names = {sender.address: first for first, sender in CAST.items()}
    ears = Ears(CHANNEL, names)
    doors: dict[str, Door] = {CHANNEL: ears, "mail": ears}
    house = House(
        store=store,
        time=StillClock(start.astimezone(UTC)),
        setup=setup(settings),
        skills=skills.load(),
        doors=doors,
        link=signer(settings, b"a stage"),
    )
    return DirectStage(Assistant(house), ears, CAST)


@dataclass(frozen=True, slots=True)
class Opened:
    """A bot in its house, and what the commands around it need."""

    settings: Settings
    assistant: Assistant
    room: Room
    teams: Teams | None
    webex: Webex | None
    webhooks: Webhooks | None
    callbacks: Callbacks | None
    verify: Callable[[str], str | None]
    broken: asyncio.Event
    records: int

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
    store = await open_store(chosen.data, on_broken=lambda _: broken.set())
    try:
        house = await _furnished(chosen, store, time or Clock(chosen.clock), broken)
        yield house
        await house.assistant.receipts.close()
        for door in house.assistant.house.doors.values():
            await door.close()
    finally:
        await store.close()


async def _furnished(
    chosen: Settings, store: JournalStore, time: Time, broken: asyncio.Event
) -> Opened:
    if chosen.local:
        await welcome_cast(store, PAGE)
    secret = _secret(chosen)
    room = Room(History(chosen.data / "page"), time.now)
    doors: list[Door] = [room, mail(chosen, time)] if chosen.local else [mail(chosen, time)]
    teams = _teams(chosen, store)
    webex = WebexDoor(store, WebexApi(chosen.webex_api_url, chosen.webex_token))
    doors += [teams] if teams else []
    doors += _to_many(chosen, time)
    doors += [webex] if chosen.webex_token else []
    channels = {WEBEX: webex.api.file} | ({TEAMS: teams.file} if teams else {})
    house = House(
        store=store,
        time=time,
        setup=setup(chosen),
        skills=skills.load(),
        doors={door.name: door for door in doors},
        link=signer(chosen, secret),
        changed=room.changed,
        ledgers=FileLedgers(chosen.data / "mailings"),
        files=KeptFiles(chosen.data / "files", channels),
    )
    assistant = Assistant(house)
    cloud = Cloud(chosen.webex_token, chosen.webex_api_url, chosen.webex_discovery_url)
    heard = Webex(assistant, webex, cloud) if chosen.webex_token else None
    return Opened(
        settings=chosen,
        assistant=assistant,
        room=room,
        teams=Teams(assistant, teams) if teams else None,
        webex=heard,
        webhooks=_webhooks(chosen, heard, webex.api) if heard else None,
        callbacks=_callbacks(chosen, assistant),
        verify=verifier(secret),
        broken=broken,
        records=store.opened.records,
    )


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


def _teams(chosen: Settings, store: Store) -> TeamsDoor | None:
    """The door to Teams; in local mode without an app id, to a stand-in on this machine."""
    if not chosen.teams_app_id and not chosen.local:
        return None
    registration = Registration(
        chosen.teams_app_id,
        chosen.teams_app_password,
        chosen.teams_tenant_id,
        chosen.teams_metadata_url,
    )
    return registered(registration, store, local=chosen.local)


def mail(chosen: Settings, time: Time) -> Door:
    """The door for letters: a server if one is set, else a folder."""
    sender = Person(chosen.mail_from, "Circuit")
    house = MailHouse(sender, chosen.mail_reply_to)
    if chosen.smtp_url:
        from bot.services.mail.smtp import SmtpMail

        return SmtpMail(chosen.smtp_url, house, time)
    return FolderMail(chosen.data / "mail", house, time)


def _to_many(chosen: Settings, time: Time) -> list[Door]:
    """The doors that take one letter for many people, where they are set up."""
    doors = list[Door]()
    if chosen.notify_key:
        from bot.services.notify import Notify
        from bot.services.notify.api import NotifyApi

        doors.append(Notify(NotifyApi(chosen.notify_url, chosen.notify_key, time)))
    if chosen.flow_url:
        from bot.services.flow import Flow

        doors.append(Flow(chosen.flow_url))
    return doors


def _secret(chosen: Settings) -> bytes:
    """The secret that signs links; local mode makes one and keeps it."""
    if chosen.secret:
        return chosen.secret.encode()
    file = chosen.data / "secret"
    if not file.is_file():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(32), "utf-8")
    return file.read_bytes()


@asynccontextmanager
async def connected(house: Opened) -> AsyncIterator[None]:
    """While this lasts, Webex is heard: by a connection of ours, or by webhooks."""
    way_in = house.webhooks or house.webex
    if way_in is None:
        yield
        return
    with alone(house.settings.webex_token):
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
        people=_people() if chosen.local else (),
        verify=house.verify,
        calendar=lambda session: calendar_entry(house, session),
        picture=partial(picture, house, Painter()),
        mails=letters,
        due=lambda: list(_due(house.assistant.house.store.view())),
        packages=node_modules(),
        workbook=lambda session: workbook(house, session),
        hook_token=chosen.hook_token,
    )


async def picture(
    house: Opened, painter: Painter, session_id: str, languages: tuple[Language, ...]
) -> bytes | None:
    """A picture of how many registered for a session on each day."""
    home = house.assistant.house
    session = home.store.view().get(Session, session_id)
    if session is None:
        return None
    context = Context(home.store.view(), home.time.now(), home.setup, f"picture/{session_id}")
    return await painter.registrations(context, session, languages)


def calendar_entry(house: Opened, session_id: str) -> bytes | None:
    """The calendar file of a session that has been announced."""
    home = house.assistant.house
    session = home.store.view().get(Session, session_id)
    if session is None or session.phase not in (Phase.ANNOUNCED, Phase.HELD):
        return None
    context = Context(home.store.view(), home.time.now(), home.setup, f"calendar/{session_id}")
    sender = Person(house.settings.mail_from, "Circuit")
    entry = published(context, session, sender)
    return ics(entry, organizer=sender, stamp=home.time.now())


async def workbook(house: Opened, session_id: str) -> bytes:
    """The registrations of a session as a workbook, in both languages; raises Rejected."""
    home = house.assistant.house
    session = home.store.view().get(Session, session_id)
    if session is None:
        raise Rejected("there is no such session")
    asked = Asked(".xlsx", LANGUAGES, home.time.now())
    return (await written(home.store.view(), session, asked)).content


def _people() -> tuple[Someone, ...]:
    return tuple(
        Someone(CAST[first], first, ROLES.get(first, "participant"), member=first in MEMBERS)
        for first, _, _ in PEOPLE
    )


def _due(view: View) -> Iterator[Mapping[str, Any]]:
    """What has not left yet, or never did, soonest first."""
    shown = (
        State.HELD,
        State.WAITING,
        State.RETRYING,
        State.SENDING,
        State.UNCERTAIN,
        State.FAILED,
        State.MISSED,
    )
    yield from _mailings(view)
    rows = [each for state in shown for each in view.find(Sending, "status", state.value)]
    for each in sorted(rows, key=lambda row: row.ready_at or row.created)[:MOST_SHOWN]:
        content = each.content
        what = content.text if isinstance(content, Message) else ""
        what = content.subject if isinstance(content, Letter) else what
        yield {
            "what": what.splitlines()[0] if what else each.key,
            "to": each.to,
            "state": each.state.value,
            "when": each.ready_at or each.changed,
        }


def _mailings(view: View) -> Iterator[Mapping[str, Any]]:
    """Letters to many that wait or leave."""
    states = {Stage.HELD: State.HELD, Stage.WAITING: State.WAITING, Stage.RUNNING: State.SENDING}
    for stage, state in states.items():
        for each in view.find(Mailing, "stage_", stage.value):
            facts = {"session": view.get(Session, each.about.partition("/")[2])}
            yield {
                "what": texts.render_in(Phrase("page.due_mailing", facts), LANGUAGES),
                "to": str(each.total),
                "state": state.value,
                "when": each.ready_at,
            }


def console(house: Opened, address: str, run: str) -> Console:
    """A terminal for one person; only somebody the bot may answer in this mode."""
    sender = next((each for each in CAST.values() if each.address == address), None)
    return Console(house.assistant, sender or Sender(address), run)


def node_modules() -> Path:
    """Where the packages of the page are."""
    return Path(__file__).parents[1] / "node_modules"
