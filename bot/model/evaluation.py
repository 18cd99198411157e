"""What people answered to the evaluation of a session, and what all of it comes to."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar, Literal

from bot.model.record import Record, Table
from bot.model.words import Both, Language

SKILL = "evaluation"
Kind = Literal["rating", "choice", "comment"]


def mark(*parts: str) -> str:
    """A short mark that is the same for the same words, and says nothing of them."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationForm(Record):
    """A form by which a session was evaluated: its questions, as answers are kept in their order.

    A form that posts its responses names its questions by keys alone.
    """

    table: ClassVar[Table] = Table("evaluation_forms", key="key", indexes=("session",))
    key: str
    session: str
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated(Record):
    """What one person answered; who it was is not kept.

    ``form`` is the key of the form; ``told`` is a mark of the response's number and its words, by
    which it is known again where another form brings it.
    """

    table: ClassVar[Table] = Table("evaluated", key="key", indexes=("session", "told_in"))
    key: str
    session: str
    form: str
    told: str
    answers: tuple[str, ...] = ()
    language: Language | None = None

    @property
    def told_in(self) -> str:
        """The session and the mark, as an index."""
        return f"{self.session}/{self.told}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and what was answered to it.

    ``counts`` says how many chose each rating or choice. Of ratings, ``scale`` is the highest one,
    ``mean`` their mean, which lies between ``low`` and ``high`` with a confidence of 95%
    (Student's t). ``overall`` is the question that stands for the session as a whole.
    """

    title: Both
    kind: Kind
    answers: int
    counts: Mapping[str, int] = field(default_factory=dict)
    scale: int = 0
    mean: float = 0.0
    low: float = 0.0
    high: float = 0.0
    overall: bool = False


@dataclass(frozen=True, slots=True)
class CommentTheme:
    """What several comments are about, how many they are, and some in the words of people."""

    name: Both
    comments: int
    english: tuple[str, ...] = ()
    french: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation(Record):
    """What the answers about a session come to; ``answers`` were counted, ``counts`` how often."""

    table: ClassVar[Table] = Table("evaluations", key="session", indexes=("all",))
    session: str
    at: datetime
    answers: int = 0
    comments: int = 0
    asked: tuple[Asked, ...] = ()
    themes: tuple[CommentTheme, ...] = ()
    version: int = 1

    @property
    def all(self) -> str:
        """One value for every evaluation, as an index."""
        return SKILL

    @property
    def overall(self) -> Asked | None:
        """The rating of the session as a whole, if there is one."""
        return next((each for each in self.asked if each.overall), None)

    def changed(self, **fields: Any) -> "Evaluation":
        """The same with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)
