"""A bot that publishes the pages of a session, made to be killed.

``python -m tests.wiki.child FOLDER URL INDEX`` prints ``done`` once the wiki has all that it should.
"""

import asyncio
import sys
from dataclasses import replace
from pathlib import Path

from bot.assistant import Assistant
from bot.model.conversation import Press
from bot.model.people import Contact
from bot.model.session import Phase
from bot.model.setup import Wiki
from bot.model.wiki import INDEX, WikiPages, Words
from bot.model.words import Both
from bot.services.wiki import WikiDoor
from bot.services.wiki.site import MediaWiki
from storage import Store, open_store
from tests.core.house import ANA, BEN, SESSION, TEAM, Home, Kept

from .mediawiki import SECRET, USER

ANNOUNCED = replace(SESSION, phase=Phase.ANNOUNCED, announced=True)
ASKED = WikiPages(session="1", asked=Words(SESSION.title), by=ANA.address)


def at_home(store: Store, door: WikiDoor, index: Both) -> Home:
    """The assistant with a door to the wiki."""
    home = Home(store, None, Kept("chat", "soon"), Kept("mail", "resend"), door)
    setup = replace(home.house.setup, wiki=Wiki(index=index, writes=True))
    home.assistant = Assistant(replace(home.house, setup=setup))
    return home


def settled(store: Store) -> bool:
    """Whether the wiki has all that it should have."""
    records = [store.view().get(WikiPages, key) for key in ("1", INDEX)]
    return all(
        record is not None and record.en.address and not record.on_its_way for record in records
    )


async def main(folder: Path, url: str, index: str) -> None:
    """Publish the pages, or go on with that."""
    store = await open_store(folder)
    home = at_home(
        store, WikiDoor(MediaWiki(url, USER, SECRET)), Both(f"{index} en", f"{index} fr")
    )
    if store.view().get(WikiPages, "1") is None:
        await home.file(ANNOUNCED, TEAM, ASKED, Contact(address=BEN.address, name=BEN.name))
        await home.assistant.hear(home.heard(BEN, press=Press("wiki-1", "publish", {})))
    await home.assistant.outbox.recover()
    while not settled(store):
        await home.assistant.tick()
        await home.assistant.settle()
    print("done", flush=True)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
