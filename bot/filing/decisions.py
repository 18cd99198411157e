"""What was decided about a session, by whom and when; and why, where somebody overrode another."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.context import Context
from bot.model.mailing import Mailing
from bot.model.people import Noted
from bot.model.poll import Poll
from bot.model.session import Session

DECIDED = frozenset({
    "session", "description", "review", "translation", "wiki", "promo", "summary", "handout",
    "resource", "webinar", "tools", "poll", "attendance", "evaluation", "registration", "thanks",
    "dossier", "hold",
})  # fmt: skip
"""The kinds of notes that tell of a decision; what speakers and participants did is none."""
OVERRIDDEN = "promo.overridden"
"""The only decision whose reason is filed: others may speak of somebody."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Something decided: ``what`` as the audit calls it (``session.announced``), who, when, why."""

    at: datetime
    what: str
    who: str
    why: str = ""


def subjects(context: Context, session: Session) -> frozenset[str]:
    """What notes about this session name: itself and its polls."""
    polls = context.view.find(Poll, "session", session.id)
    return frozenset({f"session/{session.id}", *(f"poll/{each.id}" for each in polls)})


def noted_in(notes: Iterable[Noted], about: frozenset[str]) -> Iterator[Decision]:
    """The decisions among these notes."""
    for each in notes:
        if each.about in about and each.what.partition(".")[0] in DECIDED:
            why = each.why if each.what == OVERRIDDEN else ""
            yield Decision(each.at, each.what, each.who, why)


def mailed(context: Context, session: Session) -> Iterator[Decision]:
    """Who had letters to many sent, and who agreed to them."""
    for each in context.view.find(Mailing, "about", f"session/{session.id}"):
        if each.frozen is None:
            continue
        yield Decision(each.frozen, "mailing.sent", each.by)
        if each.approved_by:
            yield Decision(each.frozen, "mailing.approved", each.approved_by)


def in_order(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The earliest first, always in the same order."""
    return tuple(sorted(decisions, key=lambda each: (each.at, each.what, each.who)))
