"""Files that people drop in Teams: where they lie is known for as long as it takes to fetch them.

The address of a file is good for whoever knows it (Microsoft Learn, "Send and receive files using a
bot": ``downloadUrl`` is pre-authenticated), so it is kept in memory alone and goes into no log.
"""

import hashlib
from collections.abc import Awaitable, Callable

from bot.channels.teams.incoming import Attached
from bot.errors import Rejected
from bot.model.conversation import Attachment
from bot.public_web import PublicWeb

MOST_KEPT = 200

Fetched = Callable[[str], Awaitable[bytes]]


class TeamsFiles:
    """Gives names to addresses, and fetches what lies there, once, without a token of ours."""

    def __init__(self, fetch: Fetched | None = None) -> None:
        """``fetch`` gives what is at an address: the public web, unless told otherwise."""
        self._fetch = fetch or PublicWeb().file
        self._addresses: dict[str, str] = {}

    def attachment(self, attached: Attached) -> Attachment:
        """The file by a name for its address; the same again for the same one."""
        if not attached.address:
            return Attachment(attached.name)
        source = hashlib.sha256(attached.address.encode()).hexdigest()
        self._addresses[source] = attached.address
        if len(self._addresses) > MOST_KEPT:
            del self._addresses[next(iter(self._addresses))]
        return Attachment(attached.name, source)

    async def file(self, source: str) -> bytes:
        """What is in a file; raises TryLater, or Rejected where it cannot be fetched (any more)."""
        address = self._addresses.get(source)
        if address is None:
            raise Rejected("where the file lies is no longer known")
        content = await self._fetch(address)
        self._addresses.pop(source, None)
        return content
