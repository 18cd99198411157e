"""What becomes of files that people bring: where they are kept, and how they are read."""

from collections.abc import AsyncIterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from bot.documents.answers import Field, Refused
from bot.errors import Rejected
from bot.registering.request import Request

AT_ONCE = 65_536
"""Bytes that are read at once."""


class ListOfPeople(Protocol):
    """Registrations that were found in a file."""

    @property
    def unknown(self) -> tuple[str, ...]:
        """The titles of columns that are not read."""

    @property
    def people(self) -> int:
        """How many people there are."""

    @property
    def repeated(self) -> int:
        """How many rows were of somebody who had one already."""

    def refused(self) -> Iterator[Refused]:
        """The rows that were refused, in the order of the file."""

    def requests(self, first: int = 0) -> Iterator[Sequence[Request]]:
        """The people, in pieces from that one on; of all at least one, which may be empty."""


class Files(Protocol):
    """Files that people brought, under names of ours, until they are taken away."""

    async def fetch(self, name: str, channel: str, source: str) -> None:
        """Keep what a channel has under that source; raises TryLater or Rejected."""

    async def read(self, name: str, shown: str, columns: Mapping[str, Field]) -> ListOfPeople:
        """The registrations in a file that people call ``shown``, read with what they said of it.

        Raises Refusal where it cannot be read, Rejected where it is not there.
        """

    async def report(self, name: str, what: str, asked: Mapping[str, Any]) -> list[bytes]:
        """A report, such as ``attendance``, in a file: lines of JSON, a head, then pieces.

        Raises Refusal where it cannot be read, Rejected where it is not there.
        """

    async def summed(self, what: str, rows: bytes) -> bytes:
        """What such rows come to, counted apart; raises Rejected where it takes too much."""

    async def remove(self, name: str) -> None:
        """Take a file away, if it is there."""


class NoFiles:
    """A place without any files."""

    async def fetch(self, name: str, channel: str, source: str) -> None:
        """Always raises Rejected."""
        raise Rejected(f"{name} cannot be kept: {channel} has nothing under {source}")

    async def read(self, name: str, shown: str, columns: Mapping[str, Field]) -> ListOfPeople:
        """Always raises Rejected."""
        raise Rejected(f"{name} is not there: {shown}, {len(columns)} columns")

    async def report(self, name: str, what: str, asked: Mapping[str, Any]) -> list[bytes]:
        """Always raises Rejected."""
        raise Rejected(f"{name} is not there: {what}, {len(asked)} facts")

    async def summed(self, what: str, rows: bytes) -> bytes:
        """Always raises Rejected."""
        raise Rejected(f"nothing counts {len(rows)} bytes of {what}")

    async def remove(self, name: str) -> None:
        """Nothing is there."""


async def beginning(pieces: AsyncIterable[bytes], most: int) -> bytes:
    """What comes in, and no more of it than ``most`` bytes."""
    found = bytearray()
    async for piece in pieces:
        found += piece[: most - len(found)]
        if len(found) == most:
            break
    return bytes(found)
