"""What is looked at before a session."""

import asyncio
from datetime import UTC, datetime

from bot.context import Context
from bot.hosting import connections
from bot.model.outcome import Outcome
from bot.model.setup import Setup
from bot.model.wiki import Page, WikiPages
from bot.model.words import Both
from storage import MemoryStore
from tests.core.house import SESSION

NOW = datetime(2027, 2, 24, 18, 0, tzinfo=UTC)
ENGLISH = "https://wiki.example.org/Biometrics"


def test_a_page_on_the_wiki_is_looked_at_where_the_world_can_reach_it() -> None:
    store = MemoryStore()
    pages = WikiPages(
        session=SESSION.id, en=Page(address=ENGLISH), fr=Page(address="wiki/La biométrie")
    )
    asyncio.run(store.run(Outcome(saves=(SESSION, pages)).regardless))
    context = Context(store.view(), NOW, Setup(), "a look")
    found = connections.links(context, SESSION)
    assert {name: link for name, link in found.items() if name.startswith("wiki")} == {
        "wikipage_en": ENGLISH
    }
    assert connections.named(context, "wikipage_en") == Both(
        "the wiki page in English", "la page wiki en anglais"
    )
