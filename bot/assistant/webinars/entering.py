"""Those who registered with us, entered in the list of the webinar; those who left, withdrawn."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from bot.assistant.bringing import Assistant
from bot.assistant.webinars import Lists
from bot.assistant.webinars.telling import pieces, told
from bot.errors import Refusal, Rejected
from bot.model.outbox import Person
from bot.model.registration import NOT_TAKEN, Registration

AT_ONCE = 100
MOST = 1_000
"""People of one errand: what comes meanwhile waits no longer than that takes."""


@dataclass
class _Turned:
    """Those whom Webex did not take, and its words about the first of them."""

    seats: dict[str, str] = field(default_factory=dict)
    said: str = ""


async def entered(
    lists: Lists, assistant: Assistant, session: str, meeting: str
) -> Mapping[str, Any]:
    """How many were entered, withdrawn and not taken.

    Done again, it enters nobody twice: who is in the list already is only noted.
    """
    counts, said = Counter[str](), ""
    for piece in pieces(_to_do(assistant, f"{session}/up"), AT_ONCE):
        seats, turned = await _enter(lists, meeting, piece)
        await _noted(assistant, session, {**seats, **turned.seats})
        counts += Counter(entered=len(seats), turned=len(turned.seats))
        said = said or turned.said
    for piece in pieces(_to_do(assistant, f"{session}/down"), AT_ONCE):
        await _withdraw(lists, meeting, piece)
        await _noted(assistant, session, {each.address: "" for each in piece})
        counts["withdrawn"] += len(piece)
    return {**{name: counts[name] for name in ("entered", "turned", "withdrawn")}, "said": said}


def _to_do(assistant: Assistant, where: str) -> Sequence[Registration]:
    view = assistant.house.store.view()
    return [*islice(view.oldest(Registration, "seat_in", where), MOST)]


async def _enter(
    lists: Lists, meeting: str, people: Sequence[Registration]
) -> tuple[Mapping[str, str], _Turned]:
    """The seats of these people by their addresses, and those who got none."""
    there = await lists.known(meeting, [each.address for each in people])
    seats = {each.address.lower(): each.id for each in there}
    fresh = [Person(each.address, each.name) for each in people if each.address not in seats]
    if not fresh:
        return seats, _Turned()
    try:
        taken = await lists.enter(meeting, fresh)
    except Rejected:
        return await _one_by_one(lists, meeting, fresh, seats)
    return {**seats, **{each.address.lower(): each.id for each in taken}}, _Turned()


async def _one_by_one(
    lists: Lists, meeting: str, people: Sequence[Person], seats: Mapping[str, str]
) -> tuple[Mapping[str, str], _Turned]:
    """Those whom Webex takes, where it did not take them all together.

    Raises Refusal where it takes nobody: that says nothing of the people.
    """
    found, turned = dict(seats), _Turned()
    for person in people:
        try:
            taken = await lists.enter(meeting, [person])
        except Rejected as problem:
            turned.seats[person.address] = NOT_TAKEN
            turned.said = turned.said or str(problem)
        else:
            found |= {each.address.lower(): each.id for each in taken}
    if len(turned.seats) == len(people) > 1:
        raise Refusal("webinar.not_entered", said=turned.said)
    return found, turned


async def _withdraw(lists: Lists, meeting: str, people: Sequence[Registration]) -> None:
    """These registrations taken back, but for those that are no longer there."""
    there = await lists.known(meeting, [each.address for each in people])
    ids = [each.id for each in there if each.status != "rejected"]
    if ids:
        await lists.withdraw(meeting, ids)


async def _noted(assistant: Assistant, session: str, seats: Mapping[str, str]) -> None:
    news = [{"seats": dict(piece)} for piece in pieces([*seats.items()])]
    await told(assistant, session, news)
