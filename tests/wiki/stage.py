"""A stage for talks with a wiki behind the bot: one in memory that keeps every version."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot import app, settings
from bot.assistant import Assistant
from bot.assistant.doors import Door
from bot.channels.terminal.stage import CHANNEL, DirectStage, Ears
from bot.channels.terminal.talk import Step
from bot.model.setup import Wiki
from bot.model.wiki import WIKI

from .fake import URL, MemoryWiki, Unhurried

BOT_PASSWORD = {"CIRCUIT_WIKI_USER": "Circuit@bot", "CIRCUIT_WIKI_PASSWORD": "x" * 32}


class WikiStage(DirectStage):
    """The people of a talk, and what befalls the wiki.

    ``Kim: session 1: Sam -> Samira`` edits the page whose name has ``session 1``; ``Kim: session 1:
    gone`` deletes it; ``-> nothing`` takes something out. ``Wiki: the wiki is read-only`` makes it so until ``Wiki: open``; ``Wiki:
    blocked`` blocks the account.
    """

    def __init__(self, stage: DirectStage, wiki: MemoryWiki) -> None:
        """The same house with one door more."""
        house = stage._assistant.house
        door: Door = Unhurried(wiki)
        doors: Mapping[str, Door] = {**house.doors, WIKI: door}
        setup = replace(house.setup, wiki=Wiki(URL, writes=True))
        assistant = Assistant(replace(house, doors=doors, setup=setup))
        ears = house.doors[CHANNEL]
        assert isinstance(ears, Ears)
        super().__init__(assistant, ears, app.CAST)
        self.wiki = wiki

    async def act(self, step: Step) -> None:
        """Do what the step says; what befalls the wiki is not said to the bot."""
        if step.who == "Kim":
            self._edit(*step.text.split(": ", 1))
        elif step.who == "Wiki":
            self.wiki.state = "" if step.text == "open" else step.text
        else:
            await super().act(step)

    def _edit(self, named: str, change: str) -> None:
        [title] = [each for each, versions in self.wiki.pages.items() if named in each and versions]
        versions = self.wiki.pages[title]
        if change == "gone":
            versions.clear()
            return
        old, new = change.split(" -> ")
        new = "" if new == "nothing" else new
        assert old in versions[-1], versions[-1]
        versions.append(versions[-1].replace(old, new))

    @property
    def assistant(self) -> Assistant:
        """The assistant on the stage."""
        return self._assistant


async def staged(start: datetime, wiki: MemoryWiki | None = None) -> WikiStage:
    """The cast of local mode around a bot in memory that may write on a wiki."""
    plain = await app.stage(settings.read({}), start)
    return WikiStage(plain, wiki or MemoryWiki())


def steps_of(parsed: list[Step]) -> tuple[datetime, list[Step]]:
    """When a talk begins, and what follows."""
    assert parsed[0].now is not None, "a talk begins with Now:"
    return parsed[0].now, parsed[1:]
