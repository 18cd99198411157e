"""Servers of the tests' own, on loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ssl import SSLContext

from aiohttp import web


@asynccontextmanager
async def served(
    application: web.Application, tls: SSLContext | None = None, patience: float = 0.01
) -> AsyncIterator[str]:
    """The address of an application on a free port.

    At its end, calls that are not answered yet get ``patience`` seconds.
    """
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=patience)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
        host, port = runner.addresses[0]
        yield f"{'https' if tls else 'http'}://{host}:{port}"
    finally:
        await runner.cleanup()
