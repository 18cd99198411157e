"""The calendar entry of a session: one uid for its whole life, a sequence that only grows."""

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


def _said(key: str, context: Context, session: Session) -> str:
    facts = {"session": session, "team": context.team.name}
    return texts.render_in(Phrase(key, facts), LANGUAGES)
