"""What came of a look: what is fine in one line, and what is not with what to do."""

import json
from collections.abc import Mapping
from dataclasses import replace

from bot import texts
from bot.context import Context, Turn
from bot.hosting import connections, offline
from bot.hosting.rows import called
from bot.model.connections import CONNECTIONS, ConnectionCheck, Fault
from bot.model.outbox import PROGRESS, Message, Sending
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.words import Both, Phrase
from bot.posts import Note, languages_at, to_person, to_space

Faults = Mapping[str, Fault]
LAST = 2
"""Hours before a session at which the last look is due."""


def results(turn: Turn) -> Outcome:
    """The look told where it was asked for, else to the team and the owners of what is not fine."""
    id_ = turn.result.key.removeprefix(f"{PROGRESS}{CONNECTIONS}-")
    context = turn.context
    check = context.view.get(ConnectionCheck, id_)
    session = context.view.get(Session, check.session) if check else None
    if check is None or check.done or session is None:
        return Outcome()
    if "found" not in turn.result.facts:
        return _told(context, session, replace(check, done=True, found={}), looked=False)
    found: dict[str, Fault] = json.loads(turn.result.facts["found"])
    return _told(context, session, replace(check, done=True, found=found), looked=True)


def _told(context: Context, session: Session, check: ConnectionCheck, *, looked: bool) -> Outcome:
    said = (
        _said(context, session, check)
        if looked
        else Phrase("connections.not_looked", {"session": session})
    )
    note = Note(f"connections/{check.id}", said, said, said, f"session/{session.id}")
    if check.place is not None:
        languages = languages_at(context, check.place)
        here = Sending(
            key=f"connections/{check.id}",
            door=check.place.channel,
            to=check.place.room,
            content=Message(texts.render_in(said, languages)),
            created=context.now,
            about=f"session/{session.id}",
        )
        return Outcome(saves=(check,), sends=(here,))
    return Outcome(
        saves=(check,),
        sends=(
            *to_space(context, note),
            *_to_owners(context, session, check),
            *_to_hosts(context, session, check),
        ),
    )


def _faults(check: ConnectionCheck) -> Faults:
    return {**check.before, **{name: each for name, each in check.found.items() if each}}


def _said(context: Context, session: Session, check: ConnectionCheck) -> Phrase:
    fine = [connections.named(context, name) for name, fault in check.found.items() if not fault]
    lines = [_line(context, session, *each) for each in _faults(check).items()]
    facts = {"session": session, "hours": check.hours, "fine": fine, "lines": lines}
    return Phrase("connections.told", facts)


def _to_owners(context: Context, session: Session, check: ConnectionCheck) -> tuple[Sending, ...]:
    """Each owner hears of what is theirs and not fine."""
    return tuple(
        to_person(context, owner, _note(context, session, check, faults))
        for owner, faults in connections.by_owner(context, session, _faults(check))
    )


def _to_hosts(context: Context, session: Session, check: ConnectionCheck) -> tuple[Sending, ...]:
    """The page that opens without a network, with the last look before the session."""
    if check.hours != LAST:
        return ()
    return tuple(
        offline.mailed(context, session, each, f"host_page/{check.id}/{each}")
        for each in offline.hosts(context, session)
    )


def _note(context: Context, session: Session, check: ConnectionCheck, faults: Faults) -> Note:
    lines = [_line(context, session, *each) for each in faults.items()]
    facts = {"session": session, "lines": lines, "team": context.team}
    return Note(
        key=f"connections/{check.id}/yours",
        words=Phrase("connections.yours", facts),
        subject=Phrase("connections.subject", facts),
        letter=Phrase("connections.letter", facts),
        about=f"session/{session.id}",
        expires=session.ends,
    )


def _line(context: Context, session: Session, name: str, fault: Fault) -> Both:
    """One thing that is not fine: what, why, what to do, and whose it is."""
    kind = connections.kind_of(name)
    owner = called(context, connections.owner_of(context, session, name))
    link = connections.links(context, session).get(name, "")
    facts = {
        "name": _beginning(connections.named(context, name)),
        "why": texts.both(Phrase(f"connections.fault_{fault}")),
        "to_do": texts.both(Phrase(f"connections.do_{kind}", {"session": session})),
        "owner": owner,
        "link": link,
    }
    return texts.both(Phrase("connections.line", facts))


def _beginning(name: Both) -> Both:
    """The name as a sentence begins with it."""
    return Both(*(side[:1].upper() + side[1:] for side in (name.en, name.fr)))
