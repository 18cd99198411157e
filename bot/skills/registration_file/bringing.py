"""An organiser brings a file, or says that one is coming."""

from dataclasses import replace
from datetime import timedelta

from bot import sessions
from bot.context import REMEMBERED, Turn, merge, where
from bot.documents.lines import cut, one_line
from bot.errors import Refusal
from bot.model.conversation import Asked, Attachment
from bot.model.importing import INTENT, Import, Step
from bot.model.outcome import Outcome
from bot.model.people import route_key
from bot.model.session import Session
from bot.registering.taking import must_be_open
from bot.skills.registration_file import card, errands

KEPT = timedelta(days=1)
LONGEST_NAME = 80
IMPORT = "import"


def bring(turn: Turn) -> Outcome:
    """The file fetched and looked at; or the question which session it is for, or where it is."""
    if IMPORT in turn.slots:
        return _for_session(turn)
    files = turn.incoming.files
    if not files:
        return _awaited(turn)
    if len(files) > 1:
        raise Refusal(f"{card.SKILL}.one_at_a_time")
    if not files[0].source:
        raise Refusal(f"{card.SKILL}.not_fetched", file=_shown(files[0]))
    return _taken(turn, files[0])


def _awaited(turn: Turn) -> Outcome:
    """Where to drop the file; the session that was named is remembered until then."""
    if turn.slots.get("session"):
        session = sessions.meant(turn)
        if isinstance(session, Outcome):
            return session
    asked = Asked(
        where=where(turn.incoming),
        until=turn.context.now + REMEMBERED,
        intent=INTENT,
        slots=dict(turn.slots),
    )
    return replace(turn.say(f"{card.SKILL}.drop"), saves=(asked,))


def _taken(turn: Turn, file: Attachment) -> Outcome:
    counter = turn.context.next("imports")
    taking = _begun(turn, str(counter.last), file)
    fetching = errands.fetches(turn.context, taking, file)
    slots = {**turn.slots, IMPORT: taking.id}
    session = sessions.meant(replace(turn, intent=INTENT, slots=slots))
    if isinstance(session, Outcome):
        return merge(session, Outcome(saves=(counter, taking), sends=(fetching,)))
    return merge(Outcome(saves=(counter,), sends=(fetching,)), _looked_at(turn, taking, session))


def _for_session(turn: Turn) -> Outcome:
    """The session of a file that was brought before, as it was asked for."""
    taking = turn.context.view.get(Import, str(turn.slots[IMPORT]))
    if taking is None or taking.step is not Step.ASKED:
        raise Refusal(f"{card.SKILL}.gone")
    session = sessions.meant(turn)
    return session if isinstance(session, Outcome) else _looked_at(turn, taking, session)


def _looked_at(turn: Turn, taking: Import, session: Session) -> Outcome:
    must_be_open(turn.context, session)
    ready = taking.changed(session=session.id, step=Step.READING, looks=1)
    said = turn.say(f"{card.SKILL}.step_reading", file=taking.name)
    return replace(said, saves=(ready,), sends=(errands.looks(turn.context, ready),))


def _begun(turn: Turn, number: str, file: Attachment) -> Import:
    incoming, context = turn.incoming, turn.context
    return Import(
        id=number,
        file=context.id_for(f"file/{number}"),
        name=_shown(file),
        by=turn.address,
        place=incoming.place,
        waits_with=turn.address if incoming.private else route_key(incoming.place),
        languages=turn.languages,
        created=context.now,
        until=context.now + KEPT,
        step=Step.ASKED,
    )


def _shown(file: Attachment) -> str:
    """What the file is called, fit to be shown."""
    return cut(one_line(file.name), LONGEST_NAME)
