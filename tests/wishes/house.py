"""The real application with people who registered, and letters to them that nobody asked for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from bot.model.mailing import Mailing, Stage
from bot.model.outcome import Outcome
from bot.model.record import Record
from bot.skills.reminders.wording import ours
from tests.mailings.house import ANNOUNCED, registration
from tests.pages.site import NOW, Site, served

PUBLIC = "https://circuit.example.org"


@asynccontextmanager
async def home(folder: Path, many: int, url: str = PUBLIC) -> AsyncIterator[Site]:
    """A bot that people reach at this address, with so many registrations."""
    async with served(folder, public_url=url) as site:
        await file(site, ANNOUNCED, *(registration(n, language="en") for n in range(many)))
        yield site


async def file(site: Site, *records: Record) -> None:
    """File records as they are."""
    await site.house.assistant.house.store.run(Outcome(saves=records).regardless)


def news(number: str, kind: str = "news") -> Mailing:
    """Letters of a kind that nobody asked for, unless another is given, ready to leave."""
    return Mailing(
        id=number,
        skill="reminders",
        kind=kind,
        about="session/1",
        wordings=ours(),
        stage=Stage.WAITING,
        created=NOW,
        frozen=NOW,
        total=1,
        facts={"groups": ["registered"]},
    )


async def sent(site: Site, folder: Path, mailing: Mailing) -> list[EmailMessage]:
    """The letters of a mailing, in their order, once it is over."""
    before = len(letters(folder))
    await file(site, mailing)
    await site.delivered()
    return letters(folder)[before:]


def letters(folder: Path) -> list[EmailMessage]:
    """All letters in the folder of mail, in their order."""
    written = (each.read_bytes() for each in files(folder))
    return [message_from_bytes(each, policy=policy.SMTPUTF8) for each in written]


def files(folder: Path) -> list[Path]:
    """The files of the letters, in the order they came."""
    return sorted((folder / "mail").glob("*.eml"))


def text(letter: EmailMessage) -> str:
    """The plain text of a letter."""
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")
