"""``circuit doctor``: what is in place, what is missing, what to do."""

import asyncio
import importlib.metadata
import os
import shutil
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from bot import app, control, settings
from bot.clock import Clock

ROOM = 200 * 1024 * 1024
FRESH = timedelta(days=270)
Out = Callable[[str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, and what to do about it if it is not in place."""

    what: str
    to_do: str = ""

    def __str__(self) -> str:
        """The line that is printed."""
        return f"MISSING  {self.what}: {self.to_do}" if self.to_do else f"ok       {self.what}"


def main() -> int:
    """0 if all is in place, 1 if something is missing."""
    return asyncio.run(_examine(settings.read()))


async def _examine(chosen: settings.Settings) -> int:
    answered = await control.ask(chosen.data, "doctor", {}, control.nothing_typed())
    if answered is not None:
        return answered
    return await examine(chosen, control.printed)


async def examine(chosen: settings.Settings, out: Out, running: "app.Opened | None" = None) -> int:
    """Print every finding; 0 if all is in place."""
    findings = [
        Finding(f"settings for {chosen.mode} mode"),
        _folder(chosen.data),
        _room(chosen.data),
        _store(running),
        _port(chosen, running),
        await _mail(chosen),
        _page(chosen),
        _zones(),
    ]
    for finding in findings:
        await out(str(finding))
    return 0 if not any(finding.to_do for finding in findings) else 1


def _folder(data: Path) -> Finding:
    nearest = next(each for each in (data, *data.absolute().parents) if each.exists())
    fine = os.access(nearest, os.W_OK)
    to_do = "" if fine else "make it readable and writable for the bot"
    return Finding(f"data folder {data}", to_do)


def _room(data: Path) -> Finding:
    nearest = next(each for each in (data, *data.absolute().parents) if each.exists())
    free = shutil.disk_usage(nearest).free
    to_do = "" if free > ROOM else f"only {free >> 20} MiB are left; free some"
    return Finding("free disk space", to_do)


def _store(running: "app.Opened | None") -> Finding:
    if running is None:
        return Finding("the bot is not running (circuit run starts it)")
    records = running.records
    return Finding(f"the bot is running; {records} records when it started")


def _port(chosen: settings.Settings, running: "app.Opened | None") -> Finding:
    what = f"port {chosen.port} on {chosen.host}"
    if running is not None:
        return Finding(what)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((chosen.host, chosen.port))
        except OSError:
            return Finding(what, "another program uses it; set CIRCUIT_PORT")
    return Finding(what)


async def _mail(chosen: settings.Settings) -> Finding:
    if not chosen.smtp_url:
        return Finding(f"mail is kept in {chosen.data / 'mail'} (CIRCUIT_SMTP_URL sends it)")
    parts = urlsplit(chosen.smtp_url)
    what = f"mail server {parts.hostname}"
    try:
        _, writer = await asyncio.wait_for(
            asyncio.open_connection(parts.hostname, parts.port or 25), timeout=5
        )
    except OSError:
        return Finding(what, "it does not answer; check CIRCUIT_SMTP_URL and the network")
    writer.close()
    return Finding(what)


def _page(chosen: settings.Settings) -> Finding:
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
