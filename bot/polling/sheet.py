"""The polls of a session as a table to copy into Vevox, which documents no import of its own.

The columns are those that its form for a poll asks for (help.vevox.com): the kind in its own words,
the question, the options, how many may be chosen, and when the results are shown.
"""

from collections.abc import Iterable, Sequence

from bot import texts
from bot.model.poll import Poll, PollKind, PollState
from bot.model.record import View
from bot.model.session import Session
from bot.model.words import LANGUAGES, Both, Phrase

KINDS = {
    PollKind.SINGLE: "Multiple choice",
    PollKind.SEVERAL: "Multiple choice",
    PollKind.RATING: "Rating",
    PollKind.WORDS: "Text",
}
FEWEST = 10
"""As many columns for options there are at least."""


def polls_of(view: View, session: Session) -> list[Poll]:
    """The polls of a session that were not dropped, oldest first."""
    found = view.find(Poll, "session", session.id)
    return [each for each in found if each.state is not PollState.DROPPED]


def titles(polls: Iterable[Poll]) -> list[str]:
    """The head of each column."""
    options = [_said("sheet_option", number=each + 1) for each in range(_columns(polls))]
    asked = [_said(f"sheet_{each}") for each in ("kind", "question_en", "question_fr")]
    return [*asked, *options, _said("sheet_most"), _said("sheet_shown")]


def rows(polls: Sequence[Poll]) -> list[list[str | int]]:
    """A row for each poll."""
    return [_row(each, _columns(polls)) for each in polls]


def _row(poll: Poll, columns: int) -> list[str | int]:
    options = [_both(each) for each in poll.options]
    most = len(options) if poll.kind is PollKind.SEVERAL else min(1, len(options))
    room = [""] * (columns - len(options))
    shown = _said("sheet_live" if poll.live else "sheet_hidden")
    return [KINDS[poll.kind], poll.question.en, poll.question.fr, *options, *room, most, shown]


def _columns(polls: Iterable[Poll]) -> int:
    return max([FEWEST, *(len(each.options) for each in polls)])


def _both(option: Both) -> str:
    return " / ".join(dict.fromkeys((option.en, option.fr)))


def _said(name: str, **facts: object) -> str:
    return texts.render_in(Phrase(f"poll_table.{name}", facts), LANGUAGES)
