"""The assistant with a session that many have registered for."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.model.mailing import Mailing, Stage
from bot.model.outbox import Sending
from bot.model.outcome import Answer
from bot.model.registration import Registration
from bot.model.session import Phase, Session
from storage import Store
from tests.core.house import ANA, BEN, NOW, SESSION, TEAM, Home

ANNOUNCED: Session = replace(SESSION, phase=Phase.ANNOUNCED, join="https://example.org/join")
EARLIER = NOW - timedelta(days=1)
MINUTE = timedelta(minutes=1)


def registration(number: int, **fields: Any) -> Registration:
    """One of those who have a place."""
    given = {
        "session": "1",
        "address": f"p{number:05d}@example.org",
        "name": f"Person {number}",
        "language": ("en", "fr", None)[number % 3],
        "at": EARLIER,
        "changed_at": EARLIER,
    }
    return Registration(**(given | fields))


async def full(many: int, store: Store | None = None, *doors: Any) -> Home:
    """A home with a session, its team in a space, and so many registrations."""
    home = Home(store, None, *doors)
    await home.meet(ANA, BEN)
    await home.file(ANNOUNCED, TEAM)
    for start in range(0, many, 1000):
        await home.file(*(registration(n) for n in range(start, min(many, start + 1000))))
    return home


async def sent(home: Home, words: str = "send reminders for session 1") -> Answer:
    """The answer once the reminder was pressed and its minute has passed."""
    shown = await home.say(ANA, words)
    answer = await home.press(ANA, shown, "go")
    await passed(home)
    return answer


async def passed(home: Home, minutes: int = 2) -> None:
    """Let some minutes pass, and all leave that may."""
    home.clock.move(home.clock.now() + MINUTE * minutes)
    await home.assistant.settle()


def mailing(home: Home, number: str = "1") -> Mailing:
    """The mailing with this number."""
    found = home.store.view().get(Mailing, number)
    assert found is not None
    return found


def state(home: Home) -> tuple[Stage, int, int, int, int, int]:
    """The stage of the first mailing, and how its letters ended."""
    tally = mailing(home).tally
    counts = (tally.sent, tally.failed, tally.skipped, tally.missed, tally.uncertain)
    return (mailing(home).stage, *counts)


def addresses(letters: Iterable[Sending]) -> list[str]:
    """To whom letters went, in order of the alphabet."""
    return sorted(each.to for each in letters)


def everybody(many: int) -> list[str]:
    """The addresses of so many who registered."""
    return [registration(n).address for n in range(many)]
