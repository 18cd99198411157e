"""The trigger of a flow of Power Automate: an address that is posted to, and is its own password.

The address stands in no log, no error and no record.
https://learn.microsoft.com/azure/connectors/connectors-native-reqres
"""

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    TCPConnector,
)
from yarl import URL

from bot.assistant.doors import retry_after
from bot.clock import Clock
from bot.errors import Rejected, TryLater

PATIENCE = ClientTimeout(total=130.0, sock_connect=10.0)
"""A flow with a response of its own has 120 seconds to give it."""
PERHAPS_TAKEN = frozenset({408, 502, 504})
NOT_LET_IN = frozenset({401, 403, 404})
TAKES_NO_SUCH_THING = frozenset({400, 413, 415})


class Trigger:
    """What begins a flow."""

    def __init__(self, url: str) -> None:
        """``url`` is the whole address, with its signature."""
        # As it was given: what is signed must not be written in another way.
        self._url = URL(url, encoded=True)
        self._session: ClientSession | None = None

    async def post(self, body: bytes) -> None:
        """Nothing but that the flow has this JSON.

        Raises TryLater if it surely was not taken, Rejected if it never will be, TimeoutError if it
        may have been taken.
        """
        try:
            async with self._open().post(self._url, data=body, allow_redirects=False) as response:
                _check(response)
        except (ClientConnectorError, ConnectionTimeoutError) as problem:
            raise TryLater(f"the flow cannot be reached: {type(problem).__name__}") from None
        except (ClientError, ValueError) as problem:
            raise TimeoutError(f"the flow is lost: {type(problem).__name__}") from None

    async def close(self) -> None:
        """Let go of connections."""
        if self._session is not None:
            await self._session.close()

    def _open(self) -> ClientSession:
        if self._session is None:
            self._session = ClientSession(
                connector=TCPConnector(force_close=True),
                timeout=PATIENCE,
                headers={"Content-Type": "application/json"},
                trust_env=True,
            )
        return self._session


def _check(response: ClientResponse) -> None:
    """Raises what an answer other than yes means; 202 is a flow that has begun.

    502 and 504 come from a flow that began and gave no response of its own in time.
    """
    status = response.status
    if status < 300:
        return
    if status in PERHAPS_TAKEN:
        raise TimeoutError(f"the flow answered {status}")
    if status in TAKES_NO_SUCH_THING:
        raise Rejected(f"the flow answered {status}")
    raise TryLater(
        f"the flow answered {status}",
        after=retry_after(response.headers.get("Retry-After"), Clock().now()),
        hindrance="not_let_in" if status in NOT_LET_IN else "",
    )
