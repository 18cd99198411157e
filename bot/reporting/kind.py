"""What tells one kind of report from another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot import sessions
from bot.context import Context, Turn
from bot.errors import Refusal
from bot.model.outcome import Outcome
from bot.model.report_file import ReportFile
from bot.model.session import Session
from bot.model.words import Phrase


def _no_button(_context: Context, _file: ReportFile) -> tuple[str, ...]:
    return ()


def _no_picture(_context: Context, _file: ReportFile) -> tuple[str, Phrase] | None:
    return None


def begun(turn: Turn) -> Session | Outcome:
    """The session that is named, else one that is over; or the question which one it is.

    Raises Refusal for a session that has not begun.
    """
    session = sessions.held(turn)
    if isinstance(session, Session) and turn.context.now < session.starts:
        raise Refusal("attendance.not_begun", session=session)
    return session


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of report: the skill that hears of it, and what its card says.

    ``shown`` says what a report would change, ``done`` what it did. ``more`` gives buttons of a
    report that is done; with one of them the card has a field. ``picture`` gives the address of a
    picture, and what it shows. ``names`` are the words by which its card is called. ``meant`` says
    which session it is about; ``counted`` is whether the people of a session are then counted anew.
    """

    what: str
    skill: str
    intent: str
    names: tuple[str, ...]
    shown: Callable[[Context, ReportFile], Sequence[Phrase]]
    done: Callable[[Context, ReportFile], Sequence[Phrase]]
    more: Callable[[Context, ReportFile], tuple[str, ...]] = _no_button
    picture: Callable[[Context, ReportFile], tuple[str, Phrase] | None] = _no_picture
    meant: Callable[[Turn], Session | Outcome] = begun
    counted: bool = True
