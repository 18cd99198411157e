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
from bot.model.outcome import Outcome
from bot.model.people import Contact
from bot.model.poll import Poll, Vote
from bot.model.registration import Registration
from bot.model.session import Session
from bot.polling import counting

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


ASK = "post poll: Tea or coffee? / tea / coffee"
IN_FRENCH = "Thé ou café? / thé / café"
DEVICES = ({"Cookie": f"voter={'0' * 32}"}, {"Cookie": f"voter={'1' * 32}"})


async def _posted(both: Both) -> Poll:
    """A poll shown in the space of each platform, and open on the web."""
    await both.webex.say("Ana", CREATE)
    await both.webex.say("Ana", "post our polls here", room=both.webex.space)
    await both.teams.say("Ana", "post our polls here", "1", "space")
    for words in (ASK, IN_FRENCH, "post it"):
        await both.webex.say("Ana", words)
    await both.delivered()
    poll = both.teams.house.assistant.house.store.view().get(Poll, "1")
    assert poll is not None
    return poll


async def _in_webex(both: Both, who: str, button: str) -> None:
    """Somebody presses the poll's card in the space of Webex."""
    shown = next(
        each
        for each in reversed(both.webex.cloud.posts)
        if each["roomId"] == "space" and each.get("attachments")
    )
    card = shown["attachments"][0]["content"]["actions"][0]["data"]["card"]
    inputs = {"card": card, "button": button}
    pressed = both.webex.cloud.press(CAST[who].address, shown, inputs, room=both.webex.space)
    await both.webex.heard(both.webex.cloud.pressed_id(pressed))


async def _in_teams(both: Both, id_: str, who: str, button: str) -> None:
    """Somebody presses it in the space of Teams."""
    connector = both.teams.connector
    card = [
        each
        for each in connector.messages()
        if each.room == "space" and each.activity.get("attachments")
    ][-1]
    data = card.activity["attachments"][0]["content"]["actions"][0]["data"] | {"button": button}
    user = connector.people[f"29:{who.lower()}"]
    status, _ = await both.teams.post(activities.execute(id_, user, "space", connector.url, data))
    assert status == 200


def test_both_platforms_and_the_web_vote_in_one_poll_and_each_person_counts_once(
    tmp_path: Path,
) -> None:
    """Tea: Ben (Webex), Dana (Teams), a device. Coffee: Tom (changed), Sam (three ways), a device.

    While it is open, an account in Teams and an address are two; at the tally they are one person.
    """

    async def scene(both: Both) -> Any:
        poll, house = await _posted(both), both.teams.house.assistant
        await both.teams.say("Sam", "hello", "2")
        await _in_webex(both, "Ben", "choice_1")
        await _in_webex(both, "Tom", "choice_1")
        await _in_webex(both, "Tom", "choice_2")
        await _in_webex(both, "Sam", "choice_1")
        await _in_teams(both, "10", "Dana", "choice_1")
        await _in_teams(both, "11", "Sam", "choice_1")
        await _in_teams(both, "11", "Sam", "choice_1")
        mine = Registration(session="1", address=SAM, at=teams.NOW, changed_at=teams.NOW)
        await house.house.store.run(Outcome(saves=(mine,)).regardless)
        link = house.house.link(mine.ref).rpartition("/")[2]
        path = f"/p/{poll.code}"
        for device, button in zip(DEVICES, ("choice_1", "choice_2"), strict=True):
            data = {"token": "1", "button": button}
            async with both.teams.http.post(path, data=data, headers=device) as answered:
                assert answered.status == 200
        data = {"token": "2", "button": "choice_2"}
        async with both.teams.http.post(f"{path}?v={link}", data=data) as answered:
            assert answered.status == 200
        open_ = counting.standing(house.house.store.view(), poll).votes
        await both.webex.say("Ana", "close the poll")
        await both.delivered()
        closed = house.house.store.view().get(Poll, "1")
        assert closed is not None
        assert closed.count is not None
        left = house.house.store.view().find(Vote, "poll", "1")
        return open_, closed.count.votes, closed.count.voters, len(left)

    assert played(tmp_path, scene) == ((4, 3), (3, 3), 6, 0)
