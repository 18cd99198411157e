"""What a session hands out, and from when on anybody may see it."""

from datetime import datetime, timedelta

from bot.context import Context
from bot.model.resource import Handout, Resource
from bot.model.session import Phase, Session
from bot.model.words import Both

SHARED_AFTER = timedelta(minutes=40)
BEFORE_END = timedelta(minutes=5)


def handed_out_at(session: Session) -> datetime:
    """When its resources and evaluation are handed out: 40 minutes in, 5 before a shorter end."""
    before_end = max(session.starts, session.ends - BEFORE_END)
    return min(session.starts + SHARED_AFTER, before_end)


def handout_of(context: Context, session: Session) -> Handout:
    """How the session hands out what it has, settled or not."""
    return context.view.get(Handout, session.id) or Handout(session=session.id)


def resources_of(context: Context, session: Session) -> tuple[Resource, ...]:
    """Its resources, the first one first."""
    found = context.view.find(Resource, "listed", session.id)
    return tuple(sorted(found, key=lambda each: int(each.id)))


def is_out(context: Context, session: Session) -> bool:
    """Whether the hour has come at which everybody sees what the session hands out."""
    return session.phase is not Phase.CANCELLED and handed_out_at(session) <= context.now


def public_resources(context: Context, session: Session) -> tuple[Resource, ...]:
    """The resources that anybody may see: all once they are out, before that those shared."""
    if session.phase is Phase.CANCELLED:
        return ()
    every = resources_of(context, session)
    return every if is_out(context, session) else tuple(each for each in every if each.shared)


def public_evaluation(context: Context, session: Session) -> Both:
    """The evaluation that anybody may see; empty sides where there is none yet."""
    handout = handout_of(context, session)
    shown = is_out(context, session) or (handout.shared and session.phase is not Phase.CANCELLED)
    return handout.evaluation if shown else Both()
