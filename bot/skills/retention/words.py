"""What is past its time, in words."""

from collections.abc import Iterable

from bot import texts
from bot.context import Context
from bot.model.retention import SKILL, Disposal, Hold, Lot
from bot.model.session import Session
from bot.model.words import Both, Phrase

MOST = 40
"""Lots that are named one by one."""


def kind(name: str) -> Both:
    """What a kind of record is called."""
    return texts.both(Phrase(f"{SKILL}.kind_{name}"))


def on_hold(context: Context) -> list[tuple[Session, Hold]]:
    """The sessions on hold, the first held first."""
    holds = context.view.find(Hold, "active", "hold")
    found = [(context.view.get(Session, each.session), each) for each in holds]
    return [(session, hold) for session, hold in found if session is not None]


def shown(context: Context, disposal: Disposal) -> Phrase:
    """What is past its time and what follows, with what becomes of it."""
    facts = {
        "disposal": disposal,
        "total": sum(each.count for each in disposal.lots),
        "lots": lines(context, disposal.lots),
        "coming": lines(context, disposal.coming),
        "held": [session for session, _ in on_hold(context)],
    }
    return Phrase(f"{SKILL}.shown" if disposal.lots else f"{SKILL}.nothing", facts)


def lines(context: Context, lots: Iterable[Lot]) -> list[dict[str, object]]:
    """Each lot: its session if it has one, its kind, how many, from when it is past its time."""
    return [
        {
            "session": context.view.get(Session, each.session) if each.session else None,
            "kind": kind(each.kind),
            "count": each.count,
            "until": each.until,
        }
        for each in tuple(lots)[:MOST]
    ]
