"""How the questions of a session stand: which are open, which are shown, how many want them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.context import Context
from bot.model.question import (
    SHOWN,
    VIEW,
    AudienceQuestion,
    QuestionState,
    UpVote,
)
from bot.model.record import View
from bot.model.session import Phase, Session

TAKEN_AFTER = timedelta(days=2)
"""For so long after the end of a session one may still ask its speakers."""


def takes_questions(session: Session, now: datetime) -> bool:
    """Whether one may ask the speakers of the session."""
    return session.phase is not Phase.CANCELLED and now < until(session)


def until(session: Session) -> datetime:
    """Until when one may ask, and up-vote."""
    return session.ends + TAKEN_AFTER


def wanted(view: View, question: AudienceQuestion) -> int:
    """How many people would like it answered."""
    return view.count(UpVote, "question", question.id)


def alike(view: View, question: AudienceQuestion) -> tuple[AudienceQuestion, ...]:
    """The questions that ask the same, gathered under this one."""
    return tuple(view.find(AudienceQuestion, "gathered", question.id))


def those(view: View, session: str, *states: QuestionState) -> list[AudienceQuestion]:
    """The questions of a session in these states: state by state, the most wanted and newest first.

    What is gathered stands with its lead, and is not among them.
    """
    found = (view.find(AudienceQuestion, "stands_in", f"{session}/{each}") for each in states)
    return [each for questions in found for each in ordered(view, questions)]


def ordered(view: View, questions: Iterable[AudienceQuestion]) -> list[AudienceQuestion]:
    """The most wanted first, the newest first among those."""
    newest = sorted(questions, key=lambda each: each.at, reverse=True)
    return sorted(newest, key=lambda each: wanted(view, each), reverse=True)


def shown(view: View, session: str) -> list[AudienceQuestion]:
    """The questions of a session that anybody may read."""
    return those(view, session, *SHOWN)


def view_address(context: Context, session: str) -> str:
    """Where the speakers see what is approved: a signed link."""
    token = context.link(f"{VIEW}{session}").rpartition("/")[2]
    return f"{context.setup.public_url}/ask/{token}"
