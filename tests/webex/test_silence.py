"""A Webex that takes a request and never answers it holds nobody up."""

import asyncio
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from unittest.mock import AsyncMock, Mock

import pytest
import requests

from bot.channels.webex import sdk
from bot.channels.webex.connection import Connection
from bot.channels.webex.heard import Cloud

pytestmark = pytest.mark.slow


@dataclass
class Silent:
    """A server that takes connections and says nothing."""

    listener: socket.socket

    @property
    def cloud(self) -> Cloud:
        """It, as Webex."""
        address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        return Cloud("token", address, f"{address}/catalog")


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[Silent]:
    """It, for somebody who does not wait long."""
    monkeypatch.setattr(sdk, "ANSWERED_WITHIN", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield Silent(listener)


def test_who_is_not_answered_gives_up(silent: Silent) -> None:
    with pytest.raises(requests.Timeout):
        sdk.made(silent.cloud, Mock(), Mock())


def test_a_connection_that_is_being_made_can_be_stopped(silent: Silent) -> None:
    async def scene() -> float:
        connection = Connection(silent.cloud, AsyncMock(), Mock())
        connection.start()
        taken, _ = await asyncio.to_thread(silent.listener.accept)
        with taken:
            began = time.monotonic()
            await connection.stop()
            return time.monotonic() - began

    assert asyncio.run(scene()) < 5.0
