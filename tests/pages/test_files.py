"""Files on the local page: dropped, fetched as from other platforms, and handed out."""

import asyncio
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from bot.channels.pages.shared import MOST_KEPT, SharedFiles
from bot.documents.tables.limits import LARGEST
from bot.errors import Rejected
from bot.model.registration import Registration

from .site import SESSION, Said, Site, served

BYTES = {"Content-Type": "application/octet-stream"}
PEOPLE = b"Email,Name\nkim@example.net,Kim\n"
UNREADABLE = Said(400, "The request cannot be read.")
LETTER = b"From: kim@example.net\nTo: team@example.org\nSubject: Hello\n\nI will come.\n"


async def drop(site: Site, content: bytes) -> str:
    """By what a file is found that was dropped."""
    async with site.http.post("/local/files", data=content, headers=BYTES) as response:
        assert response.status == 200
        return str((await response.json())["source"])


async def send(site: Site, name: str, content: bytes, text: str = "", who: str = "Ana") -> str:
    """What is answered to a file."""
    given = {"name": name, "source": await drop(site, content)}
    said = await site.say(who, text, files=[given])  # type: ignore[arg-type]
    assert said.status == 200, said.text
    await site.delivered()
    return str((await site.history())[-1]["text"])


def played(folder: Path, scene: Callable[[Site], Any]) -> Any:
    """What comes of a scene on a page where one session is planned."""

    async def play() -> Any:
        async with served(folder) as site:
            await site.say("Ana", SESSION)
            await site.say("Ana", "la biométrie")
            return await scene(site)

    return asyncio.run(play())


def test_a_file_is_shown_first_and_taken_in_by_one_press(tmp_path: Path) -> None:
    async def scene(site: Site) -> Any:
        shown = await send(site, "people.csv", PEOPLE)
        await site.press("Ana", "registration_file-1", "go")
        await site.delivered()
        registered = site.view.find(Registration, "standing_in", "1/registered")
        mine = [each for each in await site.history() if each["files"]]
        return shown.splitlines()[:2], [each.address for each in registered], mine

    shown, registered, mine = played(tmp_path, scene)
    assert shown[0].startswith("“people.csv”, for session 1, “biometrics”")
    assert (shown[1], registered) == ("• 1 new", ["kim@example.net"])
    source = SharedFiles(tmp_path / "elsewhere").keep(PEOPLE)
    assert [(each["who"], each["text"], each["files"]) for each in mine] == [
        ("ana@example.org", "", [{"name": "people.csv", "source": source, "size": len(PEOPLE)}])
    ]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "letter.eml",
            LETTER,
            "“letter.eml” is not a table. I read Excel workbooks (.xlsx) and csv files (.csv).",
        ),
        (
            "picture.png",
            b"\x89PNG\r\n\x1a\n\0\0",
            "“picture.png” is not a table. I read Excel workbooks (.xlsx) and csv files (.csv).",
        ),
        (
            "none.csv",
            b"",
            "“none.csv” arrived empty. Please export it again and send it once more.",
        ),
    ],
)
def test_what_is_no_list_is_refused_with_words(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    assert played(tmp_path, lambda site: send(site, name, content)).splitlines()[0] == said


def test_a_file_of_somebody_else_is_acknowledged_by_its_name(tmp_path: Path) -> None:
    said = played(tmp_path, lambda site: send(site, "talk.pptx", b"x", "help", who="Tom"))
    assert said.splitlines()[-1] == (
        "“talk.pptx” arrived. I can’t read files yet: tell me in words what you need."
    )


def test_what_is_just_within_the_limit_is_kept_and_one_byte_more_is_not(tmp_path: Path) -> None:
    async def scene(site: Site) -> tuple[int, int]:
        large = await site.post("/local/files", data=BytesIO(b"a" * LARGEST), headers=BYTES)
        larger = await site.post("/local/files", data=BytesIO(b"a" * (LARGEST + 1)), headers=BYTES)
        return large.status, larger.status

    assert played(tmp_path, scene) == (200, 413)


def test_a_file_the_bot_hands_out_is_saved_as_it_is_and_never_shown(tmp_path: Path) -> None:
    async def scene(site: Site) -> Any:
        await site.say("Ana", "announce session 1")
        await site.say("Tom", "add it to my calendar")
        handed = [each["files"] for each in await site.history() if each["files"]]
        async with site.http.get(f"/local/files/{handed[0][0]['source']}") as response:
            return handed, dict(response.headers), await response.read()

    handed, headers, content = played(tmp_path, scene)
    assert [file["name"] for files in handed for file in files] == ["session-1.ics"]
    assert (headers["Content-Disposition"], headers["Content-Type"]) == (
        "attachment",
        "application/octet-stream",
    )
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")


@pytest.mark.parametrize(
    "files",
    [
        "people.csv",
        ["people.csv"],
        [{"name": "people.csv"}],
        [{"name": "people.csv", "source": "0" * 32}],
        [{"name": "people.csv", "source": "../history.jsonl"}],
        [{}] * 6,
    ],
)
def test_a_file_that_was_not_dropped_is_none(tmp_path: Path, files: Any) -> None:
    async def scene(site: Site) -> tuple[Said, Said]:
        elsewhere = await site.get("/local/files/..%2Fhistory.jsonl")
        return await site.say("Ana", "help", files=files), elsewhere

    said, elsewhere = played(tmp_path, scene)
    assert (said, elsewhere.status) == (UNREADABLE, 404)


def test_a_file_comes_as_bytes_and_in_no_other_way(tmp_path: Path) -> None:
    async def scene(site: Site) -> Said:
        return await site.post("/local/files", data=PEOPLE, headers={"Content-Type": "text/plain"})

    assert played(tmp_path, scene) == UNREADABLE


def test_files_do_not_outlive_somebody_who_is_forgotten(tmp_path: Path) -> None:
    files = SharedFiles(tmp_path / "files")
    files.clear()
    source = files.keep(PEOPLE)
    files.clear()
    with pytest.raises(Rejected):
        files.at(source)


def test_the_oldest_of_many_files_go(tmp_path: Path) -> None:
    files = SharedFiles(tmp_path / "files")
    first, *_, last = [files.keep(b"%d" % number) for number in range(MOST_KEPT + 1)]
    assert len(list((tmp_path / "files").iterdir())) == MOST_KEPT
    assert asyncio.run(files.file(last)) == b"%d" % MOST_KEPT
    with pytest.raises(Rejected):
        files.at(first)
