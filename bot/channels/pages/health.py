"""Whether the bot is alive, whether it is ready, and its figures for whoever knows the token.

Behind a proxy on the same machine everybody comes from this machine: only a token tells who may
read the figures.
"""

import hmac

from aiohttp import web

from bot.channels.pages import PAGES

TEXT = "text/plain; version=0.0.4; charset=utf-8"


def add_to(app: web.Application) -> None:
    """Add the routes."""
    app.router.add_get("/healthz", _healthy)
    app.router.add_get("/readyz", _ready)
    if app[PAGES].figures is not None:
        app.router.add_get("/metrics", _metrics)


async def _healthy(_: web.Request) -> web.Response:
    return web.json_response({"ready": True})


async def _ready(request: web.Request) -> web.Response:
    """200 if people are served: the store is open and the outbox runs, here or elsewhere; else 503.

    A channel without a connection is said: others are served all the same. So is an outbox that
    runs nowhere: what people say is still kept and answered, which a bot taken out of service for
    it would not do.
    """
    found = request.app[PAGES].standing()
    ready = found["store"] == "open" and found["outbox"] != "stopped"
    return web.json_response({"ready": ready, **found}, status=200 if ready else 503)


async def _metrics(request: web.Request) -> web.Response:
    pages = request.app[PAGES]
    assert pages.figures is not None
    given = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
    if pages.figures_token and not hmac.compare_digest(
        given, f"Bearer {pages.figures_token}".encode()
    ):
        raise web.HTTPUnauthorized(headers={"WWW-Authenticate": "Bearer"})
    return web.Response(body=pages.figures(), headers={"Content-Type": TEXT})
