"""Several bots as processes of their own, on one PostgreSQL."""

import http.client
import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.postgres import Server

from .shell import PRODUCTION, Running, running

pytestmark = pytest.mark.slow

LEADS = "this process leads"
TAKEOVER = 10.0
"""Seconds within which another process must lead once the leader is gone."""


@contextmanager
def several(postgres: Server, folder: Path, many: int) -> Iterator[list[Running]]:
    """So many bots of one installation, each with a data folder of its own; the first one leads."""
    with ExitStack() as all_of_them:
        bots = list[Running]()
        for number in range(many):
            data = folder / str(number)
            data.mkdir()
            (data / "installation").write_text("several\n")
            settings = {**PRODUCTION, "CIRCUIT_STORE": postgres.url, "CIRCUIT_DATA": str(data)}
            bots.append(all_of_them.enter_context(running(folder, **settings)))
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
        assert time.monotonic() < until


def test_all_serve_and_another_leads_once_the_leader_is_killed(
    postgres: Server, tmp_path: Path
) -> None:
    with several(postgres, tmp_path, 2) as (leader, other):
        assert standing(other) == (200, {"ready": True, "store": "open", "outbox": "elsewhere"})
        began = time.monotonic()
        leader.process.kill()
        other.wait_for(LEADS)
        assert time.monotonic() - began < TAKEOVER
        wait_until_ready(other)
        assert other.stop() == 0
