"""The plan of a session's reminders, and with which other sessions they meet."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.context import Context
from bot.model.mailing import ReminderPlan
from bot.model.once import NEAR, Beside
from bot.model.session import Phase, Session
from bot.skills.reminders import steps

LOOKED_AHEAD = timedelta(days=60)


def plan_of(context: Context, session: Session) -> ReminderPlan:
    """The plan of a session; the usual one until the team changes it."""
    return context.view.get(ReminderPlan, session.id) or ReminderPlan(session=session.id)


def announced(context: Context) -> list[Session]:
    """The announced sessions to come, soonest first."""
    until = context.now + LOOKED_AHEAD
    coming = context.view.between(Session, "upcoming", context.now, until)
    return [each for each in coming if each.phase is Phase.ANNOUNCED]


def beside(context: Context, session: Session, step: str) -> tuple[Beside, ...]:
    """The reminders of other sessions that are due shortly after this one of the same step.

    Whoever gets this one is told of them as well; the earlier tells of the later, never the other
    way round.
    """
    first = _moment(session, step)
    return tuple(
        Beside(steps.number(other, step), f"session/{other.id}")
        for other in _others(context, session, step)
        if first < _moment(other, step) and _moment(other, step)[0] - first[0] < NEAR
    )


def meeting(context: Context, session: Session, plan: ReminderPlan) -> list[Session]:
    """The sessions whose reminders meet those of this one that are still to come, soonest first."""
    ahead = [step for step, _ in steps.ahead(session, plan, context.now)]
    found = {
        other.id: other
        for step in ahead
        for other in _others(context, session, step)
        if abs(steps.at(session, step) - steps.at(other, step)) < NEAR
    }
    return sorted(found.values(), key=lambda each: each.starts)


def _moment(session: Session, step: str) -> tuple[datetime, str]:
    return steps.at(session, step), session.id


def _others(context: Context, session: Session, step: str) -> Iterator[Session]:
    """The other announced sessions that have the same step in their plan."""
    for other in announced(context):
        if other.id != session.id and step in plan_of(context, other).steps:
            yield other
