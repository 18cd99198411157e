"""A question that somebody asks the speakers of a session, and who else would like an answer."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Literal

from bot.model.people import Place
from bot.model.record import Record, Table
from bot.model.words import Language

SKILL = "questions"
CARD = f"{SKILL}-"
"""How the references of its cards begin."""
BOX, DESK, VIEW, WANTED = (f"{CARD}{each}-" for each in ("box", "desk", "view", "wanted"))
"""The box on a session's page, the moderators' card, the speakers' view, the button to up-vote."""
ASK, WANT = "question_ask", "question_wanted"
LONGEST = 500
Brought = Literal["chat", "page", "form", "webinar"]


class QuestionState(StrEnum):
    """Where a question stands; nobody but the team sees one that waits or is hidden."""

    WAITING = "waiting"
    APPROVED = "approved"
    DEFERRED = "deferred"
    ANSWERED = "answered"
    HIDDEN = "hidden"


OPEN = (QuestionState.WAITING, QuestionState.APPROVED, QuestionState.DEFERRED)
"""The states in which a question still wants an answer."""
SHOWN = (QuestionState.APPROVED, QuestionState.ANSWERED)
"""The states in which anybody may read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceQuestion(Record):
    """A question to the speakers of a session.

    ``by`` is the address of who asked, empty where nobody vouches for one; ``source`` the
    registration it came with. ``lead`` is the number of the question that asks the same, under
    which this one is gathered. ``answer`` is what was written to who asked, empty if it was
    answered aloud.
    """

    table: ClassVar[Table] = Table(
        "questions", key="id", indexes=("stands_in", "gathered", "asker", "source", "asked_in")
    )
    id: str
    session: str
    words: str
    language: Language | None = None
    by: str = ""
    brought: Brought = "chat"
    source: str = ""
    at: datetime
    state: QuestionState = QuestionState.WAITING
    lead: str = ""
    answer: str = ""
    owner: str = ""
    version: int = 1

    @property
    def stands_in(self) -> str | None:
        """The session and the state, as an index; what is gathered stands with its lead."""
        return None if self.lead else f"{self.session}/{self.state}"

    @property
    def gathered(self) -> str | None:
        """The question it is gathered under, as an index."""
        return self.lead or None

    @property
    def asker(self) -> str | None:
        """The session and who asked, as an index."""
        return f"{self.session}/{self.by}" if self.by else None

    @property
    def asked_in(self) -> str:
        """The session, as an index of all that was asked for it."""
        return self.session

    @property
    def open(self) -> bool:
        """Whether it still wants an answer."""
        return self.state in OPEN

    def changed(self, **fields: Any) -> "AudienceQuestion":
        """The question with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionKey(Record):
    """What turns whoever would like an answer into a mark nobody can read back.

    It is destroyed at ``until``; from then on nobody can up-vote.
    """

    table: ClassVar[Table] = Table("question_keys", key="session", times=("until",))
    session: str
    key: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UpVote(Record):
    """That one person would like a question answered; ``voter`` is a mark made with the key."""

    table: ClassVar[Table] = Table("up_votes", key="key", indexes=("question",))
    question: str
    voter: str

    @property
    def key(self) -> str:
        """The key: the question and the voter."""
        return f"{self.question}/{self.voter}"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionDesk(Record):
    """The rooms in which the moderators' card of a session is shown."""

    table: ClassVar[Table] = Table("question_desks", key="session")
    session: str
    places: tuple[Place, ...] = ()
    version: int = 1
