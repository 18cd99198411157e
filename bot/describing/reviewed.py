"""A description that a named person is asked to review: their card, and what they are told.

They may be outside the team: the card stands behind a signed link too.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import cards
from bot import texts
from bot.context import Context, Languages, merge
from bot.describing import showing
from bot.describing.facts import filled
from bot.model.conversation import Card
from bot.model.description import Description, HalfState
from bot.model.outcome import Outcome
from bot.model.review import Review
from bot.model.session import Session
from bot.model.words import LANGUAGES, Language, Phrase
from bot.posts import Note, Shown, to_person

SKILL = "review"
BUTTONS = ("fine", "change_this")
KEPT = timedelta(days=30)
LONGEST_WISH = 1_000
Why = Literal["asks", "reminds"]


@dataclass(frozen=True, slots=True)
class Task:
    """A request with what it is about: the session, and the description as it is now."""

    session: Session
    request: Review
    description: Description

    @property
    def open_halves(self) -> tuple[Language, ...]:
        """The halves that are still to be reviewed, of those they were asked for."""
        settled = (HalfState.MISSING, HalfState.REVIEWED)
        found = self.description
        return tuple(each for each in self.request.halves if found.state(each) not in settled)

    @property
    def mark(self) -> str:
        """What tells the texts as they are now from any others."""
        return hashlib.sha256(repr(self.description.texts).encode()).hexdigest()[:32]


def waiting(context: Context, session: Session) -> list[Review]:
    """The requests for this session that have no answer yet."""
    found = context.view.find(Review, "session", session.id)
    return [each for each in found if each.ended is None]


def side_of(halves: tuple[Language, ...]) -> str:
    """The language of a single half, or ``both``."""
    return halves[0] if len(halves) == 1 else "both"


def told(context: Context, task: Task, why: Why, expires: datetime | None = None) -> Outcome:
    """The request with its card, to the chat where the person was last met, or by mail."""
    request, session = task.request, task.session
    shown = Shown(record(task), lambda languages: rendered(context, task, languages))
    facts = facts_of(context, task)
    letter = {"team": context.team, "link": context.link(request.card)}
    note = Note(
        key=f"{SKILL}/{request.id}/{request.version}",
        words=Phrase(f"{SKILL}.{why}", facts),
        subject=Phrase(f"{SKILL}.subject", facts),
        letter=Phrase(f"{SKILL}.{why}_letter", {**facts, **letter}),
        about=f"session/{session.id}",
        shown=shown,
        expires=expires or session.starts,
    )
    return merge(
        Outcome(saves=(shown.card,)), Outcome(sends=(to_person(context, request.address, note),))
    )


def facts_of(context: Context, task: Task) -> dict[str, object]:
    """What a request says: the session, which halves, both texts as they read, what differs."""
    read = filled(context, task.session, task.description.texts)
    return {
        "session": task.session,
        "side": side_of(task.request.halves),
        "by": showing.called(context, task.request.asked_by),
        "sides": [(each, getattr(read, each)) for each in LANGUAGES],
        "differ": showing.to_check(context, task.session, task.description),
    }


def record(task: Task) -> Card:
    """The card, for this person alone, with a mark of the texts that it shows."""
    request = task.request
    return Card(
        ref=request.card,
        skill=SKILL,
        buttons=BUTTONS,
        inputs=("wish",),
        person=request.address,
        about=f"session/{task.session.id}",
        version=request.version,
        facts={"request": request.id, "shown": task.mark},
        until=task.session.ends + KEPT,
        waits_with=request.address,
        names=(task.session.id,),
    )


def rendered(
    context: Context, task: Task, languages: Languages, said: Phrase | None = None
) -> cards.Rendered:
    """The card as it is drawn: both halves side by side, and what differs."""
    facts = facts_of(context, task)
    drawn = {
        "said": texts.render_in(said, languages) if said else "",
        "heading": texts.render_in(Phrase(f"{SKILL}.heading", facts), languages),
        "sides": [
            (each, texts.render_in(Phrase(f"{SKILL}.side_{each}"), languages), text)
            for each, text in _sides(context, task, languages)
        ],
        "below": texts.render_in(Phrase(f"{SKILL}.below", facts), languages),
        "most": LONGEST_WISH,
        "buttons": BUTTONS,
    }
    return cards.render("review", task.request.card, languages, drawn)


def _sides(context: Context, task: Task, languages: Languages) -> list[tuple[Language, str]]:
    """Both texts as they read today; in words where one is not written yet."""
    read = filled(context, task.session, task.description.texts)
    empty = texts.render_in(Phrase(f"{SKILL}.not_written"), languages)
    return [(each, getattr(read, each) or empty) for each in LANGUAGES]
