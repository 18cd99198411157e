"""Mail kept in a folder: one file a letter, in order; what the local page shows."""

import asyncio
import hashlib
import os
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.assistant.doors import Again, Forgotten
from bot.documents.form_letter import FormLetter
from bot.documents.letter import Written
from bot.errors import TryLater
from bot.model.outbox import Letter, Sending
from bot.services.mail import House, Time, Writer, form, message_id

NAME = re.compile(r"(?P<number>\d{5,9})-[a-z0-9.@_+-]{1,80}-(?P<mark>[0-9a-f]{12})\.eml")
UNSAFE = re.compile(r"[^a-z0-9.@_+-]+")


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
        self._writer = Writer(house, time)
        self._kept: dict[str, str] | None = None
        self._turn = asyncio.Lock()

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """The Message-ID and the name of the file; raises TryLater or Rejected."""
        return await self.post(await self._writer.written(sending))

    async def post(self, letter: Written, attempts: int = 0) -> Mapping[str, str]:  # noqa: ARG002 - a folder takes it at once
        """The same, for a letter that is written already."""
        async with self._turn:
            try:
                name = await asyncio.to_thread(self._keep, letter)
            except OSError as problem:
                self._kept = None
                raise TryLater(f"the folder of mail: {type(problem).__name__}") from None
        return {"message_id": letter.message_id, "file": name}

    def form(self, letter: Letter, blanks: Collection[str]) -> FormLetter:
        """The letter, laid out for many. Raises ValueError if its blanks are not those named."""
        return form(letter, blanks, self._house, self._time.now())

    def message_id(self, key: str) -> str:
        """The Message-ID of the letter with this key."""
        return message_id(key, self._house)

    async def close(self) -> None:
        """Nothing to let go of."""

    async def forget(self, person: Forgotten) -> None:
        """Keep no letter to this person, or of them."""
        async with self._turn:
            await asyncio.to_thread(self._forget, person)
            self._kept = None

    def _forget(self, person: Forgotten) -> None:
        for name in _names(self._folder):
            mail = _stored(self._folder / name)
            said = f"{mail.to}\n{mail.subject}\n{mail.text}\n{mail.html}"
            if person.unnamed(said) != said:
                (self._folder / name).unlink(missing_ok=True)
        _stored.cache_clear()

    def _keep(self, letter: Written) -> str:
        """The name of the file that now holds the letter; a second try of it is not kept twice."""
        if self._kept is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._kept = {_mark(name): name for name in _names(self._folder)}
        mark = hashlib.sha256(letter.message_id.encode()).hexdigest()[:12]
        if mark not in self._kept:
            latest = next(reversed(self._kept.values()), "0")
            number = _number(latest) + 1
            name = f"{number:05d}-{UNSAFE.sub('_', letter.to.lower())[:80]}-{mark}.eml"
            _write(self._folder / name, letter.raw)
            self._kept[mark] = name
        return self._kept[mark]


def _write(file: Path, content: bytes) -> None:
    """A new file, whole or not at all."""
    if file.exists():
        raise FileExistsError(file)
    aside = file.with_suffix(".part")
    with aside.open("wb") as part:
        part.write(content)
        part.flush()
        os.fsync(part.fileno())
    aside.rename(file)


def _names(folder: Path) -> list[str]:
    """The names of the letters in the folder, in the order they came."""
    names = (each.name for each in folder.glob("*.eml"))
    return sorted((name for name in names if NAME.fullmatch(name)), key=_number)


def _number(name: str) -> int:
    return int(name.partition("-")[0])


def _mark(name: str) -> str:
    """What tells a letter from every other: it comes from the Message-ID."""
    return name[-16:-4]


def listing(folder: Path) -> Iterator[StoredMail]:
    """The letters of the folder, latest first, each read when it is asked for."""
    return (_stored(folder / name) for name in reversed(_names(folder)))


def read(folder: Path, name: str) -> StoredMail | None:
    """One letter by the name of its file; None if there is none of that name here."""
    file = folder / name
    return _stored(file) if NAME.fullmatch(name) and file.is_file() else None


@lru_cache(maxsize=1000)
def _stored(file: Path) -> StoredMail:
    """The letter in a file; kept in memory, as a letter never changes once it is there."""
    mail = message_from_bytes(file.read_bytes(), policy=policy.SMTPUTF8)
    assert isinstance(mail, EmailMessage)
    text, page = mail.get_body(("plain",)), mail.get_body(("html",))
    return StoredMail(
        name=file.name,
        to=_address(mail),
        subject=str(mail["Subject"]),
        date=mail["Date"].datetime.isoformat(),
        text=_words(text),
        html=_words(page),
        invite=_invite(mail),
    )


def _address(mail: EmailMessage) -> str:
    # The parser of the standard library leaves bytes outside ASCII undecoded in an address.
    written = str(mail["To"].addresses[0].addr_spec)
    return written.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _words(part: MIMEPart | None) -> str:
    return str(part.get_content()).replace("\r\n", "\n") if part else ""


def _invite(mail: EmailMessage) -> StoredInvite | None:
    for part in mail.walk():
        if part.get_content_type() == "text/calendar":
            return _entry(str(part.get_content()))
    return None


def _entry(source: str) -> StoredInvite:
    from icalendar import Calendar

    calendar = Calendar.from_ical(source)
    event: Any = calendar.walk("VEVENT")[0]
    return StoredInvite(
        method=str(calendar["method"]),
        uid=str(event["uid"]),
        sequence=int(event["sequence"]),
        starts=event["dtstart"].dt,
        ends=event["dtend"].dt,
        summary=str(event["summary"]),
        file=source,
    )
