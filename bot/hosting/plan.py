"""The plan of a session as it stands: when each thing is due, and what is done.

A moment is worked back from the session's start: in working days for the month, in minutes for the
day. So the plan follows when the session moves.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot import workdays
from bot.context import Context
from bot.hosting.facts import FACTS
from bot.hosting.usual import usual_plan
from bot.model.people import Team
from bot.model.plan import TEMPLATE, Item, Lead, Plan
from bot.model.session import Phase, Session
from bot.texts.moments import local

DAY = timedelta(days=1)
MORNING = time(9)
"""The hour from which a thing of a working day is looked at."""
LOOKED_BACK, LOOKED_AHEAD = timedelta(days=35), timedelta(days=70)
"""How long before and after a session its plan may ask for something."""


@dataclass(frozen=True, slots=True)
class Due:
    """A thing to do in a session's plan: when, and whether it is done.

    ``watched`` says that nobody ticks it off: it is done once the bot sees that it is.
    """

    session: Session
    item: Item
    at: datetime
    done: bool
    watched: bool

    def late(self, now: datetime) -> bool:
        """Whether it should have been done: by yesterday, or five minutes ago on the day."""
        if self.done:
            return False
        if self.item.lead.of_the_day:
            return now - self.at > timedelta(minutes=5)
        return local(self.at).date() < local(now).date()

    def today(self, now: datetime) -> bool:
        """Whether it falls on this day."""
        return local(self.at).date() == local(now).date()


def template(context: Context) -> Plan:
    """What a session begins with: the team's own, or the usual plan until it is edited."""
    return context.view.get(Plan, TEMPLATE) or usual_plan()


def plan_of(context: Context, session: Session) -> Plan:
    """The plan of a session: its own once somebody changed it, else that of the template."""
    own = context.view.get(Plan, session.id)
    return own or replace(template(context), session=session.id, version=1)


def due(context: Context, session: Session) -> tuple[Due, ...]:
    """Everything in the plan of a session, soonest first."""
    found = (_due(context, session, each) for each in plan_of(context, session).items)
    return tuple(sorted(found, key=lambda each: (each.at, int(each.item.id))))


def _due(context: Context, session: Session, item: Item) -> Due:
    seen = FACTS.get(item.name)
    done = seen(context, session) if seen else item.done is not None
    at = moment(context.team, session, item.lead)
    return Due(session, item, at, done, seen is not None)


def moment(team: Team, session: Session, lead: Lead) -> datetime:
    """When something so far from the session is due, in UTC; on a working day at nine."""
    if lead.unit == "start":
        return session.starts + timedelta(minutes=lead.count)
    if lead.unit == "end":
        return session.ends + timedelta(minutes=lead.count)
    day = local(session.starts).date()
    if lead.count < 0:
        day = workdays.before(team, day, -lead.count)
    elif lead.count > 0:
        day = workdays.after(team, day, lead.count) or day + timedelta(days=lead.count)
    return workdays.instant(day, MORNING)


def current(context: Context) -> Iterator[Session]:
    """The sessions whose plans may ask for something now, soonest first."""
    now = context.now
    for each in context.view.between(Session, "starts", now - LOOKED_BACK, now + LOOKED_AHEAD):
        if each.phase is not Phase.CANCELLED:
            yield each


def lead_to(team: Team, session: Session, day: date) -> Lead:
    """How far a day is from the session's, in working days; days off count towards it."""
    start = local(session.starts).date()
    first, last = (day, start) if day <= start else (start + DAY, day + DAY)
    worked = sum(
        workdays.working_day(team, first + timedelta(days=n)) for n in range((last - first).days)
    )
    return Lead("days", -worked if day <= start else max(worked, 1))
