"""What is usually to be done for a session: the plan that a team begins with, until it edits it."""

from functools import cache

from bot import texts
from bot.model.plan import TEMPLATE, Item, Lead, Plan, Unit
from bot.model.words import Phrase

DAYS: tuple[tuple[str, int], ...] = (
    ("topic", -22),
    ("speakers", -20),
    ("description", -18),
    ("announce", -16),
    ("wiki", -15),
    ("webinar", -15),
    ("interpreters", -15),
    ("promotion", -12),
    ("reminders", -8),
    ("details", -7),
    ("wordly", -5),
    ("polls", -4),
    ("handouts", -3),
    ("test", -3),
    ("run_through", -2),
)
"""What comes before the day, in working days: four weeks and a half."""
MINUTES: tuple[tuple[str, Unit, int], ...] = (
    ("open", "start", -45),
    ("sound", "start", -40),
    ("captions", "start", -20),
    ("welcome", "start", -10),
    ("begin", "start", 0),
    ("talk", "start", 5),
    ("poll", "start", 15),
    ("questions", "start", 20),
    ("share", "end", -5),
    ("evaluation", "end", -3),
    ("close", "end", 0),
)
"""What the day itself is made of."""
AFTER: tuple[tuple[str, int], ...] = (
    ("thanks", 1),
    ("open_questions", 2),
    ("attendance", 2),
    ("recording", 3),
    ("evaluation_summary", 5),
    ("summary", 5),
    ("lessons", 5),
    ("report", 8),
)
"""What comes after it, in working days."""


@cache
def usual_plan() -> Plan:
    """The usual plan, its items numbered in the order in which they are due."""
    leads = [
        *((name, Lead("days", count)) for name, count in DAYS),
        *((name, Lead(unit, count)) for name, unit, count in MINUTES),
        *((name, Lead("days", count)) for name, count in AFTER),
    ]
    items = tuple(
        Item(id=str(number), name=name, words=texts.both(Phrase(f"plan_items.{name}")), lead=lead)
        for number, (name, lead) in enumerate(leads, start=1)
    )
    return Plan(session=TEMPLATE, items=items, last=len(items))
