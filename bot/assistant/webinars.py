"""What the bot wants of the webinars of a host, wherever they are kept."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Protocol

from bot.model.webinar import Meeting, Registrant


class Webinars(Protocol):
    """The webinars of a host, wherever they are kept."""

    async def found(self, link: str) -> Meeting:
        """The webinar that people join by this link; raises Refusal."""

    def registrants(
        self, meeting: str, since: datetime, until: datetime
    ) -> AsyncIterator[Sequence[Registrant]]:
        """Those who registered in this time, some at a time; raises Refusal."""

    async def close(self) -> None:
        """Let go of connections."""
