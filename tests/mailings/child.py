"""A process that sends a reminder to many, made to be killed.

``python -m tests.mailings.child FOLDER URL MANY`` prints ``done`` once everybody was written to.
"""

import asyncio
import sys
from dataclasses import replace
from pathlib import Path

from bot.assistant import Assistant
from bot.model.mailing import Mailing, Stage
from bot.model.outbox import Person
from bot.services.mail import House
from bot.services.mail.smtp import SmtpMail
from bot.skills.reminders.wording import ours
from storage import FileLedgers, open_store
from tests.core.house import NOW, TEAM, Home, Kept

from .house import ANNOUNCED, registration

MAILING = Mailing(
    id="1",
    skill="reminders",
    kind="reminder",
    about="session/1",
    wordings=ours(),
    stage=Stage.WAITING,
    created=NOW,
    frozen=NOW,
    expires=ANNOUNCED.starts,
    facts={"groups": ["speakers", "registered"]},
)


async def main(folder: Path, url: str, many: int) -> None:
    """Go on with the mailing until it is done."""
    store = await open_store(folder / "store")
    house = House(Person("team@example.org", "Circuit"), "team@example.org")
    home = Home(store, None, Kept("chat", "soon"))
    mail = SmtpMail(f"{url}?rate=1000&connections=10", house, home.clock)
    home = Home(store, None, Kept("chat", "soon"), mail)
    home.assistant = Assistant(replace(home.house, ledgers=FileLedgers(folder)))
    if store.view().get(Mailing, "1") is None:
        for start in range(0, many, 500):
            people = (registration(n) for n in range(start, min(many, start + 500)))
            await home.file(*people)
        await home.file(ANNOUNCED, TEAM, MAILING.changed(total=many))
    print("begins", flush=True)
    while (found := store.view().get(Mailing, "1")) and found.stage is not Stage.DONE:
        await home.assistant.mailings.drain()
        now = store.view().get(Mailing, "1")
        if now is not None and now.not_before is not None:
            home.clock.move(now.not_before)
    await mail.close()
    await store.close()
    print("done", flush=True)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
