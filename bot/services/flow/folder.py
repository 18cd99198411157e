"""A stand-in for the channel of Teams: each post is a file in a folder, as the webhook takes it."""

import asyncio
import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.assistant import Time
from bot.assistant.doors import Again, Forgotten
from bot.errors import TryLater
from bot.model.outbox import Sending
from bot.services.flow.channel import CHANNEL, message_of

NAME = re.compile(r"(?P<number>\d{5,9})-(?P<at>\d{8}T\d{6}Z)-(?P<mark>[0-9a-f]{12})\.json")
MOMENT = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class StoredPost:
    """A post in the folder: its card, and when it came, in UTC."""

    name: str
    at: datetime
    card: Mapping[str, Any]


class FolderChannel:
    """A door to a folder of posts."""

    name = CHANNEL
    rate = 100.0
    again: Again = "ask"

    def __init__(self, folder: Path, time: Time) -> None:
        """The folder is made when the first post comes."""
        self._folder, self._time = folder, time
        self._turn = asyncio.Lock()

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """The name of the file; the same sending is never kept twice. Raises as a Door does."""
        message = message_of(sending)
        async with self._turn:
            try:
                return {"file": await asyncio.to_thread(self._keep, sending.key, message)}
            except OSError as problem:
                raise TryLater(f"the folder of posts: {type(problem).__name__}") from None

    async def forget(self, person: Forgotten) -> None:
        """Keep no post that names this person."""
        async with self._turn:
            await asyncio.to_thread(self._forget, person)

    async def close(self) -> None:
        """Nothing to let go of."""

    def _keep(self, key: str, message: bytes) -> str:
        self._folder.mkdir(parents=True, exist_ok=True)
        names = _names(self._folder)
        mark = hashlib.sha256(key.encode()).hexdigest()[:12]
        kept = next((name for name in names if name.endswith(f"-{mark}.json")), "")
        return kept or self._new(message, _number(names[-1]) + 1 if names else 1, mark)

    def _new(self, message: bytes, number: int, mark: str) -> str:
        at = self._time.now().astimezone(UTC).strftime(MOMENT)
        file = self._folder / f"{number:05d}-{at}-{mark}.json"
        aside = file.with_suffix(".part")
        with aside.open("wb") as part:
            part.write(message)
            part.flush()
            os.fsync(part.fileno())
        aside.rename(file)
        return file.name

    def _forget(self, person: Forgotten) -> None:
        for name in _names(self._folder):
            said = (self._folder / name).read_text("utf-8")
            if person.unnamed(said) != said:
                (self._folder / name).unlink(missing_ok=True)


def listing(folder: Path) -> Iterator[StoredPost]:
    """The posts of the folder, latest first, each read when it is asked for."""
    return (_stored(folder / name) for name in reversed(_names(folder)))


def _stored(file: Path) -> StoredPost:
    (attached,) = json.loads(file.read_bytes())["attachments"]
    at = datetime.strptime(file.name.split("-")[1], MOMENT).replace(tzinfo=UTC)
    return StoredPost(file.name, at, attached["content"])


def _names(folder: Path) -> list[str]:
    """The names of the posts in the folder, in the order they came."""
    names = (each.name for each in folder.glob("*.json"))
    return sorted((name for name in names if NAME.fullmatch(name)), key=_number)


def _number(name: str) -> int:
    return int(name.partition("-")[0])
