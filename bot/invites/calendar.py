"""The calendar entry of a session: one uid for its whole life, a sequence that only grows."""

from dataclasses import replace

from bot import texts
from bot.context import Context
from bot.model.outbox import Invite, Person
from bot.model.session import Session
from bot.model.words import LANGUAGES, Phrase

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"


def uid(context: Context, session: Session) -> str:
    """The uid under which every calendar knows the session."""
    domain = context.setup.mail_from.rpartition("@")[2] or "circuit.invalid"
    return f"session-{session.id}@{domain}"


def invite(context: Context, session: Session, attendee: Person, method: str) -> Invite:
    """The entry for one person, in both languages, as the session stands now."""
    return Invite(
        uid=uid(context, session),
        sequence=session.sequence,
        method=method,
        starts=session.starts,
        ends=session.ends,
        summary=_said("invites.summary", context, session),
        description=_said("invites.description", context, session),
        location=session.join or _said("invites.online", context, session),
        attendee=attendee,
    )


def published(context: Context, session: Session, sender: Person) -> Invite:
    """The entry for anybody: it leads to the page; the link to join goes to those who register."""
    entry = invite(context, replace(session, join=""), sender, PUBLISH)
    return replace(entry, description=_said("invites.open_description", context, session))


def _said(key: str, context: Context, session: Session) -> str:
    page = f"{context.setup.public_url}/s/{session.id}"
    facts = {"session": session, "team": context.team.name, "page": page}
    return texts.render_in(Phrase(key, facts), LANGUAGES)
