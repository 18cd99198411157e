"""An organiser who drops a file on a bot that keeps it on this machine."""

from pathlib import Path
from typing import Any

from bot.model.conversation import Attachment, Incoming, Press, Sender
from bot.model.importing import Import
from bot.model.people import Place
from bot.services.files.kept import KeptFiles

from .desk import NOW, Desk

ANA, CHANNEL = "ana@example.org", "page"


def with_files(desk: Desk, folder: Path) -> None:
    """Let the page give files out of a folder."""
    files = desk.house.assistant.house.files
    assert isinstance(files, KeptFiles)

    async def fetch(source: str) -> bytes:
        return (folder / source).read_bytes()

    files._channels = {CHANNEL: fetch}


async def said(desk: Desk, id_: str, **more: Any) -> str:
    """What Ana is answered."""
    incoming = Incoming(
        id=id_,
        place=Place(CHANNEL, ANA),
        sender=Sender(ANA, "Ana Roy"),
        private=True,
        at=NOW,
        **more,
    )
    answer = await desk.house.assistant.hear(incoming)
    return answer.text


async def dropped(desk: Desk, file: Path) -> str:
    """What Ana is answered who drops a file."""
    return await said(desk, f"drop/{file.name}", files=(Attachment(file.name, file.name),))


async def pressed(desk: Desk, button: str) -> str:
    """What Ana is answered who presses a button of the first file’s card."""
    return await said(desk, button, press=Press("registration_file-1", button, {}))


def importing(desk: Desk) -> Import:
    """How the first file stands."""
    found = desk.view.get(Import, "1")
    assert found is not None
    return found


def kept(folder: Path) -> list[str]:
    """The files that are kept."""
    return [each.name for each in (folder / "data" / "files").iterdir()]
