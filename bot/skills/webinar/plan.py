"""What the webinar of a session should be like in Webex."""

import hashlib
import json

from bot import texts
from bot.context import Context
from bot.documents.lines import cut
from bot.model.registration import Registration
from bot.model.session import Session
from bot.model.speaking import Part, Reply, Speaking
from bot.model.webinar import SKILL, Kind, Panelist, Plan, Question, SessionType, Webinar
from bot.model.words import Phrase

LONGEST_TITLE = 128
BETWEEN = " | "
QUESTIONS = ("language", "department", "needs", "consent", "question")
CHOICES = {"language": ("english", "french"), "consent": ("yes", "no")}


def marker(session: Session, attempt: int) -> str:
    """What tells the webinar from all others of the host; 64 characters at most."""
    made = f"{session.id}/{session.created.isoformat()}"
    return f"circuit-{hashlib.sha256(made.encode()).hexdigest()[:24]}-{attempt}"


def plan(context: Context, session: Session, webinar: Webinar) -> Plan:
    """The webinar as it should be now."""
    return Plan(
        marker=marker(session, webinar.attempt),
        title=title(session),
        agenda=agenda(context, session),
        starts=session.starts,
        ends=session.ends,
        zone=session.zone,
        panelists=tuple(panelists(context, session)),
        invited=webinar.invited,
    )


def kind(session: Session, webinar: Webinar) -> Kind:
    """What is settled when it is made."""
    chosen = next((each for each in webinar.types if each.id == webinar.type), None)
    return Kind(
        type=webinar.type,
        capacity=chosen.capacity if chosen else 0,
        places=session.capacity,
        interpreted=webinar.interpreted,
        questions=questions(),
    )


def image(planned: Plan) -> str:
    """What tells a plan from one that differs."""
    return hashlib.sha256(json.dumps(planned.row, sort_keys=True).encode()).hexdigest()[:16]


def title(session: Session) -> str:
    """The title in both languages, as much of each as there is room for."""
    sides = [*dict.fromkeys(each for each in (session.title.en, session.title.fr) if each)]
    whole = BETWEEN.join(sides)
    if len(whole) <= LONGEST_TITLE:
        return whole
    room = (LONGEST_TITLE - len(BETWEEN) * (len(sides) - 1)) // len(sides)
    return BETWEEN.join(cut(each, room) for each in sides)


def agenda(context: Context, session: Session) -> str:
    """Where to find more, and the privacy notice of the form, in both languages."""
    page = f"{context.setup.public_url}/s/{session.id}"
    notice = texts.both(Phrase("registration_card.privacy"))
    return _twice(Phrase(f"{SKILL}.agenda", {"page": page, "notice": notice}), "\n\n")


def panelists(context: Context, session: Session) -> list[Panelist]:
    """Those who said yes; who moderates or hosts may run the webinar too."""
    parts = context.view.find(Speaking, "session", session.id)
    return [
        Panelist(each.address, each.called, cohost=each.part is not Part.SPEAKER)
        for each in sorted(parts, key=lambda each: each.address)
        if each.reply is Reply.YES
    ]


def questions() -> tuple[Question, ...]:
    """What the registration form asks beside the name and the address, in both languages."""
    return tuple(
        Question(
            _twice(Phrase(f"{SKILL}.asks_{name}")),
            tuple(_twice(Phrase(f"{SKILL}.choice_{each}")) for each in CHOICES.get(name, ())),
        )
        for name in QUESTIONS
    )


def expected(context: Context, session: Session) -> int:
    """How many people there should be room for, as far as that is known."""
    registered = context.view.count(Registration, "standing_in", f"{session.id}/registered")
    return max(session.capacity, registered)


def fitting(context: Context, session: Session, types: tuple[SessionType, ...]) -> int:
    """The smallest session type for all who may come; the largest, where their number is open."""
    large = sorted(types, key=lambda each: each.capacity)
    most = expected(context, session) if session.capacity else large[-1].capacity
    return next((each.id for each in large if each.capacity >= most), large[-1].id)


def _twice(phrase: Phrase, between: str = " / ") -> str:
    """The words in both languages; once where they are the same."""
    said = texts.both(phrase)
    return between.join(dict.fromkeys((said.en, said.fr)))
