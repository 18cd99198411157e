"""How each system of ours is tried before a session: greeted, never used."""

import asyncio
from collections.abc import Mapping

from bot.errors import TryLater
from bot.public_web import PublicWeb
from bot.services.connections import Connections, Probe
from bot.services.mail.answers import Unreachable
from bot.services.mail.session import opened
from bot.services.webinars import WebexWebinars
from bot.services.wiki.site import MediaWiki
from bot.settings import Settings
from bot.settings.mail_server import MailServer

PATIENCE = 20.0


def connections(chosen: Settings, host: WebexWebinars | None) -> Connections:
    """The door that tries what a session hangs on."""
    probes: dict[str, Probe] = {}
    if chosen.smtp_url:
        probes["mail"] = lambda: greeted(MailServer.of(chosen.smtp_url))
    if host is not None:
        probes["token"] = lambda: _known(host)
    if chosen.wiki_user:
        probes["wiki"] = lambda: _let_in(chosen)
    return Connections(PublicWeb(), probes)


async def greeted(server: MailServer) -> None:
    """Return if the mail server greets us, encrypts and lets us in; no letter is handed over."""
    try:
        session = await opened(server, "localhost", PATIENCE)
    except Unreachable as problem:
        raise TryLater(str(problem)) from None
    await session.leave()


async def _known(host: WebexWebinars) -> None:
    """Return if the token of the host is taken."""
    await host.meetings.types()


async def _let_in(chosen: Settings) -> None:
    """Return if the wiki lets the bot in."""
    site = MediaWiki(chosen.wiki_url, chosen.wiki_user, chosen.wiki_password)
    try:
        await asyncio.wait_for(asyncio.to_thread(site.account), PATIENCE)
    finally:
        site.close()


class Reached:
    """A web for talks in which every page answers but those of names that can never be.

    Such names end in ``.invalid`` (RFC 2606).
    """

    async def answers(self, address: str) -> int:
        """The status with which the page answers."""
        host = address.partition("://")[2].partition("/")[0]
        if host.endswith(".invalid"):
            raise TryLater("nobody is there")
        return 404 if host.startswith("gone.") else 200


def pretended() -> Connections:
    """The door of talks: nothing outside is reached."""
    probes: Mapping[str, Probe] = {"mail": _there}
    return Connections(Reached(), probes)


async def _there() -> None:
    """Return: the mail of a talk is a list of lines."""
