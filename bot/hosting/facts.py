"""What the bot sees to be done by itself: each thing is read from the records it is about."""

from collections.abc import Callable, Mapping

from bot import resources, tools
from bot.context import Context
from bot.hosting.testing import all_passed
from bot.model.attendance import Turnout
from bot.model.description import Description
from bot.model.mailing import ReminderPlan
from bot.model.poll import Poll, PollState
from bot.model.promotion import PostState
from bot.model.question import OPEN
from bot.model.session import Session
from bot.model.wiki import Standing, WikiPages
from bot.model.words import Both
from bot.promoting.plan import posts
from bot.questions import standing
from bot.speakers import confirmed

AGREED = frozenset(
    {PostState.APPROVED, PostState.SCHEDULED, PostState.HANDED, PostState.OUT, PostState.DROPPED}
)
"""The states of a post that nobody has to say yes to any more."""
Fact = Callable[[Context, Session], bool]


def _described(context: Context, session: Session) -> bool:
    description = context.view.get(Description, session.id)
    return description is not None and description.is_reviewed


def _on_wiki(context: Context, session: Session) -> bool:
    pages = context.view.get(WikiPages, session.id)
    return pages is not None and pages.standing is Standing.OUT


def _promoted(context: Context, session: Session) -> bool:
    return all(each.state in AGREED for each in posts(context, session))


def _worded(context: Context, session: Session) -> bool:
    plan = context.view.get(ReminderPlan, session.id)
    return plan is not None and bool(plan.approved_by)


def _told(context: Context, session: Session) -> bool:
    speaking = confirmed(context, session)
    return bool(speaking) and all(each.complete for each in speaking)


def _translated(context: Context, session: Session) -> bool:
    return tools.shown(tools.tools_of(context, session), 0).wordly != Both()


def _polled(context: Context, session: Session) -> bool:
    polls = context.view.find(Poll, "session", session.id)
    return any(each.state is not PollState.DROPPED for each in polls)


def _gathered(context: Context, session: Session) -> bool:
    evaluation = resources.handout_of(context, session).evaluation
    return not evaluation.missing and bool(resources.resources_of(context, session))


def _shared(context: Context, session: Session) -> bool:
    every = resources.resources_of(context, session)
    return bool(every) and all(each.shared for each in every)


def _evaluated(context: Context, session: Session) -> bool:
    return resources.handout_of(context, session).shared is not None


def _answered(context: Context, session: Session) -> bool:
    over = session.ends <= context.now
    return over and not standing.those(context.view, session.id, *OPEN)


FACTS: Mapping[str, Fact] = {
    "topic": lambda _, session: session.title.missing is None,
    "speakers": lambda context, session: bool(confirmed(context, session)),
    "description": _described,
    "announce": lambda _, session: session.public,
    "wiki": _on_wiki,
    "webinar": lambda _, session: bool(session.join),
    "promotion": _promoted,
    "reminders": _worded,
    "details": _told,
    "wordly": _translated,
    "polls": _polled,
    "handouts": _gathered,
    "test": all_passed,
    "share": _shared,
    "evaluation": _evaluated,
    "open_questions": _answered,
    "attendance": lambda context, session: context.view.get(Turnout, session.id) is not None,
    "recording": lambda _, session: bool(session.recording),
}
"""The usual things that tick themselves off, by their names."""
