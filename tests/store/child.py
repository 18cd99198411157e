"""A process with a store in it, made to be killed: it prints the key of each answered turn.

``python -m tests.store.child FOLDER ROUND`` has a hundred callers write until it is killed.
``... FOLDER ROUND CALL MOMENT COUNT`` kills itself before, after or halfway through that call to
the disk. ``... FOLDER ROUND full SIZE`` runs on a disk that takes no file larger than that.
"""

import asyncio
import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from storage import JournalStore, StoreBroken, open_store
from storage.disk import Disk

from .records import Guest, Seat, saving

CALLERS = 100
DISK_FULL = 3


class DeadlyDisk(Disk):
    """A disk that takes the process with it at one call."""

    def __init__(self, call: str, moment: str, count: int) -> None:
        self._moment = moment
        self._left = count
        inner = getattr(self, call)
        setattr(self, call, lambda *facts: self._deadly(inner, *facts))

    def _deadly(self, inner: Callable[..., Any], *facts: Any) -> Any:
        self._left -= 1
        if self._left:
            return inner(*facts)
        if self._moment == "half":
            descriptor, data = facts
            inner(descriptor, data[: len(data) // 2])
        if self._moment == "after":
            inner(*facts)
        return os.kill(os.getpid(), signal.SIGKILL)


async def write(store: JournalStore, name: str) -> None:
    """Save a guest and a seat in one turn, again and again; tell of each that is done."""
    number = 0
    while True:
        key = f"{name}-{number}"
        await store.run(saving(Guest(key), Seat(key, 1)))
        os.write(1, f"{key}\n".encode())
        number += 1


async def main(folder: Path, number: str, *how: str) -> None:
    """Write until the end."""
    disk = DeadlyDisk(how[0], how[1], int(how[2])) if len(how) == 3 else Disk()
    store = await open_store(folder, disk=disk, compact_after=40_000)
    if how[:1] == ("full",):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(how[1]), int(how[1])))
    callers = (write(store, f"{number}-{caller}") for caller in range(CALLERS))
    ends = await asyncio.gather(*callers, return_exceptions=True)
    everyone_was_told = all(isinstance(end, StoreBroken) for end in ends)
    await store.close()
    sys.exit(DISK_FULL if everyone_was_told else 1)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), *sys.argv[2:]))
