"""A file of registrations dropped in one’s chat with the bot in Teams."""

import logging
from pathlib import Path
from typing import Any

import pytest

from bot.channels.teams.files import TeamsFiles
from bot.errors import TryLater
from bot.model.registration import Registration

from . import activities
from .stage import CREATE, Teams, played

FILE = "application/vnd.microsoft.teams.file.download.info"
SECRET = "tempauth=a-secret"
ADDRESS = f"https://contoso-my.sharepoint.com/personal/ana/people.csv?{SECRET}"
PEOPLE = b"Email,Name\nkim@example.net,Kim\n"
GONE = (
    "I could not get “people.csv” from where it was dropped. "
    "Nothing was changed; please drop it once more."
)


async def planned(teams: Teams, *problems: Exception) -> list[str]:
    """Session 1, and a web on which the file lies; what is asked for there."""
    asked: list[str] = []
    left = list(problems)

    async def fetch(address: str) -> bytes:
        asked.append(address)
        if left:
            raise left.pop(0)
        return PEOPLE

    assert teams.house.teams is not None
    teams.house.teams.door.files = TeamsFiles(fetch)
    await teams.say("Ana", CREATE, "create")
    await teams.say("Ana", "hello", "hello")
    await teams.delivered()
    teams.connector.posted.clear()
    return asked


async def dropped(teams: Teams, who: str = "ana", id_: str = "drop", text: str = "") -> None:
    user = teams.connector.people[f"29:{who}"]
    sent = activities.message(id_, user, user["email"], teams.connector.url, text)
    content = {"downloadUrl": ADDRESS, "uniqueId": "1", "fileType": "csv"}
    sent["attachments"] += [{"contentType": FILE, "name": "people.csv", "content": content}]
    await teams.post(sent)
    await teams.delivered()


async def pressed(teams: Teams, button: str) -> None:
    user = teams.connector.people["29:ana"]
    data = {"card": "registration_file-1", "button": button}
    sent = activities.execute(f"press/{button}", user, user["email"], teams.connector.url, data)
    assert (await teams.post(sent))[0] == 200
    await teams.delivered()


def registered(teams: Teams) -> list[str]:
    view = teams.house.assistant.house.store.view()
    return [each.address for each in view.find(Registration, "standing_in", "1/registered")]


def test_a_file_is_shown_first_and_taken_in_by_one_press(tmp_path: Path) -> None:
    async def scene(teams: Teams) -> Any:
        asked = await planned(teams)
        await dropped(teams, text="import the registrations for session 1")
        before = registered(teams)
        await pressed(teams, "go")
        said = [each.splitlines()[0] for each in teams.said()]
        return asked, before, said, registered(teams)

    asked, before, said, after = played(tmp_path, scene)
    assert (asked, before, after) == ([ADDRESS], [], ["kim@example.net"])
    assert said == [
        "I am reading “people.csv”; what it would change follows here.",
        "“people.csv”, for session 1, “maps”, Thursday, February 25, 2027, 1\u00a0p.m. (ET):",
        "Done: 1 new, 0 changed, 0 as before, 0 refused.",
    ]


def test_where_the_file_lies_is_neither_kept_nor_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever knows the address may read the file."""
    caplog.set_level(logging.DEBUG)

    async def scene(teams: Teams) -> Any:
        await planned(teams, TryLater("not now"))
        await dropped(teams)

    played(tmp_path, scene)
    written = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert written
    assert [each.name for each in written if SECRET.encode() in each.read_bytes()] == []
    assert SECRET not in caplog.text


def test_what_is_no_longer_known_is_asked_for_once_more(tmp_path: Path) -> None:
    """The bot was started again before the file was fetched."""

    async def scene(teams: Teams) -> Any:
        await planned(teams, TryLater("not now"))
        await dropped(teams)
        assert teams.house.teams is not None
        teams.house.teams.door.files = TeamsFiles()
        house = teams.house.assistant.house
        await teams.house.assistant.move_clock(house.time.now().replace(minute=5))
        return teams.said()[-1]

    assert played(tmp_path, scene) == GONE


@pytest.mark.parametrize("text", ["", "import the registrations for session 1"])
def test_others_hear_what_they_heard_and_their_files_stay_where_they_are(
    tmp_path: Path, text: str
) -> None:
    async def scene(teams: Teams) -> Any:
        asked = await planned(teams)
        await teams.say("Tom", "hello", "hello from Tom")
        await dropped(teams, "tom", text=text)
        last = teams.said()[-1].splitlines()[-1]
        kept = (tmp_path / "files").exists()
        return asked, last, kept

    said = "“people.csv” arrived. I can’t read files yet: tell me in words what you need."
    assert played(tmp_path, scene) == ([], said, False)


def test_a_picture_is_no_list(tmp_path: Path) -> None:
    async def scene(teams: Teams) -> Any:
        asked = await planned(teams)
        user = teams.connector.people["29:ana"]
        sent = activities.message("1", user, user["email"], teams.connector.url, "")
        sent["attachments"] += [{"contentType": "image/png", "contentUrl": ADDRESS}]
        await teams.post(sent)
        await teams.delivered()
        return asked, teams.said()

    asked, said = played(tmp_path, scene)
    assert (asked, said) == ([], [GONE.replace("“people.csv”", "your file")])
