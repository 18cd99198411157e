"""The people of a report, kept: one record for each, whatever was known of them is added to.

Somebody who was erased does not come back by a report.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from bot.context import Context, Turn
from bot.model.attendance import Attended, Kind, attended_key, merged
from bot.model.outcome import Answer, Outcome
from bot.model.people import Counter as Numbers
from bot.suppression import erased

LISTED = ("unmatched", "guest")
Person = Mapping[str, Any]


def deliver(turn: Turn) -> Outcome:
    """What became of each person of a report, counted."""
    delivery = turn.incoming.delivery
    assert delivery is not None
    session = str(delivery.facts["session"])
    numbers = _numbers(turn.context, session)
    counted: Counter[str] = Counter()
    saves: list[Attended | Numbers] = []
    for person in delivery.facts["requests"]:
        if erased(turn.context, person["address"]):
            counted["same"] += 1
            continue
        known = turn.context.view.get(Attended, attended_key(session, person["who"]))
        now = _now(session, known, person)
        if now.kind in LISTED and not now.number and not now.by_hand:
            numbers = replace(numbers, last=numbers.last + 1)
            now = replace(now, number=numbers.last)
        counted["new" if known is None else "same" if now == known else "changed"] += 1
        saves += [now] if now != known else []
    words = turn.words("attendance.brought", **{name: counted[name] for name in BROUGHT})
    return Outcome(saves=(*saves, numbers), answer=Answer(words, facts=counted))


BROUGHT = ("new", "changed", "same")


def _numbers(context: Context, session: str) -> Numbers:
    name = f"attended/{session}"
    return context.view.get(Numbers, name) or Numbers(name=name)


def _now(session: str, known: Attended | None, person: Person) -> Attended:
    """Somebody as they are known with this report; what an organiser said of them stays."""
    spans = [(_moment(start), _moment(end)) for start, end in person["spans"]]
    if known is None:
        return Attended(
            key=attended_key(session, person["who"]),
            session=session,
            name=person["name"],
            address=person["address"],
            spans=merged(spans),
            minutes=person["minutes"],
            **_match(person),
        )
    fresh: dict[str, Any] = {
        "name": known.name or person["name"],
        "spans": merged([*known.spans, *spans]),
        "minutes": max(known.minutes, person["minutes"]),
        **({} if known.by_hand else _match(person)),
    }
    if "kind" in fresh and fresh["kind"] not in LISTED:
        fresh["number"] = 0
    if all(getattr(known, name) == value for name, value in fresh.items()):
        return known
    return known.changed(**fresh)


def _match(person: Person) -> dict[str, Any]:
    kind = cast("Kind", person["kind"])
    return {"kind": kind, "registered": person["registered"], "perhaps": person["perhaps"]}


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written)
