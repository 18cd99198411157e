"""A process that sends a reminder to many by a flow, made to be killed.

``python -m tests.flow.child FOLDER URL MANY`` prints ``done`` once nobody is left to be written to.
"""

import asyncio
import sys
from dataclasses import replace
from pathlib import Path

from bot.assistant import Assistant
from bot.model.mailing import Mailing, Stage
from bot.services.flow import Flow
from storage import FileLedgers, open_store
from tests.core.house import TEAM, Home, Kept
from tests.mailings.carrier import waiting
from tests.mailings.house import ANNOUNCED, registration


async def main(folder: Path, url: str, many: int) -> None:
    """Go on with the mailing until it is done."""
    store = await open_store(folder / "store")
    door = Flow(url)
    door.rate = 1e6
    home = Home(store, None, Kept("chat", "soon"), Kept("mail", "resend"), door)
    home.assistant = Assistant(replace(home.house, ledgers=FileLedgers(folder)))
    if store.view().get(Mailing, "1") is None:
        await home.file(*(registration(n, language="en") for n in range(many)))
        await home.file(ANNOUNCED, TEAM, waiting(many, door="flow"))
    while (found := store.view().get(Mailing, "1")) and found.stage is not Stage.DONE:
        await home.assistant.mailings.drain()
        now = store.view().get(Mailing, "1")
        if now is not None and now.not_before is not None:
            home.clock.move(now.not_before)
    await door.close()
    await store.close()
    print("done", found.tally.sent, found.tally.unconfirmed, flush=True) if found else None


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
