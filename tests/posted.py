"""What has left by mail, as it stands in a talk."""

from pathlib import Path

from bot.channels.terminal.talk import Line
from bot.services.mail.folder import StoredMail, listing


def lines(folder: Path, known: set[str]) -> list[Line]:
    """The letters in a folder that are not known yet, in the order they came; they are then."""
    new = [each for each in listing(folder) if each.name not in known]
    known |= {each.name for each in new}
    return [Line(mail.to, said(mail)) for mail in reversed(new)]


def said(mail: StoredMail) -> str:
    """The subject of a letter, and what it does in a calendar."""
    invite = mail.invite
    if invite is None:
        return mail.subject
    return f"{mail.subject} with invite {invite.method}, sequence {invite.sequence}"
