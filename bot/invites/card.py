"""The card a speaker answers with: four answers first, then a few details."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Literal

import cards
from bot.context import Context, Languages
from bot.model.conversation import Card
from bot.model.session import Phase, Session
from bot.model.speaking import Part, Reply, Speaking
from bot.model.words import Both
from bot.posts import Shown

SKILL = "speaker_answer"
ANSWERS = ("yes", "no", "other_time", "question")
DETAILS = ("save", "change")
INPUTS = ("note", "bio_en", "bio_fr", "language", "needs", "recording")
KEPT = timedelta(days=30)
Form = Literal["answers", "details", "closed"]
BUTTONS: dict[Form, tuple[str, ...]] = {"answers": ANSWERS, "details": DETAILS, "closed": ()}


@dataclass(frozen=True, slots=True)
class Asking:
    """What one person is asked: their part, in which session."""

    session: Session
    speaking: Speaking


def begun(context: Context, session: Session, speaking: Speaking) -> tuple[Shown, Speaking]:
    """A new card for this part as it stands, and the part that is answered with it from now on."""
    named = speaking.changed(card=context.id_for(f"card/{speaking.key}"))
    return shown(context, Asking(session, named)), named


def shown(context: Context, asking: Asking, form: Form | None = None) -> Shown:
    """The card of this part as it stands; a part without a card yet gets its first."""
    session, speaking = asking.session, asking.speaking
    now = form or form_of(context, asking)

    def render(languages: Languages) -> cards.Rendered:
        facts = {
            "session": session,
            "speaking": _Seen.of(speaking),
            "team": context.team.name,
            "form": now,
            "buttons": BUTTONS[now],
        }
        return cards.render("speaker", speaking.card, languages, facts)

    return Shown(_record(session, speaking), render)


def form_of(context: Context, asking: Asking) -> Form:
    """What the card shows: the answers, the details after a yes, nothing to press at the end."""
    if closed(context, asking.session):
        return "closed"
    return "details" if asking.speaking.reply is Reply.YES else "answers"


def closed(context: Context, session: Session) -> bool:
    """Whether it is too late for any answer."""
    return session.phase in (Phase.CANCELLED, Phase.HELD) or session.ends <= context.now


def kept_sessions(context: Context, address: str) -> list[Session]:
    """The sessions to come that somebody was asked to take part in and did not refuse."""
    parts = context.view.find(Speaking, "address", address)
    asked = (each.session for each in parts if each.reply is not Reply.NO)
    found = (context.view.get(Session, number) for number in asked)
    return [each for each in found if each is not None and not closed(context, each)]


def outdated(card: Card, asking: Asking) -> bool:
    """Whether the card asked about another time than the one the session has now."""
    return bool(card.facts["starts"] != asking.session.starts.isoformat())


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the card shows of a part: the same for all who stand where this one stands."""

    part: Part
    reply: Reply
    biography: Both
    language: str
    needs: str
    recording: bool | None
    returned: datetime | None

    @classmethod
    def of(cls, speaking: Speaking) -> "_Seen":
        """What is shown of this part."""
        return cls(*(getattr(speaking, each.name) for each in fields(cls)))


def _record(session: Session, speaking: Speaking) -> Card:
    return Card(
        ref=speaking.card,
        skill=SKILL,
        buttons=(*ANSWERS, *DETAILS),
        inputs=INPUTS,
        person=speaking.address,
        about=f"session/{session.id}",
        version=session.version,
        facts={"speaking": speaking.key, "starts": session.starts.isoformat()},
        until=session.ends + KEPT,
    )
