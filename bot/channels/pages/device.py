"""Who presses on a public page: a person by their own signed link, or else a device."""

import secrets
from dataclasses import dataclass

from aiohttp import web

from bot.channels.pages import PAGES
from bot.model.registration import Registration

DEVICE, KEPT = "voter", 30 * 24 * 3600
BY_LINK = "v"
"""The name of a person's own signed reference in the address of a page."""


@dataclass(frozen=True, slots=True)
class Voter:
    """Who votes: a person by their signed link, or else a device; ``fresh`` if it is new here.

    ``known`` says that it is a person.
    """

    account: str
    fresh: str = ""
    known: bool = False


def voter_of(request: web.Request) -> Voter:
    """Who asks; a device that was not here before gets a mark to keep."""
    pages, token = request.app[PAGES], request.query.get(BY_LINK, "")
    ref = pages.verify(token) if token else None
    known = pages.context.view.find(Registration, "ref", ref) if ref else ()
    if known:
        return Voter(known[0].address, known=True)
    device = request.cookies.get(DEVICE, "")
    if len(device) == 32 and device.isalnum():
        return Voter(f"web/{device}")
    return Voter("", secrets.token_hex(16))


def keep(request: web.Request, response: web.Response, voter: Voter) -> None:
    """Have a new device keep its mark, for pages of this kind only (``/p``, ``/s``)."""
    if not voter.fresh:
        return
    response.set_cookie(
        DEVICE,
        voter.fresh,
        max_age=KEPT,
        path=f"/{request.path.split('/')[1]}",
        httponly=True,
        samesite="Lax",
        secure=request.app[PAGES].context.setup.public_url.startswith("https://"),
    )
