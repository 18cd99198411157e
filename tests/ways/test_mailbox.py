"""``circuit mailbox`` and the folder of incoming mail: each message once, whatever lies there."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from bot.app import CAST
from bot.commands.mailbox import Watched, look
from bot.context import Context
from bot.documents.returned import Reply
from bot.errors import Misconfigured
from bot.model.conversation import Incoming
from bot.model.outbox import letter_mark
from bot.model.people import Place
from bot.model.session import Phase
from bot.model.suppression import Suppressed
from bot.registering.posted import sessions_of
from bot.services.files import apart, mailbox
from bot.services.files.mailbox import Piece, pieces
from tests.mailings.house import registration
from tests.returned.samples import GMAIL, LETTER, OUT_OF_OFFICE, dsn, reply

from .desk import NOW, Desk, of_json, opened

pytestmark = pytest.mark.slow

KIM = "kim@example.net"
OURS = f"<{letter_mark(f'registration/confirmed/1/{KIM}/1')}@example.org>"


def gone(content: bytes) -> bytes:
    """A report of the confirmation that Kim did not get."""
    return content.replace(LETTER.encode(), OURS.encode())


BOUNCE, CANNOT_COME = gone(dsn()), reply("I can't come", letter=OURS)
MAIL = {
    "1.eml": BOUNCE,
    "2.eml": CANNOT_COME,
    "3.eml": OUT_OF_OFFICE,
    "4.eml": b"no mail at all",
    "5.eml": dsn(status="5.1.2"),
    "6.eml": gone(dsn(status="4.2.2", action="delayed")),
}
RESULTS = ["bounced", "asked", "automatic", "unreadable", "unknown", "delayed"]


def run(folder: Path, scene: Callable[[Desk], Awaitable[Any]]) -> Any:
    async def played() -> Any:
        async with opened(folder, phase=Phase.ANNOUNCED) as desk:
            await desk.file(registration(0, address=KIM))
            return await scene(desk)

    return asyncio.run(played())


def filled(folder: Path, mail: dict[str, bytes] = MAIL) -> Path:
    """A folder with these files in it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in mail.items():
        (folder / name).write_bytes(content)
    return folder


async def results(desk: Desk, path: Path) -> list[str]:
    _, said = await desk.call(look, {"path": str(path), "json": "yes"})
    return [each["result"] for each in of_json(said)["messages"]]


def test_each_message_is_told_and_taken_once(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> Any:
        box = filled(tmp_path / "in")
        before = {each.name: each.read_bytes() for each in box.iterdir()}
        first, second = await results(desk, box), await results(desk, box)
        after = {each.name: each.read_bytes() for each in box.iterdir()}
        listed = [each.address for each in desk.view.find(Suppressed, "why", "bounced")]
        return first, second, before == after, listed

    assert run(tmp_path, scene) == (RESULTS, ["known"] * 6, True, [KIM])


def test_the_letter_that_left_is_known_by_what_comes_back(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> Any:
        assistant = desk.house.assistant
        room = Place("page", "tom@example.org")
        for number, words in enumerate(["sign me up for session 1", "cancel my registration"] * 2):
            said = Incoming(
                id=str(number), place=room, sender=CAST["Tom"], private=True, at=NOW, text=words
            )
            await assistant.hear(said)
            await assistant.settle()
        letters = sorted((desk.folder / "data" / "mail").iterdir())
        found = []
        for number, letter in enumerate(letters):
            written = message_from_bytes(letter.read_bytes())["Message-ID"]
            again = reply("Thanks", sender="tom@example.org", letter=written)
            box = filled(tmp_path / str(number), {"1.eml": again})
            read = await mailbox.read([*pieces(box)])
            mail = read[0].mail
            assert isinstance(mail, Reply)
            context = Context(desk.view, NOW, assistant.house.setup, "")
            about = next(iter(sessions_of(context, mail.address, mail.letters[:1])), None)
            found.append(about.id if about else "")
        return len(letters), set(found)

    assert run(tmp_path, scene) == (4, {"1"})


def test_in_words_it_names_files_and_no_address(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> Any:
        box = filled(tmp_path / "in", {"1.eml": BOUNCE, "2.eml": CANNOT_COME})
        return await desk.call(look, {"path": str(box), "json": ""})

    lines = ["bounced     1.eml  0", "asked       2.eml  0", "bounced 1, asked 1"]
    assert run(tmp_path, scene) == (0, lines)


def test_a_maildir_an_mbox_and_a_file_are_read_alike(tmp_path: Path) -> None:
    box = tmp_path / "mbox"
    several = [BOUNCE, CANNOT_COME.replace(b"I can't", b"From me: I can't"), gone(GMAIL)]
    box.write_bytes(
        b"".join(b"From a@b Tue Jan 12 09:00:00 2027\n" + each + b"\n\n" for each in several)
    )
    filled(tmp_path / "maildir" / "new", {"1.a": BOUNCE, ".part": BOUNCE})
    filled(tmp_path / "maildir" / "cur", {"2.b:2,S": OUT_OF_OFFICE})
    filled(tmp_path / "maildir" / "tmp", {"3.c": GMAIL})

    async def scene(desk: Desk) -> Any:
        return (
            await results(desk, box),
            await results(desk, tmp_path / "maildir"),
            await results(desk, filled(tmp_path / "one", {"one.dsn": gone(GMAIL)}) / "one.dsn"),
        )

    expected = (["bounced", "asked", "bounced"], ["automatic", "known"], ["known"])
    found = run(tmp_path, scene)
    assert (found[0], sorted(found[1]), found[2]) == expected


def test_an_mbox_is_cut_where_messages_begin(tmp_path: Path) -> None:
    box = tmp_path / "mbox"
    box.write_bytes(
        b"From a Tue Jan 12 9:00 2027\nX: 1\n\nFrom me\nFrom b Tue Jan 12 9:00\n\nFrom b Tue Jan 12 9:00\nX: 2\n\n"
    )
    found = [box.read_bytes()[each.start : each.start + each.length] for each in pieces(box)]
    assert found == [b"X: 1\n\nFrom me\nFrom b Tue Jan 12 9:00\n\n", b"X: 2\n\n"]


@pytest.mark.parametrize("what", ["nothing", "an empty file", "an empty folder"])
def test_where_there_is_no_mail_that_is_said(tmp_path: Path, what: str) -> None:
    path = tmp_path / "in"
    if what == "an empty file":
        path.touch()
    if what == "an empty folder":
        path.mkdir()

    async def scene(desk: Desk) -> Any:
        try:
            return await desk.call(look, {"path": str(path), "json": ""})
        except Misconfigured as problem:
            return str(problem)

    expected: dict[str, object] = {
        "nothing": f"{path} cannot be read: No such file or directory.",
        "an empty file": (0, ["unreadable  in  0", "unreadable 1"]),
        "an empty folder": (0, ["no mail"]),
    }
    assert run(tmp_path, scene) == expected[what]


def test_the_folder_is_watched_for_what_is_whole(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> Any:
        box = filled(tmp_path / "in", {"1.eml": BOUNCE})
        watched = Watched(desk.house.assistant, box)
        looks = [[each.result for each in await watched.look()] for _ in range(3)]
        (box / "2.eml").write_bytes(CANNOT_COME[:50])
        looks.append([each.result for each in await watched.look()])
        (box / "2.eml").write_bytes(CANNOT_COME)
        looks += [[each.result for each in await watched.look()] for _ in range(2)]
        (box / "1.eml").unlink()
        looks.append([each.result for each in await watched.look()])
        return looks

    assert run(tmp_path, scene) == [[], ["bounced"], [], [], [], ["asked"], []]


def test_a_watcher_that_begins_anew_takes_nothing_twice(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> Any:
        box = filled(tmp_path / "in")
        looks = []
        for _ in range(2):
            watched = Watched(desk.house.assistant, box)
            await watched.look()
            looks.append([each.result for each in await watched.look()])
        return looks

    assert run(tmp_path, scene) == [RESULTS, ["known"] * 6]


def test_one_message_that_breaks_the_reader_holds_up_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = filled(tmp_path / "in", {f"{n}.eml": OUT_OF_OFFICE + b"%d" % n for n in range(7)})
    done = apart.done_apart

    async def breaks(module: str, given: bytes) -> bytes | None:
        return None if b"4.eml" in given else await done(module, given)

    monkeypatch.setattr("bot.services.files.mailbox.done_apart", breaks)
    found = asyncio.run(mailbox.read([*pieces(box)]))
    read = [(Path(each.piece.file).name, each.mail is None) for each in found]
    assert read == [(f"{n}.eml", n == 4) for n in range(7)]


def test_what_is_gone_or_may_not_be_read_is_left_out(tmp_path: Path) -> None:
    gone_file = Piece(str(tmp_path / "gone.eml"), 0, 10)
    assert asyncio.run(mailbox.read([gone_file])) == []


def test_links_out_of_the_folder_and_folders_in_it_break_nothing(tmp_path: Path) -> None:
    box = filled(tmp_path / "in", {"1.eml": OUT_OF_OFFICE})
    (box / "2.eml").mkdir()
    (box / "3.eml").symlink_to(tmp_path / "nowhere")
    os.mkfifo(box / "4.eml")
    assert [Path(each.file).name for each in pieces(box)] == ["1.eml"]
