"""A store that does not answer for a while: everybody has an answer, and nothing leaves twice."""

import asyncio
from collections.abc import Callable

import pytest

from bot.assistant import patient
from bot.model.conversation import Delivery, Sender
from bot.model.outbox import Message, Sending, State
from bot.model.outcome import Outcome
from bot.model.people import Contact
from bot.model.record import View
from storage import MemoryStore, StoreAway

from .house import ANA, NOW, SAM, Home
from .scribe import note, scribe, written

AWAY = "I can’t reach my records just now, so I can’t tell whether that was done. Please try again in a minute."
AWAY_FR = "Je n’ai pas accès à mes dossiers pour l’instant; je ne peux donc pas dire si c’est fait. Veuillez réessayer dans une minute."


class Absent(MemoryStore):
    """A store that is away for as many turns as it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.away = 0

    async def run(self, turn: Callable[[View], Outcome]) -> Outcome:
        """What the turn gave back, unless the store is away."""
        if self.away:
            self.away -= 1
            raise StoreAway("gone for a while")
        return await super().run(turn)


def test_whoever_waits_for_the_answer_is_told_in_it_and_may_say_it_again() -> None:
    async def run() -> None:
        store = Absent()
        home = await scribe(store)
        store.away = 1
        heard = note(home, "a", waits=True)
        away = await home.assistant.hear(heard)
        assert (away.text, away.facts) == (f"{AWAY} / {AWAY_FR}", {"refused": "turn.away"})
        assert written(home) == ":"
        again = await home.assistant.hear(heard)
        assert (again.facts, written(home)) == ({}, ":a")

    asyncio.run(run())


def test_others_are_told_past_the_outbox_in_their_language() -> None:
    async def run() -> None:
        store = Absent()
        home = Home(store)
        chantal = Sender("chantal@example.org", "Chantal Roy")
        await home.file(Contact(address=chantal.address, language="fr"))
        store.away = 1
        answer = await home.assistant.hear(home.heard(chantal, "aide", waits=False))
        assert (answer.text, answer.card) == ("", None)
        assert [each.content for each in home.chat.left] == [Message(AWAY_FR)]
        assert list(store.database.table("sendings")) == []

    asyncio.run(run())


def test_an_answer_that_gets_through_no_door_disturbs_nobody() -> None:
    async def run() -> None:
        store = Absent()
        home = Home(store)
        home.chat.problems[ANA.address].append(TimeoutError())
        store.away = 1
        await home.assistant.hear(home.heard(ANA, "help", waits=False))
        assert home.chat.left == []
        assert (await home.say(ANA, "list sessions")).text != ""
        assert home.chat.problems[ANA.address] == []

    asyncio.run(run())


def test_whoever_brings_something_hears_that_it_is_to_be_brought_again() -> None:
    async def run() -> None:
        store = Absent()
        home = Home(store)
        store.away = 1
        brought = home.heard(SAM, delivery=Delivery("registration", {}))
        with pytest.raises(StoreAway):
            await home.assistant.hear(brought)

    asyncio.run(run())


@pytest.mark.parametrize("away_after", range(4))
def test_what_leaves_is_filed_once_the_store_is_back_and_leaves_once(
    away_after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store goes away before a message is claimed, before it is filed as sent, and after."""
    monkeypatch.setattr(patient, "PAUSE", 0.0)

    async def run() -> None:
        store = Absent()
        home = Home(store)
        sends = tuple(
            Sending(key=key, door="chat", to="room", content=Message(key), created=NOW)
            for key in "ab"
        )
        await store.run(Outcome(sends=sends).regardless)
        runs, inner = 0, store.run

        async def counted(turn: Callable[[View], Outcome]) -> Outcome:
            nonlocal runs
            runs += 1
            if runs == away_after + 1:
                store.away = 3
            return await inner(turn)

        monkeypatch.setattr(store, "run", counted)
        await home.assistant.outbox.drain()
        assert [each.key for each in home.chat.left] == ["a", "b"]
        assert [home.sending(key).state for key in "ab"] == [State.SENT, State.SENT]
        assert runs == 4 + 3

    asyncio.run(run())
