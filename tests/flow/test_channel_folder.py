"""In local mode posts to the channel of Teams stay in a folder, and the local page shows them."""

import asyncio
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from bot import settings
from bot.app.ways_out import channel_folder, setup, teams_channel
from bot.clock import StillClock
from bot.commands import mass_mail
from bot.errors import Rejected, TryLater
from bot.model.outbox import Message, Sending
from bot.model.outcome import Outcome
from bot.services.flow.channel import CHANNEL
from bot.services.flow.folder import FolderChannel, listing
from tests.pages.site import Site, served
from tests.promoting.house import NOW, RECORDS

from .test_channel import POST, sending

TITLES = [
    "Mini discussion: Digital credentials and privacy",
    "Mini-discussion\u00a0: Titres numériques et vie privée",
]


def kept(folder: Path, *sendings: Sending) -> list[str]:
    """The names of the files, after these sendings in turn."""
    door = FolderChannel(folder, StillClock(NOW))

    async def scene() -> list[str]:
        return [(await door.send(each))["file"] for each in sendings]

    return asyncio.run(scene())


def test_a_post_is_a_file_as_the_webhook_takes_it_and_the_latest_is_shown_first(
    tmp_path: Path,
) -> None:
    first, second = kept(tmp_path, sending(), replace(sending(), key="other"))
    assert (tmp_path / first).read_text("utf-8") == POST.text
    assert [(each.name, each.at) for each in listing(tmp_path)] == [(second, NOW), (first, NOW)]
    card = next(listing(tmp_path)).card
    assert [each["items"][0]["text"] for each in card["body"]] == TITLES


def test_what_leaves_twice_is_kept_once_also_by_a_new_process(tmp_path: Path) -> None:
    names = [*kept(tmp_path, sending(), sending()), *kept(tmp_path, sending())]
    assert len(set(names)) == 1
    assert len(list(listing(tmp_path))) == 1


def test_a_folder_that_takes_nothing_is_tried_later(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(TryLater):
        kept(tmp_path / "file", sending())


def test_what_is_no_post_is_refused_as_the_webhook_refuses_it(tmp_path: Path) -> None:
    with pytest.raises(Rejected):
        kept(tmp_path, sending(Message("Hello")))


class Kim:
    """Somebody who is to be forgotten."""

    address = "kim@example.org"

    def unnamed(self, text: str) -> str:
        """Without her."""
        return text.replace("Zoé", "…")


def test_a_post_that_names_somebody_is_forgotten_with_them(tmp_path: Path) -> None:
    named = replace(sending(), key="named")
    kept(tmp_path, named)
    (stored,) = listing(tmp_path)
    (tmp_path / stored.name).write_text(POST.text.replace("credentials", "Zoé"), "utf-8")
    kept(tmp_path, sending())
    asyncio.run(FolderChannel(tmp_path, StillClock(NOW)).forget(Kim()))
    assert [each.name == stored.name for each in listing(tmp_path)] == [False]


def test_local_mode_has_it_unless_a_webhook_is_set(tmp_path: Path) -> None:
    plain = settings.read({"CIRCUIT_DATA": str(tmp_path)}, Path("none"))
    (door,) = teams_channel(plain, StillClock(NOW))
    assert isinstance(door, FolderChannel)
    assert door.name == CHANNEL
    assert setup(plain).posts_to_teams
    assert channel_folder(plain) == tmp_path / "teams_channel"
    assert str(mass_mail.teams_channel(plain)) == (
        "ok       posts to a channel of Teams stay on the local page; set CIRCUIT_TEAMS_CHANNEL_URL"
    )


async def posted(site: Site) -> None:
    """A post is approved, and a press sends it to the channel."""
    for record in RECORDS:
        await site.house.assistant.house.store.run(Outcome(saves=(record,)).regardless)
    await site.say("Ana", "draft the Teams post for session 1")
    await site.say("Ana", "ask for a yes")
    await site.say("Ben", "approve the Teams post for session 1")
    await site.say("Ana", "send the Teams post for session 1")
    await site.say("Ana", "send it now")
    await site.delivered()


def test_the_local_page_shows_what_stands_in_the_channel(tmp_path: Path) -> None:
    async def scene() -> list[dict[str, object]]:
        async with served(tmp_path) as site:
            assert (await site.state())["channel"] == []
            await posted(site)
            return list((await site.state())["channel"])

    (shown,) = asyncio.run(scene())
    (stored,) = listing(tmp_path / "teams_channel")
    assert shown == {**asdict(stored), "at": str(NOW)}
