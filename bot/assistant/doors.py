"""What every channel and service that something leaves by must offer, and when to try again."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal, Protocol, runtime_checkable

from bot.documents.form_letter import FormLetter
from bot.documents.letter import Written
from bot.model.mailing import Batch, Pattern
from bot.model.outbox import Letter, Sending

Again = Literal["resend", "soon", "ask"]
LONGEST_ASKED = 86_400.0
DELAYS = (10, 30, 60, 300, 900, 900, 1800, 1800, 3600, 3600, 7200, 7200, 14400, 14400)


class Door(Protocol):
    """A way out of the house.

    ``rate`` is the most it takes a second. ``again`` says what to do with what was being sent when
    the process died: send it once more, only if that was a moment ago, or ask a person.
    """

    name: str
    rate: float
    again: Again

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """What the other side gave back.

        Raises TryLater if it was surely not taken, Rejected if it never will be, TimeoutError if it
        may have been taken and nothing was heard of that.
        """

    async def close(self) -> None:
        """Let go of connections."""


@runtime_checkable
class Press(Protocol):
    """A door that lays a letter out once and fills it for each of many."""

    def form(self, letter: Letter, blanks: Collection[str]) -> FormLetter:
        """The letter, laid out. Raises ValueError if its blanks are not those named."""

    def message_id(self, key: str) -> str:
        """The Message-ID of the letter with this key."""

    async def post(self, letter: Written, attempts: int = 0) -> Mapping[str, str]:
        """What the other side gave back; raises as ``send`` does."""


@runtime_checkable
class Carrier(Protocol):
    """A door that takes the same letter for many people in one call.

    ``daily`` is how many it takes in 24 hours; 0 if it says so itself, or nobody knows.
    """

    daily: int

    def most(self, pattern: Pattern) -> int:
        """How many people one call takes for letters like these."""

    async def carry(self, batch: Batch) -> Mapping[str, str]:
        """What the other side gave back.

        Raises TryLater if it surely took none of them, DailyLimit if it takes only some today,
        SomeRejected or Rejected if it never will, TimeoutError if it may have taken them.
        """


class Forgotten(Protocol):
    """Somebody who is to be forgotten: their address, and how words read without them."""

    @property
    def address(self) -> str:
        """Their address."""

    def unnamed(self, text: str) -> str:
        """The text with something else in the place of all that names them."""


@runtime_checkable
class Forgetful(Protocol):
    """A door that keeps what left by it."""

    async def forget(self, person: Forgotten) -> None:
        """Keep nothing of this person any more."""


@runtime_checkable
class Roster(Protocol):
    """A door that knows who is in a room."""

    async def members(self, room: str) -> frozenset[str]:
        """The addresses of those in the room whom our own organisation vouches for.

        Raises TryLater or Rejected if that cannot be found out.
        """


def delay(key: str, attempts: int, asked: float | None) -> timedelta | None:
    """How long to wait before the next try after so many; None when it has been tried enough.

    Waits grow from ten seconds to four hours, some 14 hours in all (after the schedule of pretix),
    spread by up to a fifth so that those that failed together do not return together. A longer
    wait that the other side ``asked`` for, in seconds, is kept, up to a day.
    """
    if attempts >= len(DELAYS):
        return None
    wait = max(float(DELAYS[attempts]), min(asked or 0.0, LONGEST_ASKED))
    spread = hashlib.sha256(f"{key}/{attempts}".encode()).digest()[0] / 255
    return timedelta(seconds=wait * (1 + spread / 5))


def retry_after(header: str | None, now: datetime) -> float | None:
    """The wait in seconds that a Retry-After header asks for; None if it does not say.

    The header holds seconds or a date (RFC 9110, section 10.2.3).
    """
    said = (header or "").strip()
    if said.isascii() and said.isdecimal():
        return float(said)
    try:
        at = parsedate_to_datetime(said)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - now).total_seconds())
