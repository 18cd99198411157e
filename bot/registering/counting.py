"""How many took a place on each day, and where a picture of that is."""

from datetime import date, timedelta

from bot.context import Context
from bot.model.registration import Registration, Standing, registration_key
from bot.model.session import Session
from bot.model.suppression import Suppressed, Why
from bot.texts.moments import local

PICTURE = "picture-"
MOST_DAYS = 120


def by_day(context: Context, session: Session) -> list[tuple[date, int]]:
    """How many of those who have a place took it on each day, from the first such day to today."""
    today = local(min(context.now, session.ends)).date()
    days = [today - timedelta(days=back) for back in reversed(range(MOST_DAYS))]
    count = context.view.count
    counted = [(day, count(Registration, "day_in", f"{session.id}/{day}")) for day in days]
    first = next((place for place, (_, many) in enumerate(counted) if many), len(counted))
    return counted[first:]


def unreached(context: Context, session: Session, *reasons: Why) -> int:
    """How many of those who have a place are not written to, for these reasons."""
    # The list of such addresses is short beside that of registrations.
    listed = (each for why in reasons for each in context.view.find(Suppressed, "why", why))
    keys = (registration_key(session.id, each.address) for each in listed)
    found = (context.view.get(Registration, key) for key in keys)
    return sum(each is not None and each.standing is Standing.REGISTERED for each in found)


def picture(context: Context, session: Session) -> str:
    """The signed address of the picture of the session's numbers."""
    return context.link(f"{PICTURE}{session.id}")
