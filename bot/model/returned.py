"""Mail that came in: each message once, and what people answered that the team must act on."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from bot.model.record import Record, Table

Result = Literal[
    "bounced", "delayed", "automatic", "asked", "left", "reply", "unknown", "unreadable"
]  # fmt: skip
"""What came of a message: ``asked`` put a question to the team, by ``left`` somebody unsubscribed,
``unknown`` is about no letter of ours."""
Wish = Literal["leave", "link"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned(Record):
    """A message that was read, by what tells it from others; its words are not kept.

    It is never forgotten, as the folder it lies in may keep it for years.
    """

    table: ClassVar[Table] = Table("returned", key="id")
    id: str
    result: Result
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MailReply(Record):
    """A person's answer to a letter, on which the team decides.

    ``registration`` is the key of the one it is about, empty where that is not clear: then it is
    about one or more of those ``among`` which it may be. ``wish`` is what they seem to want;
    ``settled`` the button by which it was settled, ``by`` by whom, for the places ``meant``.
    """

    table: ClassVar[Table] = Table(
        "mail_replies", key="id", indexes=("open_in", "registration"), times=("at",)
    )
    id: str
    address: str
    name: str
    registration: str
    wish: Wish
    words: str
    at: datetime
    settled: str = ""
    by: str = ""
    among: tuple[str, ...] = ()
    meant: tuple[str, ...] = ()

    @property
    def open_in(self) -> str | None:
        """Who asks for what, while nobody has seen to it, as an index."""
        return None if self.settled else f"{self.wish}/{self.registration or self.address}"

    @property
    def places(self) -> tuple[str, ...]:
        """The keys of the places that it is about, or may be about."""
        return self.meant or self.among or ((self.registration,) if self.registration else ())

    @property
    def called(self) -> str:
        """The name to show, with the address; the name is only what they call themselves."""
        return f"{self.name} ({self.address})" if self.name else self.address
