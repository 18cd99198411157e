"""What is owed without anybody asking: tickets for what forms say, reminders before a day."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from bot import workdays
from bot.access import card, plan
from bot.access.opening import New, acknowledgement, all_opened, is_needed
from bot.context import Context, merge
from bot.model.access import Ticket
from bot.model.outcome import Outcome
from bot.model.registration import Registration
from bot.model.session import Session

AT_ONCE = 50


def due(context: Context) -> Outcome:
    """Tickets for what registrations say; owners reminded; those named told of what is overdue."""
    return merge(_from_forms(context), _nudged(context), _late(context))


def _from_forms(context: Context) -> Outcome:
    """Each need that stands in a registration, once; another need is another ticket."""
    found = list(islice(context.view.oldest(Registration, "needs_new", "new"), AT_ONCE))
    heard = tuple(replace(each, needs_heard=each.needs) for each in found)
    wanted = [(each, session) for each in found for session in _asked_for(context, each)]
    opened = all_opened(context, [_new(context, *each) for each in wanted])
    told = [
        merge(each.outcome, acknowledgement(context, each.ticket, session))
        for each, (_, session) in zip(opened, wanted, strict=True)
    ]
    return merge(Outcome(saves=heard), *told)


def _asked_for(context: Context, registration: Registration) -> Iterator[Session]:
    session = context.view.get(Session, registration.session)
    if (
        session
        and session.upcoming
        and session.ends > context.now
        and is_needed(registration.needs)
    ):
        yield session


def _new(context: Context, registration: Registration, session: Session) -> New:
    return New(
        words=registration.needs,
        by=registration.address,
        session=session,
        brought="form",
        source=registration.key,
        language=registration.language or context.contact(registration.address).speaks,
    )


def _nudged(context: Context) -> Outcome:
    """The owner of a ticket hears of it once more before its day, in working hours."""
    found = context.view.between(Ticket, "nudge_at", None, context.now)
    nudged = (each for each in found if _may_hear(context, each))
    return merge(*(_told(context, each.changed(nudged=True), "access.nudge") for each in nudged))


def _may_hear(context: Context, ticket: Ticket) -> bool:
    """Whether it is the team's time, or the day of the ticket is so near that it cannot wait."""
    return workdays.at_work(context.team, context.now) or ticket.due - context.now < plan.AHEAD


def _late(context: Context) -> Outcome:
    found = context.view.between(Ticket, "late_at", None, context.now)
    return merge(*(_told(context, each.changed(late=True), "access.late") for each in found))


def _told(context: Context, ticket: Ticket, key: str) -> Outcome:
    return merge(Outcome(saves=(ticket,)), card.told(context, ticket, key))
