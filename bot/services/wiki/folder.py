"""A stand-in for the wiki: each page is a file of wikitext in a folder, which people may edit."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, unquote

from bot.errors import TryLater
from bot.model.wiki import Late
from bot.services.wiki.answers import ChangedMeanwhileError
from bot.services.wiki.site import Found

ENDING = ".wikitext"
AS_IN_A_BROWSER = "!'()*~"
"""What encodeURIComponent leaves as it is, beside letters, digits, ``-``, ``.`` and ``_``."""


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page of the folder: its title, its wikitext, and when it was last written, in UTC."""

    title: str
    text: str
    at: datetime


class FolderPages:
    """The pages of a folder, read and written as those of a wiki."""

    def __init__(self, folder: Path, address: str) -> None:
        """The folder is made with the first page; ``address`` and a title show a page."""
        self._folder, self._address = folder, address

    def read(self, title: str) -> Found:
        """The page as it is now. Raises TryLater where the folder cannot be read."""
        try:
            text = _text(_file(self._folder, title))
        except OSError:
            raise TryLater(Late.AWAY) from None
        address = f"{self._address}/{quote(title, safe=AS_IN_A_BROWSER)}"
        return Found(title, text, _revision(text), "", address)

    def write(self, over: Found, text: str, _summary: str) -> str:
        """Where the page is shown, written over what was read.

        Raises ChangedMeanwhileError where it is no longer as it was read, TryLater.
        """
        file = _file(self._folder, over.title)
        try:
            if _text(file) != over.text:
                raise ChangedMeanwhileError
            _keep(file, text)
        except OSError:
            raise TryLater(Late.AWAY) from None
        return over.address

    def close(self) -> None:
        """Nothing to let go of."""


def listing(folder: Path) -> Iterator[StoredPage]:
    """The pages of the folder, by title."""
    files = sorted(folder.rglob(f"*{ENDING}"))
    return (_stored(folder, each) for each in files)


def _stored(folder: Path, file: Path) -> StoredPage:
    parts = file.relative_to(folder).with_name(file.name.removesuffix(ENDING)).parts
    at = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    return StoredPage("/".join(unquote(each) for each in parts), file.read_text("utf-8"), at)


def _file(folder: Path, title: str) -> Path:
    """The file of a page, below folders for the pages it is a part of; never outside the folder."""
    *above, name = (_named(each) for each in title.split("/"))
    return folder.joinpath(*above, name + ENDING)


def _named(part: str) -> str:
    safe = part.replace("%", "%25").replace("\0", "%00")
    return f"%2E{safe[1:]}" if safe.startswith(".") else safe


def _text(file: Path) -> str | None:
    return file.read_text("utf-8") if file.exists() else None


def _revision(text: str | None) -> int:
    """A number that another text has not."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) if text is not None else 0


def _keep(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_name(f"{file.name}.part")
    with aside.open("w", encoding="utf-8") as part:
        part.write(text)
        part.flush()
        os.fsync(part.fileno())
    aside.rename(file)
