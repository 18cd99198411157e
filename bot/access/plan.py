"""Who sees to tickets, and until when what is asked for can be booked."""

from datetime import date, datetime, time, timedelta

from bot import workdays
from bot.context import Context
from bot.model.access import LEADS, AccessPlan, Ticket
from bot.model.session import Session
from bot.texts.moments import local

END_OF_DAY = time(16)
SOON = timedelta(minutes=15)
"""What is said on the day itself must be seen to while it still helps."""
AHEAD = timedelta(days=1)
"""So long before the session, or sooner, it should be settled."""


def plan_of(context: Context) -> AccessPlan:
    """What the team settled for tickets."""
    return context.view.get(AccessPlan, "access") or AccessPlan()


def people(context: Context) -> tuple[str, ...]:
    """Those who see to tickets: whom the team named, else every organiser by name."""
    return plan_of(context).people or tuple(sorted(context.organisers))


def may_see(context: Context, address: str, ticket: Ticket) -> bool:
    """Whether a person may read a ticket."""
    return bool(address) and address in (ticket.owner, *people(context))


def due(context: Context, session: Session | None) -> datetime:
    """When it should be settled: in some working days, and in time for the session."""
    now, team = context.now, context.team
    day = workdays.after(team, local(now).date(), plan_of(context).days)
    usual = workdays.instant(day, END_OF_DAY) if day else now + AHEAD
    if session is None or session.ends <= now:
        return usual
    return max(min(usual, session.starts - AHEAD), now + SOON)


def nudge(now: datetime, until: datetime) -> datetime:
    """When its owner is reminded: a day before, or halfway where there is less time."""
    return max(until - AHEAD, now + (until - now) / 2)


def book_by(context: Context, session: Session, service: str) -> date:
    """The last day on which a service is booked in time for a session."""
    leads = plan_of(context).leads
    return workdays.before(
        context.team, local(session.starts).date(), leads.get(service, LEADS[service])
    )


def in_time(context: Context, session: Session, service: str) -> bool:
    """Whether there is still time to book a service for a session."""
    return local(context.now).date() <= book_by(context, session, service)
