"""Mail kept in a folder: one file a letter, in order; what the local page shows."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from bot.assistant.doors import Again
from bot.model.outbox import Sending
from bot.services.mail import House, Time, written

NAME = re.compile(r"\d{5}-[a-z0-9.@_+-]{1,80}\.eml")
UNSAFE = re.compile(r"[^a-z0-9.@_+-]")


@dataclass(frozen=True, slots=True)
class StoredInvite:
    """The calendar entry a letter carries."""

    method: str
    uid: str
    sequence: int
    starts: datetime
    ends: datetime
    summary: str
    file: str


@dataclass(frozen=True, slots=True)
class StoredMail:
    """A letter in the folder."""

    name: str
    to: str
    subject: str
    date: str
    text: str
    html: str
    invite: StoredInvite | None


class FolderMail:
    """A door to a folder."""

    name = "mail"
    rate = 500.0
    again: Again = "resend"

    def __init__(self, folder: Path, house: House, time: Time) -> None:
        """The folder is made when the first letter comes."""
        self._folder, self._house, self._time = folder, house, time
        self._turn = asyncio.Lock()

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """The Message-ID and the name of the file; raises Rejected."""
        mail = written(sending, self._house, self._time.now())
        async with self._turn:
            name = await asyncio.to_thread(_keep, self._folder, mail)
        return {"message_id": str(mail["Message-ID"]), "file": name}

    async def close(self) -> None:
        """Nothing to let go of."""


def _keep(folder: Path, mail: EmailMessage) -> str:
    """The name of the file that now holds the letter; a second try of it is not kept twice."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = sorted(each.name for each in folder.glob("*.eml") if NAME.fullmatch(each.name))
    if kept and _same(folder / kept[-1], mail):
        return kept[-1]
    number = int(kept[-1][:5]) + 1 if kept else 1
    name = f"{number:05d}-{UNSAFE.sub('_', _address(mail).lower())[:80]}.eml"
    aside = folder / f"{name}.part"
    aside.write_bytes(bytes(mail))
    aside.rename(folder / name)
    return name


def _same(file: Path, mail: EmailMessage) -> bool:
    return str(_parsed(file)["Message-ID"]) == str(mail["Message-ID"])


def _address(mail: EmailMessage) -> str:
    return str(mail["To"].addresses[0].addr_spec)


def listing(folder: Path) -> list[StoredMail]:
    """The letters of the folder, latest first."""
    names = sorted((each.name for each in folder.glob("*.eml")), reverse=True)
    return [stored for name in names if (stored := read(folder, name)) is not None]


def read(folder: Path, name: str) -> StoredMail | None:
    """One letter by the name of its file; None if there is none of that name here."""
    file = folder / name
    if not NAME.fullmatch(name) or not file.is_file():
        return None
    mail = _parsed(file)
    text, page = mail.get_body(("plain",)), mail.get_body(("html",))
    return StoredMail(
        name=name,
        to=_address(mail),
        subject=str(mail["Subject"]),
        date=mail["Date"].datetime.isoformat(),
        text=str(text.get_content()) if text else "",
        html=str(page.get_content()) if page else "",
        invite=_invite(mail),
    )


def _parsed(file: Path) -> EmailMessage:
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def _invite(mail: EmailMessage) -> StoredInvite | None:
    for part in mail.walk():
        if part.get_content_type() == "text/calendar":
            from icalendar import Calendar

            source = part.get_content()
            calendar = Calendar.from_ical(source)
            event: Any = calendar.walk("VEVENT")[0]
            return StoredInvite(
                method=str(calendar["method"]),
                uid=str(event["uid"]),
                sequence=int(event["sequence"]),
                starts=event["dtstart"].dt,
                ends=event["dtend"].dt,
                summary=str(event["summary"]),
                file=str(source),
            )
    return None
