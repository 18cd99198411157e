"""A transcript that is dropped in a chat: shown first, kept by a press, the same twice is nothing."""

from pathlib import Path
from typing import Any

from bot.model.conversation import Attachment
from bot.model.summary import Summary
from tests.afterwards.talk import FRENCH, teams, webex, zoom
from tests.attending.stage import card, gives_files, press, say
from tests.ways.desk import Desk

from .test_bringing import played

WORDS = "import the transcript of session 1"


async def bring(desk: Desk, name: str, words: str) -> str:
    await say(desk, f"drop/{name}/{words}", text=words, files=(Attachment(name, name),))
    return card(desk, "summary")


def test_a_transcript_is_shown_kept_and_known_again(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> Any:
        gives_files(desk, {"a.vtt": teams(), "b.txt": zoom(), "c.vtt": b"", "d.vtt": webex(FRENCH)})
        shown = await bring(desk, "a.vtt", "")
        before = desk.view.get(Summary, "1")
        await press(desk, "summary-file.1", "go")
        kept = desk.view.get(Summary, "1")
        said = card(desk, "summary")
        await bring(desk, "b.txt", WORDS)
        await press(desk, "summary-file.2", "go")
        again = desk.view.get(Summary, "1")
        empty = await bring(desk, "c.vtt", WORDS)
        await bring(desk, "d.vtt", WORDS)
        await press(desk, "summary-file.4", "go")
        other = card(desk, "summary")
        return shown, before, kept, said, again, empty, other

    shown, before, kept, said, again, empty, other = played(tmp_path, scene)
    assert shown.startswith("“a.vtt”, for session 1, “biometrics”: ")
    assert shown.endswith("The transcript itself is not kept.")
    assert before is None
    assert kept is not None
    assert kept.points
    assert kept.en.written == "transcript"
    assert again == kept
    assert said.splitlines()[-1] == "Next, write “draft the summary of session 1”."
    assert empty.startswith("This transcript is empty")
    assert other != said
