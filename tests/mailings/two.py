"""Two announced sessions on one day, their plans approved, and people who come to one or both."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.model.mailing import Mailing, ReminderPlan, Tally
from bot.model.outbox import Letter
from bot.model.registration import Registration
from bot.model.session import Session
from bot.model.words import Both
from bot.skills.reminders import steps
from tests.core.house import ANA, BEN, TEAM, Home

from .house import ANNOUNCED, registration

HOUR = timedelta(hours=1)
STEP = "-P1D"
LATER: Session = replace(
    ANNOUNCED,
    id="2",
    title=Both("quantum computing", "l’informatique quantique"),
    starts=ANNOUNCED.starts + 2 * HOUR,
    wall="2027-02-25T15:00",
    join="https://example.org/join-2",
)
BOTH, FIRST, SECOND = "both@example.org", "first@example.org", "second@example.org"


ONE = "Reminder: biometrics, February 25"
TWO = "Reminder: quantum computing, February 25"
ONE_AND_TWO = f"{ONE}; quantum computing, February 25"


def plan(session: str = "1", **fields: Any) -> ReminderPlan:
    """An approved plan with one moment."""
    return ReminderPlan(
        **({"session": session, "steps": (STEP,), "approved_by": BEN.address} | fields)
    )


def place(address: str, session: str, **fields: Any) -> Registration:
    """Somebody's place at a session."""
    given = {"address": address, "session": session, "name": "", "language": "en"}
    return registration(0, **(given | fields))


async def two(
    *sessions: Session, plans: tuple[ReminderPlan, ...] = (), home: Home | None = None
) -> Home:
    """A home with two sessions on one day; one person comes to both, one to each alone."""
    home = home or Home()
    await home.meet(ANA, BEN)
    await home.file(TEAM, *(sessions or (ANNOUNCED, LATER)))
    await home.file(*(plans or (plan(), plan("2"))))
    await home.file(place(BOTH, "1"), place(FIRST, "1"), place(BOTH, "2"), place(SECOND, "2"))
    return home


def moment(session: Session = ANNOUNCED) -> datetime:
    """When people of a session are reminded."""
    return steps.at(session, STEP)


async def until(home: Home, *moments: datetime) -> None:
    """Ask at each of these moments what is due, and let it leave."""
    for each in moments:
        home.clock.move(each)
        await home.assistant.tick()
        await home.assistant.settle()


def letters(home: Home) -> list[tuple[str, str]]:
    """To whom letters went, and their subjects."""
    return sorted(
        (each.to, each.content.subject)
        for each in home.mail.left
        if isinstance(each.content, Letter)
    )


def tally(home: Home, session: Session, step: str = STEP) -> Tally:
    """How the letters of a reminder ended."""
    found = home.store.view().get(Mailing, steps.number(session, step))
    assert found is not None
    return found.tally
