"""An organiser brings a report, or says that one is coming."""

from dataclasses import replace
from datetime import timedelta

from bot.context import REMEMBERED, Turn, merge, where
from bot.documents.lines import cut, one_line
from bot.errors import Refusal
from bot.model.conversation import Asked, Attachment
from bot.model.importing import Step
from bot.model.outcome import Outcome
from bot.model.people import route_key
from bot.model.report_file import ReportFile
from bot.model.session import Session
from bot.reporting import errands
from bot.reporting.kind import Kind

KEPT = timedelta(days=1)
LONGEST_NAME = 80
REPORT = "report"


def bring(kind: Kind, turn: Turn) -> Outcome:
    """The report fetched and looked at; or the question which session it is about, or where it is.

    Raises Refusal for several files at once, and for a session that has not begun.
    """
    if REPORT in turn.slots:
        return _for_session(kind, turn)
    files = turn.incoming.files
    if not files:
        return _awaited(kind, turn)
    if len(files) > 1:
        raise Refusal("registration_file.one_at_a_time")
    if not files[0].source:
        raise Refusal("registration_file.not_fetched", file=_shown(files[0]))
    return _taken(kind, turn, files[0])


def _awaited(kind: Kind, turn: Turn) -> Outcome:
    """Where to drop the report; the session that was named is remembered until then."""
    if turn.slots.get("session"):
        session = kind.meant(turn)
        if isinstance(session, Outcome):
            return session
    asked = Asked(
        where=where(turn.incoming),
        until=turn.context.now + REMEMBERED,
        intent=kind.intent,
        slots=dict(turn.slots),
    )
    return replace(turn.say(f"{kind.skill}.drop"), saves=(asked,))


def _taken(kind: Kind, turn: Turn, dropped: Attachment) -> Outcome:
    counter = turn.context.next("report_files")
    file = _begun(kind, turn, str(counter.last), dropped)
    fetching = errands.fetches(kind, turn.context, file, dropped)
    slots = {**turn.slots, REPORT: file.id}
    session = kind.meant(replace(turn, intent=kind.intent, slots=slots))
    if isinstance(session, Outcome):
        return merge(session, Outcome(saves=(counter, file), sends=(fetching,)))
    looked = _looked_at(kind, turn, file, session)
    return merge(Outcome(saves=(counter,), sends=(fetching,)), looked)


def _for_session(kind: Kind, turn: Turn) -> Outcome:
    """The session of a report that was brought before, as it was asked for."""
    file = turn.context.view.get(ReportFile, str(turn.slots[REPORT]))
    if file is None or file.step is not Step.ASKED:
        raise Refusal("registration_file.gone")
    session = kind.meant(turn)
    return session if isinstance(session, Outcome) else _looked_at(kind, turn, file, session)


def _looked_at(kind: Kind, turn: Turn, file: ReportFile, session: Session) -> Outcome:
    ready = file.changed(session=session.id, step=Step.READING)
    said = turn.say("registration_file.step_reading", file=file.name)
    return replace(said, saves=(ready,), sends=(errands.looks(kind, turn.context, ready),))


def _begun(kind: Kind, turn: Turn, number: str, dropped: Attachment) -> ReportFile:
    incoming, context = turn.incoming, turn.context
    return ReportFile(
        id=number,
        what=kind.what,
        file=context.id_for(f"report/{number}"),
        name=_shown(dropped),
        by=turn.address,
        place=incoming.place,
        waits_with=turn.address if incoming.private else route_key(incoming.place),
        languages=turn.languages,
        created=context.now,
        until=context.now + KEPT,
        step=Step.ASKED,
    )


def _shown(dropped: Attachment) -> str:
    """What the file is called, fit to be shown."""
    return cut(one_line(dropped.name), LONGEST_NAME)
