"""Files that people brought, under names of ours, until they are done with."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from bot.documents.answers import Field
from bot.errors import Rejected
from bot.services.files import reading, reports
from bot.services.files.reading import Reading

Fetched = Callable[[str], Awaitable[bytes]]
Asked = tuple[str, tuple[tuple[str, Field], ...]]


class KeptFiles:
    """A folder of files that only their owner may open; what they are called never touches it."""

    def __init__(self, folder: Path, channels: Mapping[str, Fetched]) -> None:
        """``channels`` give what lies under a source of theirs."""
        self._folder, self._channels = folder, channels
        self._last: tuple[Asked, Reading] | None = None

    async def fetch(self, name: str, channel: str, source: str) -> None:
        """Keep what a channel has under that source; raises TryLater or Rejected."""
        if channel not in self._channels or not source:
            raise Rejected("the channel gives no files")
        content = await self._channels[channel](source)
        await asyncio.to_thread(self._keep, self._at(name), content)

    async def read(self, name: str, shown: str, columns: Mapping[str, Field]) -> Reading:
        """The registrations in a file, read apart; those that were read last are not read again.

        Raises Refusal where it cannot be read, Rejected where it is not there.
        """
        asked = (name, tuple(sorted(columns.items())))
        if self._last is None or self._last[0] != asked:
            content = await asyncio.to_thread(self._content, self._at(name))
            self._last = (asked, await reading.read(shown, content, columns))
        return self._last[1]

    async def report(self, name: str, what: str, asked: Mapping[str, Any]) -> list[bytes]:
        """A report in a file, read apart: lines of JSON, what was found and then its pieces.

        Raises Refusal where it cannot be read, Rejected where it is not there.
        """
        return await reports.read(
            what, asked, await asyncio.to_thread(self._content, self._at(name))
        )

    async def summed(self, what: str, rows: bytes) -> bytes:
        """What such rows come to, counted apart; raises Rejected where it takes too much."""
        return await reports.summed(what, rows)

    async def remove(self, name: str) -> None:
        """Take a file away, if it is there."""
        if self._last is not None and self._last[0][0] == name:
            self._last = None
        await asyncio.to_thread(self._at(name).unlink, missing_ok=True)

    def _at(self, name: str) -> Path:
        if not (name.isascii() and name.isalnum()):
            raise ValueError("not a name of ours")
        return self._folder / name

    def _keep(self, file: Path, content: bytes) -> None:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        part = file.with_suffix(".part")
        part.unlink(missing_ok=True)
        opened = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "wb") as writing:
            writing.write(content)
        part.replace(file)

    def _content(self, file: Path) -> bytes:
        try:
            return file.read_bytes()
        except FileNotFoundError:
            raise Rejected("the file is not there") from None
