"""What has left by mail, as it stands in a talk."""

from pathlib import Path

from bot.channels.terminal.talk import Line
from bot.services.mail.folder import StoredMail, listing


def lines(folder: Path, known: int) -> list[Line]:
    """The letters in a folder after the first so many, in the order they came."""
    latest = [*listing(folder)]
    return [Line(mail.to, said(mail)) for mail in reversed(latest[: len(latest) - known])]


def said(mail: StoredMail) -> str:
    """The subject of a letter, and what it does in a calendar."""
    invite = mail.invite
    if invite is None:
        return mail.subject
    return f"{mail.subject} with invite {invite.method}, sequence {invite.sequence}"
