"""A person's part in a session: asked, answered, and what was said of the practical side."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from bot.model.record import Record, Table
from bot.model.words import Both


class Part(StrEnum):
    """What the person does in the session."""

    SPEAKER = "speaker"
    MODERATOR = "moderator"
    HOST = "host"


class Reply(StrEnum):
    """Where the invitation stands."""

    ASKED = "asked"
    YES = "yes"
    NO = "no"
    OTHER_TIME = "other_time"
    QUESTION = "question"


def speaking_key(session: str, address: str) -> str:
    """The key of one person's part in one session."""
    return f"{session}/{address.lower()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaking(Record):
    """One person's part in one session.

    ``sequence`` is that of the last calendar invite sent, None if none was. ``said`` holds the
    time proposed or the question asked, in their words. ``recording`` is their consent, None
    until given or refused. ``nudges`` counts the reminders sent since they were asked.
    """

    table: ClassVar[Table] = Table(
        "speakings", key="key", indexes=("session", "address", "status"), times=("waiting_since",)
    )
    session: str
    address: str
    name: str = ""
    part: Part = Part.SPEAKER
    reply: Reply = Reply.ASKED
    asked: datetime
    asked_by: str = ""
    answered: datetime | None = None
    noted_by: str = ""
    said: str = ""
    biography: Both = field(default_factory=Both)
    language: str = ""
    needs: str = ""
    recording: bool | None = None
    complete: bool = False
    nudges: int = 0
    sequence: int | None = None
    version: int = 1

    @property
    def key(self) -> str:
        """The key: the session and the address."""
        return speaking_key(self.session, self.address)

    @property
    def status(self) -> str:
        """The reply, as an index."""
        return self.reply.value

    @property
    def waiting_since(self) -> datetime | None:
        """When they were asked, while they have not answered."""
        return self.asked if self.reply is Reply.ASKED else None

    @property
    def called(self) -> str:
        """The name to show: their own, or the address."""
        return self.name or self.address

    def changed(self, **fields: Any) -> "Speaking":
        """The part with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)
