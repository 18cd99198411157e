"""When the connections of a session are looked at, and what is asked of the door."""

from datetime import timedelta

from bot import sessions
from bot.context import Context, Turn, merge
from bot.hosting import connections, offline
from bot.model.connections import CONNECTIONS, ConnectionCheck
from bot.model.outbox import PROGRESS, Errand, Sending
from bot.model.outcome import Outcome
from bot.model.session import Phase, Session
from bot.planning.changes import must_be_open

HOURS = (24, 2)
PATIENCE = timedelta(minutes=10)
STILL_OF_USE = timedelta(hours=1)
"""So long after its hour a look is still taken, if the bot was away."""


def ask(turn: Turn) -> Outcome:
    """A look at everything, its result told here."""
    session = sessions.meant(turn)
    if isinstance(session, Outcome):
        return session
    must_be_open(turn.context, session)
    id_ = turn.context.id_for(f"connections/{session.id}")
    check = _check(turn.context, session, id_)
    asked = ConnectionCheck(
        id=id_,
        session=session.id,
        at=check.at,
        place=turn.incoming.place,
        before=check.before,
    )
    count = len(connections.links(turn.context, session))
    said = turn.say("connections.looking", session=session, count=count)
    return merge(_looked(turn.context, session, asked), said)


def page(turn: Turn) -> Outcome:
    """The page for hosts, mailed to who asks."""
    session = sessions.meant(turn)
    if isinstance(session, Outcome):
        return session
    key = turn.context.id_for(f"host_page/{session.id}")
    sent = offline.mailed(turn.context, session, turn.address, key)
    facts = {"session": session, "address": turn.address}
    return merge(Outcome(sends=(sent,)), turn.say("host_page.on_its_way", **facts))


def due(context: Context) -> Outcome:
    """A look at what is near, once for each of the hours; a moved session is looked at anew."""
    if not context.setup.connections:
        return Outcome()
    coming = context.view.between(
        Session, "upcoming", context.now, context.now + timedelta(hours=max(HOURS), minutes=1)
    )
    return merge(*(_owed(context, each, hours) for each in coming for hours in HOURS))


def _owed(context: Context, session: Session, hours: int) -> Outcome:
    at = session.starts - timedelta(hours=hours)
    id_ = f"{session.id}-{hours}-{session.starts:%Y%m%d%H%M}"
    late = context.now - at > STILL_OF_USE
    made_since = session.created > at
    if session.phase is not Phase.ANNOUNCED or at > context.now or late or made_since:
        return Outcome()
    if context.view.get(ConnectionCheck, id_):
        return Outcome()
    return _looked(context, session, _check(context, session, id_, hours))


def _check(context: Context, session: Session, id_: str, hours: int = 0) -> ConnectionCheck:
    before = connections.missing(context, session)
    return ConnectionCheck(id=id_, session=session.id, at=context.now, hours=hours, before=before)


def _looked(context: Context, session: Session, check: ConnectionCheck) -> Outcome:
    facts = {
        "links": connections.links(context, session),
        "systems": list(connections.systems(context, session)),
    }
    errand = Sending(
        key=f"{PROGRESS}{CONNECTIONS}-{check.id}",
        door=CONNECTIONS,
        to=check.id,
        content=Errand("look", facts),
        created=context.now,
        about=f"session/{session.id}",
        then=CONNECTIONS,
        expires=context.now + PATIENCE,
    )
    return Outcome(saves=(check,), sends=(errand,))
