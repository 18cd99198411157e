"""Records that mention a word are found wherever it stands, and are gone from the disk once changed."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.model.conversation import Card
from bot.model.outcome import Outcome
from bot.model.people import Contact, Place
from storage import MemoryStore, open_store, rewritten

NOW = datetime(2027, 1, 12, tzinfo=UTC)
KIM = "kim@example.com"
CARD = Card(
    ref="c1",
    skill="x",
    buttons=("a",),
    facts={"said": ["a line\nKIM@example.com", {KIM: 3}], "n": 4},
    until=NOW,
)
SAVES = (
    Contact(address=KIM, name='Kim "K" Roy', places=(Place("page", KIM),)),
    Contact(address="tom@example.com", name="Tom Élu"),
    CARD,
)


def found(store: MemoryStore, *words: str) -> set[str]:
    records = (each for some in store.mentioning(words) for each in some)
    return {
        each.ref if isinstance(each, Card) else getattr(each, "address", "") for each in records
    }


def test_a_word_is_found_in_any_record_whatever_its_case_and_marks() -> None:
    async def scene() -> list[set[str]]:
        store = MemoryStore()
        await store.run(Outcome(saves=SAVES).regardless)
        words = (KIM, 'Kim "K" Roy', "Élu", "nobody")
        return [found(store, each) for each in words]

    assert asyncio.run(scene()) == [{KIM, "c1"}, {KIM}, {"tom@example.com"}, set()]


def test_every_text_in_a_record_is_changed_names_of_facts_too() -> None:
    changed = rewritten(CARD, lambda text: text.replace(KIM, "…").replace("KIM@example.com", "…"))
    assert changed == replace(CARD, facts={"said": ["a line\n…", {"…": 3}], "n": 4})


def test_what_was_removed_is_in_no_file_once_the_store_is_compact(tmp_path: Path) -> None:
    def there() -> bool:
        return any(
            KIM.encode() in each.read_bytes() for each in tmp_path.iterdir() if each.is_file()
        )

    async def scene() -> tuple[bool, bool, bool]:
        store = await open_store(tmp_path)
        await store.run(Outcome(saves=SAVES).regardless)
        await store.run(Outcome(removes=(SAVES[0], CARD)).regardless)
        before = there()
        await store.compact()
        after = there()
        await store.close()
        return before, after, there()

    assert asyncio.run(scene()) == (True, False, False)
