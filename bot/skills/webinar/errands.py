"""What the skill has done about a webinar: one thing at a time, each with a number."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bot import answering
from bot.context import Context, Turn
from bot.model.outbox import PROGRESS, Errand, Sending
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.webinar import SKILL, WEBINARS, Doing, Webinar
from bot.skills.webinar import plan

PATIENCE = timedelta(minutes=30)
"""How long it is tried to reach Webex."""
LOST = PATIENCE + timedelta(minutes=10)
"""After so long, nothing is heard any more of what was to be done."""


def looks(context: Context, session: Session, webinar: Webinar) -> Outcome:
    """What kinds of webinar there are, and whether this one was made already."""
    return _sent(context, webinar, "look", marker=plan.marker(session, webinar.attempt))


def makes(context: Context, session: Session, webinar: Webinar) -> Outcome:
    """The webinar is made."""
    planned = plan.plan(context, session, webinar)
    kind = plan.kind(session, webinar)
    facts = {"plan": planned.row, "image": plan.image(planned), "kind": kind.row}
    return _sent(context, webinar, "make", **facts)


def changes(context: Context, session: Session, webinar: Webinar) -> Outcome:
    """The webinar is brought up to date."""
    planned = plan.plan(context, session, webinar)
    facts = {"plan": planned.row, "image": plan.image(planned), "former": list(webinar.stage)}
    return _sent(context, webinar, "change", meeting=webinar.meeting, **facts)


def cancels(context: Context, webinar: Webinar) -> Outcome:
    """The webinar is taken away."""
    return _sent(context, webinar, "cancel", meeting=webinar.meeting)


def enters(context: Context, webinar: Webinar) -> Outcome:
    """Those who registered here are entered there, those who left are withdrawn."""
    return _sent(context, webinar, "enter", meeting=webinar.meeting)


def sources(turn: Turn, webinar: Webinar, channels: Sequence[str]) -> Outcome:
    """Each channel gets a link of its own, in the name of whoever asks."""
    facts = {"channels": list(channels), "address": turn.address, "tell": answering.there(turn)}
    return _sent(turn.context, webinar, "sources", meeting=webinar.meeting, **facts)


def _sent(context: Context, webinar: Webinar, verb: Doing, **facts: Any) -> Outcome:
    number = webinar.errands + 1
    on_way = webinar.changed(doing=verb, errands=number, did_at=context.now)
    sending = Sending(
        key=f"{PROGRESS}{SKILL}-{webinar.session}/{verb}/{number}",
        door=WEBINARS,
        to=webinar.session,
        content=Errand(verb, {**facts, "number": number}),
        created=context.now,
        about=f"session/{webinar.session}",
        expires=context.now + PATIENCE,
        then=SKILL,
    )
    return Outcome(saves=(on_way,), sends=(sending,))
