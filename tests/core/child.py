"""A process with the whole assistant in it, made to be killed.

``python -m tests.core.child FOLDER MANY`` has four organisers write that many messages, each with
the id it always has, and prints what was heard and what left; it ends when nothing is left to
send. ``... FOLDER MANY DOOR MOMENT COUNT`` kills itself before or after that delivery by a door.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from bot.assistant.doors import Again
from bot.model.conversation import Incoming, Sender
from bot.model.outbox import Sending
from bot.model.people import Place
from storage import open_store

from .house import NOW, TEAM, Home

ORGANISERS = tuple(f"organiser{n}@example.org" for n in range(4))


class Ledger:
    """A way out that writes the key of each sending to a file and has the disk keep it."""

    rate = 1e6

    def __init__(self, name: str, again: Again, folder: Path) -> None:
        """Its name, its rule, and where the file is that outlives the process."""
        self.name, self.again = name, again
        self._file = folder / name
        self.deadly: tuple[str, int] = ("", 0)

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """Deliver; the process may die before it or after it."""
        moment, count = self.deadly
        self.deadly = moment, count - 1
        self._die_if(moment == "before" and count == 1)
        await asyncio.to_thread(self._write, sending.key)
        self._die_if(moment == "after" and count == 1)
        print("left", sending.key, flush=True)
        return {}

    async def close(self) -> None:
        """Nothing to let go of."""

    def _write(self, key: str) -> None:
        with self._file.open("a") as file:
            file.write(key + "\n")
            file.flush()
            os.fsync(file.fileno())

    @staticmethod
    def _die_if(now: bool) -> None:  # noqa: FBT001
        if now:
            os.kill(os.getpid(), signal.SIGKILL)


def messages(many: int) -> Iterator[Incoming]:
    """What the organisers say: a session to create, two people to invite, and so on."""
    for n in range(many):
        text = f"invite guest{n}@example.com to session 1"
        if n % 3 == 0:
            text = f"create session on March {1 + n // 3} at 1 pm about wallets {n}"
        address = ORGANISERS[n % 4]
        yield Incoming(
            id=f"message/{n}",
            place=Place("chat", address),
            sender=Sender(address, f"Organiser {n % 4}"),
            private=True,
            at=NOW,
            text=text,
            waits=False,
        )


async def main(folder: Path, many: int, *deadly: str) -> None:
    """Hear everything, and send until nothing is left."""
    store = await open_store(folder / "store")
    chat, mail = Ledger("chat", "soon", folder), Ledger("mail", "resend", folder)
    for each in (chat, mail):
        if deadly and each.name == deadly[0]:
            each.deadly = deadly[1], int(deadly[2])
    home = Home(store, None, chat, mail)
    await home.file(replace(TEAM, organisers=ORGANISERS))
    await home.assistant.outbox.recover()
    work = asyncio.create_task(home.assistant.outbox.run())
    first, *others = messages(many)
    await _heard(home, first)
    await asyncio.gather(*(_heard(home, each) for each in others))
    await home.assistant.tick()
    await home.assistant.outbox.drain()
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    await store.close()


async def _heard(home: Home, incoming: Incoming) -> None:
    await home.assistant.hear(incoming)
    print("heard", incoming.id, flush=True)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:]))
