"""What anybody may know of a session: what its page tells, from the records and the hour alone."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Literal

from bot import resources, tools
from bot.afterwards.published import Part, published
from bot.context import Context
from bot.describing.facts import public_text
from bot.model.question import AudienceQuestion
from bot.model.resource import Resource
from bot.model.session import Phase, Session, Stage
from bot.model.speaking import Speaking
from bot.model.words import Both
from bot.questions import standing
from bot.registering.letters import in_time, needs_by
from bot.registering.taking import free
from bot.speakers import confirmed

Places = Literal["", "few", "none"]
MOST_COMING, MOST_QUESTIONS = 5, 30
SUMMED_UP = frozenset({"figures", "points", "polls"})
"""The parts of a summary that the page says nowhere else."""
LONGEST = timedelta(hours=12)
"""No session lasts longer; one that began before that is over."""


@dataclass(frozen=True, slots=True)
class PublicSession:
    """A session as anybody may know it at one moment.

    ``places`` says that a few are left, or none; empty says no more than that there are some.
    ``needs_by`` is the last day for accommodations, ``in_time`` that it has not passed.
    ``description`` is empty until the team has reviewed it in both languages. ``resources`` and
    ``evaluation`` are empty until they are handed out, ``reach`` but shortly before and during it:
    who follows a translation or votes takes part. ``summary`` is empty until both its halves were
    reviewed; its resources and questions have places of their own on the page. ``questions`` are
    those to its speakers that anybody may read, and how many want an answer to each;
    ``takes_questions`` says that one may ask more.
    """

    session: Session
    stage: Stage
    speakers: tuple[Speaking, ...]
    places: Places
    needs_by: date
    in_time: bool
    description: Both
    resources: tuple[Resource, ...]
    evaluation: Both
    reach: tools.Reached
    summary: tuple[Part, ...]
    questions: tuple[tuple[AudienceQuestion, int], ...]
    takes_questions: bool

    @property
    def takes_people(self) -> bool:
        """Whether one can still register."""
        return self.stage not in (Stage.OVER, Stage.CANCELLED)


def public_session(context: Context, number: str) -> PublicSession | None:
    """The session with this number; None for one that does not exist or is not announced yet."""
    session = context.view.get(Session, number)
    if session is None or not session.public:
        return None
    return PublicSession(
        session=session,
        stage=session.stage(context.now),
        speakers=tuple(each for each in confirmed(context, session) if each.name),
        places=_places(context, session),
        needs_by=needs_by(session),
        in_time=in_time(context, session),
        description=public_text(context, session),
        resources=resources.public_resources(context, session),
        evaluation=resources.public_evaluation(context, session),
        reach=reach_of_visitors(context, session),
        summary=_summary(context, session),
        questions=_questions(context, session),
        takes_questions=standing.takes_questions(session, context.now),
    )


def reach_of_visitors(context: Context, session: Session) -> tools.Reached:
    """How visitors reach the tools of the session; nothing until an hour before it."""
    near = session.stage(context.now) in (Stage.NEAR, Stage.ON)
    return tools.reached(context, session) if near else tools.Reached()


def coming(context: Context, besides: str) -> tuple[Session, ...]:
    """The next announced sessions that are not over, soonest first, besides that number."""
    began = context.now - LONGEST
    found = context.view.between(Session, "upcoming", began, None)
    announced = (
        each
        for each in found
        if each.phase is Phase.ANNOUNCED and each.ends > context.now and each.id != besides
    )
    return tuple(islice(announced, MOST_COMING))


def _summary(context: Context, session: Session) -> tuple[Part, ...]:
    return tuple(each for each in published(context, session) if each.name in SUMMED_UP)


def _questions(context: Context, session: Session) -> tuple[tuple[AudienceQuestion, int], ...]:
    found = standing.shown(context.view, session.id)[:MOST_QUESTIONS]
    return tuple((each, standing.wanted(context.view, each)) for each in found)


def _places(context: Context, session: Session) -> Places:
    """How many places are left, no more exactly than people need; a few are up to a tenth."""
    left = free(context, session)
    if left is None:
        return ""
    if not left:
        return "none"
    return "few" if left <= session.capacity / 10 else ""
