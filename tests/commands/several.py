"""Bots and workers of one installation, as processes of their own on one PostgreSQL."""

import http.client
import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from storage.postgres import PostgresStore, open_postgres
from tests.postgres import Server

from .shell import PRODUCTION, Running, running

INSTALLATION = "several"
LEADS = "this process leads"
TAKEOVER = 10.0
"""Seconds within which another process must lead once the leader is gone."""


def member(postgres: Server, folder: Path, name: str, **settings: str) -> dict[str, str]:
    """The settings of one process of the installation, with a data folder that is made now."""
    data = folder / name
    data.mkdir()
    (data / "installation").write_text(f"{INSTALLATION}\n")
    ours = {"CIRCUIT_STORE": postgres.url, "CIRCUIT_DATA": str(data)}
    return {**PRODUCTION, **ours, **settings}


@contextmanager
def several(postgres: Server, folder: Path, many: int, **settings: str) -> Iterator[list[Running]]:
    """So many bots of one installation, each with a data folder of its own; the first one leads."""
    with ExitStack() as all_of_them:
        bots = list[Running]()
        for number in range(many):
            given = member(postgres, folder, str(number), **settings)
            bots.append(all_of_them.enter_context(running(folder, **given)))
            if not number:
                bots[0].wait_for(LEADS)
        yield bots


def standing(bot: Running) -> tuple[int, dict[str, object]]:
    """What a proxy in front is told of a bot."""
    connection = http.client.HTTPConnection("127.0.0.1", bot.port, timeout=10)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def wait_until_ready(bot: Running) -> None:
    """Return once it serves; whoever has just begun to lead may still be about to send."""
    until = time.monotonic() + TAKEOVER
    while standing(bot)[0] != 200:
        assert time.monotonic() < until, standing(bot)


async def beside(postgres: Server) -> PostgresStore:
    """The store that the bots share."""
    return await open_postgres(postgres.address, INSTALLATION, alone=False)
