"""The link to join a session, as it follows from its webinar."""

from bot import invites
from bot.context import Context, merge
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.planning.changes import applied
from bot.registering import news


def joined(context: Context, session: Session, link: str) -> Outcome:
    """The session with this link; calendar entries that have another one are renewed."""
    if session.join == link:
        return Outcome()
    held = entries(context, session) > 0
    after = applied(session, {"join": link}, session.sequence + int(held))
    return merge(Outcome(saves=(after,)), invites.moved(context, session, after))


def entries(context: Context, session: Session) -> int:
    """How many people have the session in their calendar, or soon will."""
    registered = news.counted(context, session)["registered"]
    return registered + len(invites.holders(context, session.id))
