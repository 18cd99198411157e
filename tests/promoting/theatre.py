"""The assistant with a session whose posts can be approved, and a channel of Teams that keeps them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.assistant import Assistant
from bot.model.outcome import Answer
from bot.model.promotion import Post
from storage import Store
from tests.core.house import ANA, BEN, TEAM, Home, Kept

from .house import RECORDS

TEAMS = "teams_channel"


class Theatre(Home):
    """A home whose posts may go to a channel of Teams."""

    def __init__(self, store: Store | None = None) -> None:
        """The doors of a home, and one to a channel of Teams."""
        self.teams = Kept(TEAMS, "ask")
        super().__init__(store)
        doors = {**self.house.doors, TEAMS: self.teams}
        setup = replace(
            self.house.setup, posts_to_teams=True, public_url="https://circuit.example.org"
        )
        self.house = replace(self.house, doors=doors, setup=setup)
        self.assistant = Assistant(self.house)

    async def open(self) -> "Theatre":
        """With its team, its session, and what is known of it."""
        await self.meet(ANA, BEN)
        await self.file(*RECORDS, TEAM)
        return self

    def post(self, name: str) -> Post:
        """The post of this name, as it is kept."""
        found = self.store.view().get(Post, f"1/{name}")
        assert found is not None
        return found

    async def approved(self, words: str) -> Answer:
        """The card of a post that Ben has said yes to, as Ana sees it."""
        shown = await self.say(ANA, f"draft {words} for session 1")
        await self.press(ANA, shown, "ask_approval")
        await self.say(BEN, f"approve {words} for session 1")
        return await self.say(ANA, f"draft {words} for session 1")

    async def later(self, **ahead: int) -> None:
        """Let time pass, at once."""
        await self.tick_at(self.clock.now() + timedelta(**ahead))
        await self.assistant.settle()


async def theatre(**fields: Any) -> Theatre:
    """A theatre with its people."""
    return await Theatre(**fields).open()
