"""A process that sends the reminders of two near sessions to many, made to be killed.

``python -m tests.mailings.child_together FOLDER URL MANY`` prints ``done`` once both are through.
Of each four people two come to both sessions, one to the first and one to the second.
"""

import asyncio
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bot.assistant import Assistant
from bot.model.mailing import GOES_ON, Mailing
from bot.model.outbox import Person
from bot.model.registration import Registration
from bot.model.session import Session
from bot.services.mail import House
from bot.services.mail.smtp import SmtpMail
from storage import FileLedgers, Store, open_store
from tests.core.house import TEAM, Home, Kept

from .house import ANNOUNCED, registration
from .two import LATER, moment, plan

SESSIONS = {"1": (0, 1, 2), "2": (0, 1, 3)}


def places(many: int) -> Iterator[Registration]:
    """Who comes to which session."""
    for number in range(many):
        for session, some in SESSIONS.items():
            if number % 4 in some:
                yield registration(number, session=session)


async def at_home(folder: Path, url: str, store: Store) -> tuple[Home, SmtpMail]:
    """A home with a mail server and ledgers on the disk."""
    house = House(Person("team@example.org", "Circuit"), "team@example.org")
    chat = Kept("chat", "soon")
    mail = SmtpMail(f"{url}?rate=1000&connections=10", house, Home(store).clock)
    home = Home(store, None, chat, mail)
    home.assistant = Assistant(replace(home.house, ledgers=FileLedgers(folder)))
    return home, mail


async def main(folder: Path, url: str, many: int) -> None:
    """Go on until both reminders are done."""
    store = await open_store(folder / "store")
    home, mail = await at_home(folder, url, store)
    if home.store.view().get(Session, LATER.id) is None:
        people = [*places(many)]
        for start in range(0, len(people), 500):
            await home.file(*people[start : start + 500])
        await home.file(ANNOUNCED, LATER, TEAM, plan(), plan("2"))
    print("begins", flush=True)
    for each in (moment(), moment(LATER)):
        home.clock.move(each)
        await home.assistant.tick()
        while (later := under_way(store)) is not None:
            home.clock.move(max(home.clock.now(), later.ready_at or home.clock.now()))
            await home.assistant.mailings.drain()
    await mail.close()
    await store.close()
    print("done", flush=True)


def under_way(store: Store) -> Mailing | None:
    """A mailing that is not done."""
    stages = (store.view().find(Mailing, "stage_", stage) for stage in GOES_ON)
    return next((each for found in stages for each in found), None)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
