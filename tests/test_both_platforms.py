"""One bot, one state, in Webex and in Teams at once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot import app
from bot.app import CAST
from bot.model.people import Contact
from bot.model.session import Session

from .teams import activities
from .teams import stage as teams
from .webex import stage as webex
from .webex.cloud import Cloud

pytestmark = pytest.mark.slow
ANA, SAM = CAST["Ana"].address, CAST["Sam"].address
CREATE = "create session on February 25, 2027 at 1 pm about maps / les cartes"


@dataclass
class Both:
    """The bot between two platforms."""

    teams: teams.Teams
    webex: webex.Webex

    async def delivered(self) -> None:
        """Let everything that waits leave."""
        await self.teams.delivered()

    def in_teams(self, room: str) -> list[str]:
        """What was said in a room of Teams."""
        posted = self.teams.connector.messages()
        return [teams.words(each) for each in posted if each.room == room]

    def in_webex(self, room: str) -> list[str]:
        """What was said in a room of Webex."""
        return [each["text"] for each in self.webex.cloud.posts if each["roomId"] == room]


@asynccontextmanager
async def connected(folder: Path, cloud: Cloud) -> AsyncIterator[Both]:
    """The bot on both platforms, its people known on both, a space declared on each."""
    async with teams.served(folder, teams.NOW, **cloud.settings) as served:
        space = await webex._welcome(served.house, cloud)
        await webex._met(served.house, cloud)
        async with app.connected(served.house):
            found = Both(served, webex.Webex(served.house, cloud, space))
            await found.webex.connected()
            yield found


def played(folder: Path, scene: Callable[[Both], Any]) -> Any:
    async def play(cloud: Cloud) -> Any:
        async with connected(folder, cloud) as both:
            return await scene(both)

    with Cloud() as cloud:
        found = asyncio.run(play(cloud))
        assert cloud.contract.violations == []
        return found


def test_what_is_begun_in_one_is_gone_on_with_in_the_other(tmp_path: Path) -> None:
    async def scene(both: Both) -> Any:
        await both.webex.say("Ana", CREATE)
        await both.teams.say("Ana", "invite sam@example.org to session 1", "1")
        await both.delivered()
        view = both.teams.house.assistant.house.store.view()
        contact = view.get(Contact, ANA)
        assert contact is not None
        places = sorted(place.channel for place in contact.places)
        return view.get(Session, "1") is not None, places, both.in_teams(ANA)[0][:15]

    assert played(tmp_path, scene) == (True, ["page", "teams", "webex"], "Invitation sent")


def test_a_person_is_written_to_where_they_last_wrote(tmp_path: Path) -> None:
    async def scene(both: Both) -> Any:
        await both.teams.say("Sam", "hello", "0")
        await both.webex.say("Sam", "hello")
        await both.webex.say("Ana", CREATE)
        await both.webex.say("Ana", "invite sam@example.org to session 1")
        return len(both.in_webex(SAM)), len(both.in_teams(SAM))

    assert played(tmp_path, scene) == (2, 1)


def test_what_concerns_the_team_is_told_in_each_space_and_closed_in_both(tmp_path: Path) -> None:
    async def scene(both: Both) -> Any:
        cloud, connector = both.webex.cloud, both.teams.connector
        await both.webex.say("Ana", CREATE)
        await both.webex.say("Ana", "invite sam@example.org to session 1")
        await both.teams.say("Sam", "I would rather speak on March 4 at 1 pm", "1")
        await both.delivered()
        shown = [each for each in cloud.posts if each["roomId"] == "space"][-1]
        card = [each for each in connector.messages() if each.room == "space"][-1]
        data = card.activity["attachments"][0]["content"]["actions"][0]["data"]
        user = connector.people["29:ana"]
        await both.teams.post(activities.execute("2", user, "space", connector.url, data))
        await both.delivered()
        closed = [e for e in connector.posted if e.id == card.id and e.method == "PUT"]
        twin = shown["attachments"][0]["content"]["actions"][0]["data"]["card"] != data["card"]
        same = teams.words(closed[0]) == both.in_webex("space")[-1]
        return twin, cloud.deleted == [shown["id"]], len(closed), same

    assert played(tmp_path, scene) == (True, True, 1, True)
