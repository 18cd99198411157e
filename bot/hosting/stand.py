"""How a session stands for whoever hosts it: what is on, what comes, what to paste, who to call."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from bot import texts
from bot.context import Context
from bot.hosting import blocks, plan, testing
from bot.hosting.blocks import Block
from bot.hosting.plan import Due
from bot.hosting.rows import Row, rows
from bot.hosting.topics import BLOCKS, asked_by_many
from bot.model.poll import Poll, PollState
from bot.model.question import AudienceQuestion, QuestionState
from bot.model.session import Session
from bot.model.words import Both, Phrase

BESIDE: Mapping[str, str] = {
    "welcome": "welcome",
    "begin": "captions",
    "talk": "ask",
    "poll": "poll",
    "questions": "ask",
    "share": "resources",
    "evaluation": "evaluation",
    "close": "thanks",
}
"""The block that goes with each usual thing of the day."""
CALLED: Mapping[str, str] = {
    "speaker": "open",
    "french": "captions",
    "captions": "captions",
    "sound": "sound",
}
"""Whose thing of the day a trouble is: they are called."""
COMING = 2
LATE_SHOWN = 2
FAILED_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Alert:
    """What many ask about, and the words to paste in answer, if there are any."""

    said: Both
    block: Block | None


@dataclass(frozen=True, slots=True)
class Stand:
    """What is late and on now, what comes next, what to paste for it, what many ask."""

    session: Session
    late: tuple[Row, ...]
    now: Row | None
    coming: tuple[Row, ...]
    block: Block | None
    alerts: tuple[Alert, ...]
    polls: tuple[Poll, ...]
    failed: tuple[Both, ...]
    unread: bool

    @property
    def mark(self) -> str:
        """What tells this from any other stand."""
        told = (
            [(each.id, each.at) for each in (*self.late, *self.coming)],
            self.now and (self.now.id, self.now.done),
            self.block,
            self.alerts,
            [each.id for each in self.polls],
            self.failed,
            self.unread,
            self.session.starts,
            self.session.title,
        )
        return hashlib.sha256(repr(told).encode("utf-8", "replace")).hexdigest()[:16]


def stand(context: Context, session: Session) -> Stand:
    """How the session stands at this moment."""
    day = [each for each in plan.due(context, session) if each.item.lead.of_the_day]
    begun = [each for each in day if each.at <= context.now]
    now = begun[-1] if begun else None
    late = [each for each in begun[:-1] if not each.done and not each.watched]
    coming = [each for each in day if each.at > context.now]
    block = _beside(context, session, now or (coming[0] if coming else None))
    waiting = f"{session.id}/{QuestionState.WAITING}"
    return Stand(
        session=session,
        late=tuple(rows(context, late[-LATE_SHOWN:])),
        now=rows(context, [now])[0] if now else None,
        coming=tuple(rows(context, coming[:COMING])),
        block=block,
        alerts=tuple(_alerts(context, session)),
        polls=tuple(
            each for each in blocks.polls(context, session) if each.state is PollState.OPEN
        ),
        failed=tuple(
            testing.point(session, *each)
            for each in testing.failed(context, session)[:FAILED_SHOWN]
        ),
        unread=context.view.count(AudienceQuestion, "stands_in", waiting) > 0,
    )


def _beside(context: Context, session: Session, due: Due | None) -> Block | None:
    name = BESIDE.get(due.item.name, "") if due else ""
    return blocks.block(context, session, name) if name else None


def _alerts(context: Context, session: Session) -> list[Alert]:
    return [
        Alert(
            texts.both(Phrase(f"host.asked_{each.topic}", {"many": each.many})),
            blocks.block(context, session, BLOCKS[each.topic]),
        )
        for each in asked_by_many(context, session)
    ]


def called(context: Context, session: Session, trouble: str) -> tuple[str, ...]:
    """Whom to call: the owner of what it is about, then the stand-in; else who made the session."""
    items = plan.plan_of(context, session).items
    item = next((each for each in items if each.name == CALLED[trouble]), None)
    found = [each for each in (item.owner, item.stand_in) if each] if item else []
    every = found or [each for each in (session.created_by,) if each]
    return tuple(_reached(context, each) for each in every)


def _reached(context: Context, address: str) -> str:
    name = " ".join(context.contact(address).name.split())
    return f"{name} ({address})" if name else address
