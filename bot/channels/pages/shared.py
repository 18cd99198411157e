"""Files that people drop on the local page, and those the bot hands them there."""

import asyncio
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.documents.lines import cut, one_line
from bot.errors import Rejected
from bot.model.outbox import File

MOST_KEPT = 50
LONGEST_NAME = 150
SOURCE = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class SharedFiles:
    """A folder of files by names that follow from what they hold; the oldest of many go."""

    folder: Path

    def keep(self, content: bytes) -> str:
        """The name it is found by; the same content has the same."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        source = hashlib.sha256(content).hexdigest()[:32]
        part = self.folder / f"{source}.part"
        part.touch(mode=0o600)
        part.write_bytes(content)
        part.replace(self.folder / source)
        self._forget()
        return source

    def shown(self, name: str, source: str) -> Mapping[str, Any]:
        """A file that is here, as the page shows it; raises Rejected if it is gone."""
        size = self.at(source).stat().st_size
        return {"name": cut(one_line(name), LONGEST_NAME), "source": source, "size": size}

    def handed_out(self, file: File) -> Mapping[str, Any]:
        """A file of the bot's, kept for whoever wants it."""
        return self.shown(file.name, self.keep(file.text.encode()))

    async def file(self, source: str) -> bytes:
        """What is in a file, for the bot, which fetches it as it does from other channels."""
        return await asyncio.to_thread(self.at(source).read_bytes)

    def at(self, source: str) -> Path:
        """Where a file is; raises Rejected if it is gone, or never was."""
        file = self.folder / source
        if not SOURCE.fullmatch(source) or not file.is_file():
            raise Rejected("the file is no longer there")
        return file

    def clear(self) -> None:
        """Keep none: any of them may name somebody who is to be forgotten."""
        for file in self.folder.glob("*"):
            file.unlink(missing_ok=True)

    def _forget(self) -> None:
        kept = sorted(self.folder.iterdir(), key=lambda each: each.stat().st_mtime)
        for file in kept[:-MOST_KEPT]:
            file.unlink(missing_ok=True)
