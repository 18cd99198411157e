"""The card of one's own registration, and the form for those who have none yet.

Nobody stores either: they follow from the registration and from the session.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import cards
from bot.context import Context, Languages
from bot.model.conversation import Card
from bot.model.registration import CARD, Registration, Standing
from bot.model.session import Session
from bot.registering.letters import in_time, needs_by
from bot.registering.taking import free

OWN = ("name", "department", "language", "needs", "question", "consent")
PUBLIC = ("address", *OWN)
ORIGIN = "origin"
"""The link that somebody followed to the form; the page adds it to what they filled in."""
OPEN_FORM = f"{CARD}-session-"
KEPT = timedelta(days=30)
YES_NO = {True: "yes", False: "no", None: ""}


@dataclass(frozen=True, slots=True)
class Form:
    """What the card shows of a registration, or of none yet, and which buttons it has."""

    heading: str
    session: Session
    buttons: tuple[str, ...]
    needs_by: date
    in_time: bool
    waiting: bool
    values: dict[str, str]


def standing(context: Context, ref: str) -> Card | None:
    """The card or the form with this reference, as it may be pressed now."""
    if ref.startswith(OPEN_FORM):
        session = context.view.get(Session, ref.removeprefix(OPEN_FORM))
        return _open(session) if session and session.public else None
    found = context.view.find(Registration, "ref", ref)
    session = context.view.get(Session, found[0].session) if found else None
    return own(session, found[0]) if session else None


def _open(session: Session) -> Card:
    return Card(
        ref=f"{OPEN_FORM}{session.id}",
        skill=CARD,
        buttons=("register",),
        inputs=(*PUBLIC, ORIGIN),
        about=f"session/{session.id}",
        until=session.ends,
        public=True,
    )


def own(session: Session, registration: Registration) -> Card:
    """The card of a registration, for its owner alone."""
    return Card(
        ref=registration.ref,
        skill=CARD,
        buttons=("save", "leave", "register"),
        inputs=OWN,
        person=registration.address,
        about=f"session/{session.id}",
        facts={"registration": registration.key},
        until=session.ends + KEPT,
    )


def of_registration(
    context: Context, session: Session, registration: Registration, languages: Languages
) -> cards.Rendered:
    """The card of a registration as it stands, with what its owner may change."""
    given = registration.standing is not Standing.CANCELLED
    values = {name: str(getattr(registration, name) or "") for name in OWN}
    form = Form(
        heading=f"card_{registration.standing}",
        session=session,
        buttons=("save", "leave") if given else ("register",),
        needs_by=needs_by(session),
        in_time=in_time(context, session),
        waiting=registration.standing is Standing.WAITING,
        values={**values, "consent": YES_NO[registration.consent]},
    )
    return _rendered(registration.ref, form, OWN if given else (), languages)


def of_session(context: Context, session: Session, languages: Languages) -> cards.Rendered:
    """The form for anybody who would like a place."""
    form = Form(
        heading="card_open",
        session=session,
        buttons=("register",),
        needs_by=needs_by(session),
        in_time=in_time(context, session),
        waiting=free(context, session) == 0,
        values=dict.fromkeys(PUBLIC, ""),
    )
    return _rendered(f"{OPEN_FORM}{session.id}", form, PUBLIC, languages)


def _rendered(
    ref: str, form: Form, fields: tuple[str, ...], languages: Languages
) -> cards.Rendered:
    facts = {
        "form": form,
        "fields": fields,
        "title": form.session.title,
        "starts": form.session.starts,
        "zone": form.session.zone,
    }
    return cards.render("registration", ref, languages, facts)
