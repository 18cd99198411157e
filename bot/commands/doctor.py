"""``circuit doctor``: what is in place, what is missing, what to do."""

import asyncio
import errno
import importlib.metadata
import os
import shutil
import socket
import ssl
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import app, control
from bot.app.keeping import database
from bot.clock import Clock
from bot.commands import boards, drafting, mass_mail, platforms, webinars, wiki
from bot.commands.finding import Finding
from bot.commands.start import begin
from bot.control import Call
from bot.errors import Misconfigured
from bot.settings import Settings
from bot.settings.mail_server import MailServer

ROOM = 200 * 1024 * 1024
FRESH = timedelta(days=270)
PATIENCE = 5.0
REASONS: tuple[tuple[type[OSError], str], ...] = (
    (socket.gaierror, "there is no such name"),
    (ssl.SSLError, "its encryption or certificate is not what was expected"),
    (TimeoutError, "it does not answer in time"),
    (OSError, "it cannot be reached"),
)
Out = Callable[[str], Awaitable[None]]


def main() -> int:
    """0 if all is in place, 1 if something is missing."""
    try:
        chosen = begin()
    except Misconfigured as problem:
        for line in str(problem).splitlines():
            print(Finding("settings", line))
        return 1
    return asyncio.run(_examine(chosen))


async def _examine(chosen: Settings) -> int:
    call = Call({}, control.nothing_typed(), control.printed)
    answered = await control.ask(chosen.data, "doctor", call)
    if answered is not None:
        return answered
    return await examine(chosen, control.printed)


async def examine(chosen: Settings, out: Out, running: "app.Opened | None" = None) -> int:
    """Print every finding; 0 if all is in place."""
    findings = [
        Finding(f"settings for {chosen.mode} mode"),
        _folder(chosen.data),
        _room(chosen.data),
        _store(running),
        await _database(chosen, running),
        _port(chosen, running),
        await _mail(chosen),
        *await mass_mail.notify(chosen),
        mass_mail.flow(chosen),
        await drafting.model(chosen),
        mass_mail.teams_channel(chosen),
        _mail_in(chosen),
        await wiki.wiki(chosen),
        *await platforms.webex(chosen, running),
        *await platforms.teams(chosen, running),
        await webinars.webinars(chosen, running),
        await boards.boards(chosen),
        _page(chosen),
        _zones(),
    ]
    for finding in findings:
        await out(str(finding))
    return 0 if not any(finding.to_do for finding in findings) else 1


def _nearest(data: Path) -> Path:
    """The data folder, or the folder it will be made in."""
    return next(each for each in (data, *data.absolute().parents) if each.exists())


def _folder(data: Path) -> Finding:
    what, nearest = f"data folder {data}", _nearest(data)
    if not nearest.is_dir():
        return Finding(what, f"{nearest} is a file; set CIRCUIT_DATA")
    if not os.access(nearest, os.R_OK | os.W_OK | os.X_OK):
        return Finding(what, "make it readable and writable for the bot")
    if nearest == data and data.stat().st_mode & 0o077:
        return Finding(what, f"others on this machine can look into it; run: chmod 700 {data}")
    return Finding(what)


def _room(data: Path) -> Finding:
    free = shutil.disk_usage(_nearest(data)).free
    to_do = "" if free > ROOM else f"only {free >> 20} MiB are left; free some"
    return Finding("free disk space", to_do)


def _store(running: "app.Opened | None") -> Finding:
    if running is None:
        return Finding("the bot is not running (circuit run starts it)")
    return Finding(f"the bot is running; {running.records} records when it started")


async def _database(chosen: Settings, running: "app.Opened | None") -> Finding:
    if not chosen.store:
        return Finding("records are in the data folder")
    try:
        where = database(chosen, chosen.store)
        if running is None:
            await where.look()
    except Misconfigured as problem:
        return Finding("PostgreSQL", str(problem))
    return Finding(f"records are in {where.name}")


def _port(chosen: Settings, running: "app.Opened | None") -> Finding:
    what = f"port {chosen.port} on {chosen.host}"
    if running is not None:
        return Finding(what)
    try:
        family, kind, _, _, where = socket.getaddrinfo(
            chosen.host, chosen.port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            return Finding(what, "another program uses it; set CIRCUIT_PORT")
        return Finding(what, f"{problem.strerror}; set CIRCUIT_HOST and CIRCUIT_PORT")
    return Finding(what)


async def _mail(chosen: Settings) -> Finding:
    if not chosen.smtp_url:
        folder = chosen.data / "mail"
        return Finding(f"mail is not sent but kept in {folder}; set CIRCUIT_SMTP_URL to send it")
    server = MailServer.of(chosen.smtp_url)
    what = f"mail server {server.host}, port {server.port}"
    try:
        async with asyncio.timeout(PATIENCE):
            greeting = await _greeting(server)
    except OSError as problem:
        why = next(words for kind, words in REASONS if isinstance(problem, kind))
        return Finding(what, f"{why}; check CIRCUIT_SMTP_URL and the network")
    if not greeting.startswith(b"220"):
        return Finding(what, "what answers is no mail server; check CIRCUIT_SMTP_URL")
    return Finding(what)


def _mail_in(chosen: Settings) -> Finding:
    folder = chosen.mail_in
    if folder is None:
        return Finding("incoming mail is not read; set CIRCUIT_MAIL_IN to have it read")
    what = f"folder of incoming mail {folder}"
    if not folder.is_dir():
        return Finding(what, "there is no such folder; set CIRCUIT_MAIL_IN")
    inside = [each for each in (folder, folder / "new", folder / "cur") if each.is_dir()]
    if not all(os.access(each, os.R_OK | os.X_OK) for each in inside):
        return Finding(what, "make it readable for the bot")
    return Finding(what)


async def _greeting(server: MailServer) -> bytes:
    """The first words of a mail server."""
    encrypted = True if server.scheme == "smtps" else None
    reader, writer = await asyncio.open_connection(server.host, server.port, ssl=encrypted)
    try:
        return await reader.read(3)
    finally:
        writer.close()


def _page(chosen: Settings) -> Finding:
    if not chosen.local:
        return Finding("the local page is off in production")
    fine = (app.node_modules() / "adaptivecards").is_dir()
    return Finding("the page’s packages", "" if fine else "run: make setup")


def _zones() -> Finding:
    version = importlib.metadata.version("tzdata")
    year, _, number = version.partition(".")
    released = datetime(int(year), 1, 1, tzinfo=UTC)
    fine = Clock().now() - released < FRESH + timedelta(days=365)
    what = f"time zones of {year} ({number})"
    return Finding(what, "" if fine else "they are old; upgrade the package tzdata")
