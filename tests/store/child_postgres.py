"""A process that makes guests and their seats for ever, and tells each once it is durable."""

import asyncio
import sys

from storage.postgres import Address, PostgresStore, open_postgres
from tests.postgres import INSTALLATION

from .records import Guest, Seat, saving


async def speak(store: PostgresStore, name: str) -> None:
    number = 0
    while True:
        key = f"{name}{number}"
        await store.run(saving(Guest(key, "x" * 200), Seat(key, 1)))
        print(key, flush=True)
        number += 1


async def main() -> None:
    store = await open_postgres(Address.read(sys.argv[1]), INSTALLATION)
    await asyncio.gather(*(speak(store, name) for name in "abcde"))


if __name__ == "__main__":
    asyncio.run(main())
