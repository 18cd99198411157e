"""P14 and what others notice: a reminder to 30,000 people, by the real house.

P14 is how many letters leave in a second with the ledger on the disk, beside the same worker whose
ledger is only in memory, and beside aiosmtplib alone with letters that are already written; rounds
are interleaved. Then 30,000 leave with somebody asking something
twenty times a second all the while: how long they wait for the answer, and by how much the memory
grows.
"""

import asyncio
import os
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count, cycle, islice
from pathlib import Path
from statistics import median

from bench.mail import SENDERS, ready, server, spread
from bench.table import Row, show
from bot import skills
from bot.assistant import Assistant, House
from bot.clock import Clock
from bot.model.conversation import Incoming, Sender
from bot.model.mailing import Mailing, Stage
from bot.model.outbox import Person
from bot.model.outcome import Outcome
from bot.model.people import Place
from bot.model.registration import Registration
from bot.model.session import Phase
from bot.model.setup import Setup
from bot.services.mail import House as MailHouse
from bot.services.mail.smtp import SmtpMail
from bot.skills.reminders.wording import ours
from storage import FileLedgers, Ledgers, MemoryLedgers, open_store
from tests.core.house import NOW, SESSION

ROUNDS, FEW, MANY = 5, 3_000, 30_000
ASKED_EVERY = 0.05
ANNOUNCED = replace(SESSION, phase=Phase.ANNOUNCED, join="https://example.org/join")
NUMBERS = count(1)


async def house(folder: Path, port: int, many: int, ledgers: Ledgers) -> Assistant:
    """The assistant on a store with so many registrations, its mail going to the port."""
    clock = Clock(NOW)
    store = await open_store(folder)
    door = SmtpMail(
        f"smtp://127.0.0.1:{port}?connections=10",
        MailHouse(Person("team@example.org", "Circuit"), "team@example.org"),
        clock,
    )
    door.rate = 1e6
    setup = Setup(local=True, mail_from="team@example.org")
    assistant = Assistant(
        House(store, clock, setup, skills.load(), {"mail": door}, ledgers=ledgers)
    )
    await store.run(Outcome(saves=(ANNOUNCED,)).regardless)
    for start in range(0, many, 500):
        people = tuple(map(_registration, range(start, start + 500)))
        await store.run(Outcome(saves=people).regardless)
    return assistant


def _registration(number: int) -> Registration:
    return Registration(
        session="1",
        address=f"person{number:05d}@example.org",
        name=f"Person {number}",
        language=("en", "fr", None)[number % 3],
        department=f"Department {number % 40}",
        at=NOW,
        changed_at=NOW,
    )


async def carried(assistant: Assistant, many: int) -> float:
    """Letters a second of one mailing to all of them."""
    number = f"b{next(NUMBERS)}"
    mailing = Mailing(
        id=number,
        skill="reminders",
        kind="measured",
        about="session/1",
        wordings=ours(),
        stage=Stage.WAITING,
        created=NOW,
        total=many,
        facts={"groups": ["speakers", "registered"]},
    )
    store = assistant.house.store
    await store.run(Outcome(saves=(mailing,)).regardless)
    began = time.perf_counter()
    await assistant.mailings.drain()
    taken = time.perf_counter() - began
    done = store.view().get(Mailing, number)
    assert done is not None
    assert (done.stage, done.tally.sent) == (Stage.DONE, many)
    return many / taken


async def rates(port: int) -> dict[str, list[float]]:
    """Letters a second with the ledger on the disk, in memory, and without a house, each round."""
    found: dict[str, list[float]] = {"disk": [], "memory": [], "alone": []}
    with tempfile.TemporaryDirectory() as folder:
        on_disk = FileLedgers(Path(folder) / "ledgers")
        houses = {
            "disk": await house(Path(folder) / "a", port, FEW, on_disk),
            "memory": await house(Path(folder) / "b", port, FEW, MemoryLedgers()),
        }
        for _ in range(ROUNDS + 1):
            for name, assistant in houses.items():
                found[name].append(await carried(assistant, FEW))
            found["alone"].append(await alone(port, FEW))
        await _closed(*houses.values())
    return {name: each[1:] for name, each in found.items()}


async def alone(port: int, many: int) -> float:
    """Letters a second of aiosmtplib by ten connections; it finds them written."""
    letters = [*islice(cycle(ready()), many)]
    began = time.perf_counter()
    await SENDERS["aiosmtplib"](port, iter(letters))
    return many / (time.perf_counter() - began)


async def asked_meanwhile(port: int) -> tuple[float, list[float], float]:
    """Letters a second, the waits for an answer in ms, and by how many MB the memory grew."""
    with tempfile.TemporaryDirectory() as folder:
        assistant = await house(
            Path(folder) / "a", port, MANY, FileLedgers(Path(folder) / "ledgers")
        )
        await _ask(assistant)
        before, waits = _memory(), list[float]()
        asking = asyncio.create_task(_keep_asking(assistant, waits))
        rate = await carried(assistant, MANY)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        grown = _memory() - before
        await _closed(assistant)
    return rate, waits, grown


async def _keep_asking(assistant: Assistant, waits: list[float]) -> None:
    while True:
        began = time.perf_counter()
        await _ask(assistant)
        waits.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(ASKED_EVERY)


async def _ask(assistant: Assistant) -> None:
    address = f"asks{next(NUMBERS)}@example.org"
    incoming = Incoming(
        id=address,
        place=Place("bench", address),
        sender=Sender(address, "Tom Baker"),
        private=True,
        at=assistant.house.time.now(),
        text="when is the next session?",
    )
    assert (await assistant.hear(incoming)).text.startswith("The next session is")


def _memory() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def _closed(*assistants: Assistant) -> None:
    for each in assistants:
        await each.house.doors["mail"].close()
        await each.house.store.close()


def rows() -> Sequence[Row]:
    """The rows of P14, and of what others notice."""
    with server("aiosmtpd") as port:
        real = asyncio.run(rates(port))
    with server("raw") as port:
        raw = asyncio.run(rates(port))
        rate, waits, grown = asyncio.run(asked_meanwhile(port))
    waits.sort()
    p50, p99 = median(waits), waits[int(len(waits) * 0.99)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return [
        *_rows("aiosmtpd", real, ("0.8", "0.95")),
        *_rows("a raw sink", raw, ("", "")),
        Row(f"{MANY:,} letters, letters/s", f"{rate:,.0f}", "", "", "", ""),
        Row("a question meanwhile, p50 ms", f"{p50:.1f}", "", "", "", ""),
        Row("a question meanwhile, p99 ms", f"{p99:.1f}", "", "", "250", ""),
        Row("memory grown meanwhile, MB", f"{grown:.1f}", f"peak {peak:,.0f}", "", "100", ""),
    ]


def _rows(to: str, found: dict[str, list[float]], bars: tuple[str, str]) -> Iterator[Row]:
    for name, peer in (("memory", "not on the disk"), ("alone", "aiosmtplib alone")):
        yield Row(
            f"P14 letters/s to {to}, with the ledger",
            spread(found["disk"]),
            f"{peer} {spread(found[name])}",
            f"{median(found['disk']) / median(found[name]):.2f}",
            *bars,
        )


if __name__ == "__main__":
    show(rows())
