"""What the team settles for tickets: who sees to them, how far ahead is booked, the phone."""

import re

from bot.access import plan
from bot.context import Turn, undoable
from bot.errors import Refusal
from bot.model.access import SERVICES, AccessPlan, Lesson
from bot.model.addresses import mailbox
from bot.model.outcome import Outcome
from bot.planning.drafts import noted

MOST_DAYS, LONGEST_PHONE, MOST_PEOPLE, MOST_LISTED = 60, 120, 10, 20
ADDRESS = re.compile(r"[^\s,;<>()]+@[^\s,;<>()]+")


def people(turn: Turn) -> Outcome:
    """Tickets go to these people from now on, and to nobody else."""
    said = turn.slots.get("people") or ()
    written = [said] if isinstance(said, str) else said
    found = [address for each in written for address in ADDRESS.findall(str(each))]
    if not found:
        return turn.ask("people", "access.which_people")
    named = tuple(dict.fromkeys(mailbox(each.strip(".")) for each in found))
    if len(named) > MOST_PEOPLE:
        raise Refusal("access.too_many_people", most=MOST_PEOPLE)
    before = plan.plan_of(turn.context)
    return _kept(turn, before, before.changed(people=named), "people")


def lead(turn: Turn) -> Outcome:
    """A service is booked so many working days ahead."""
    service, days = str(turn.slots.get("service", "")), turn.slots.get("days")
    if service not in SERVICES or not isinstance(days, int) or not 0 < days <= MOST_DAYS:
        raise Refusal("access.which_lead", most=MOST_DAYS)
    before = plan.plan_of(turn.context)
    now = before.changed(leads={**before.leads, service: days})
    return _kept(turn, before, now, "lead", service=service, days=days)


def phone(turn: Turn) -> Outcome:
    """How one takes part by phone, as it is told to who asks."""
    words = " ".join(str(turn.slots.get("told", "")).split())
    if not words:
        return turn.ask("told", "access.which_phone")
    if len(words) > LONGEST_PHONE or not any(each.isdigit() for each in words):
        raise Refusal("access.no_phone", most=LONGEST_PHONE)
    before = plan.plan_of(turn.context)
    return _kept(turn, before, before.changed(phone=words), "phone")


def _kept(turn: Turn, before: AccessPlan, now: AccessPlan, what: str, **facts: object) -> Outcome:
    undo = undoable(turn, turn.words("access.undo"), (before, now))
    audit = noted(turn, f"access.{what}", "")
    answer = turn.reply(f"access.set_{what}", plan=now, **facts)
    return Outcome(saves=(now, undo, audit), answer=answer)


def lessons(turn: Turn) -> Outcome:
    """What closed tickets taught, latest first, without names."""
    found = turn.context.view.find(Lesson, "all", "lesson")
    worded = [each for each in reversed(found) if each.words]
    facts = {"lessons": worded[:MOST_LISTED], "count": len(found)}
    return turn.say("access.lessons", **facts)
