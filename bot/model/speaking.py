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
    """Where the invitation stands; ``RETURNING`` is a yes after a no, for the team to decide."""

    ASKED = "asked"
    YES = "yes"
    NO = "no"
    OTHER_TIME = "other_time"
    QUESTION = "question"
    RETURNING = "returning"


def speaking_key(session: str, address: str) -> str:
    """The key of one person's part in one session."""
    return f"{session}/{address.lower()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaking(Record):
    """One person's part in one session.

    ``sequence`` is that of the last calendar entry sent, None if none was; ``holds`` says that the
    entry is in their calendar. ``said`` holds the time proposed or the question asked, in their
    words; ``proposes`` that time, where it could be read. ``recording`` is their consent, None
    until given or refused. ``nudges`` is the last step of reminding that was taken since they were
    asked. ``card`` names the card they answer with. ``returned`` says when a letter to them came
    back, until they answer.
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
    proposes: datetime | None = None
    biography: Both = field(default_factory=Both)
    language: str = ""
    needs: str = ""
    recording: bool | None = None
    nudges: int = 0
    sequence: int | None = None
    holds: bool = False
    card: str = ""
    returned: datetime | None = None
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
        """When they were asked, while they have not answered and nothing says they never heard."""
        return self.asked if self.reply is Reply.ASKED and self.returned is None else None

    @property
    def complete(self) -> bool:
        """Whether all that is needed from someone who said yes is known."""
        return not self.missing

    @property
    def missing(self) -> tuple[str, ...]:
        """What is still needed: ``bio_en``, ``bio_fr``, ``language``, ``recording``."""
        needed = {
            "bio_en": self.biography.en,
            "bio_fr": self.biography.fr,
            "language": self.language,
            "recording": self.recording is not None,
        }
        return tuple(name for name, known in needed.items() if not known)

    @property
    def called(self) -> str:
        """The name to show: their own, or the address."""
        return self.name or self.address

    def changed(self, **fields: Any) -> "Speaking":
        """The part with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)
