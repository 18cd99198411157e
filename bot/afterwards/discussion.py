"""What was said in a session, as the records tell it: numbers, key points, questions, links."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.context import Context
from bot.model.attendance import Turnout
from bot.model.poll import Poll
from bot.model.question import OPEN, AudienceQuestion, QuestionState
from bot.model.registration import Registration, Standing
from bot.model.resource import Resource
from bot.model.session import Session
from bot.model.summary import LONGEST, Point, Summary
from bot.model.words import Language
from bot.polling import counting
from bot.questions import standing
from bot.resources import public_resources
from bot.speakers import confirmed

MOST_QUESTIONS = 10
SHORT = 0.6
"""A transcript of less than this part of its session may lack its end."""


@dataclass(frozen=True, slots=True)
class Discussion:
    """What the store knows of a session that is over.

    ``came`` is None where no attendance was brought. ``votes`` are the answers to all polls
    together; ``answered`` and ``open`` the questions that anybody may read and those that still
    want an answer, the most wanted first.
    """

    registered: int
    came: int | None
    polls: int
    votes: int
    asked: int
    answered: tuple[AudienceQuestion, ...]
    open: tuple[AudienceQuestion, ...]
    resources: tuple[Resource, ...]


def discussion(context: Context, session: Session) -> Discussion:
    """What the store knows of what was said."""
    view = context.view
    turnout = view.get(Turnout, session.id)
    polls = [each for each in view.find(Poll, "session", session.id) if each.posted]
    return Discussion(
        registered=view.count(Registration, "standing_in", f"{session.id}/{Standing.REGISTERED}"),
        came=turnout.people if turnout else None,
        polls=len(polls),
        votes=sum(counting.voters(view, each) for each in polls),
        asked=view.count(AudienceQuestion, "asked_in", session.id),
        answered=_first(standing.those(view, session.id, QuestionState.ANSWERED)),
        open=_first(standing.those(view, session.id, *OPEN)),
        resources=public_resources(context, session),
    )


def _first(questions: Sequence[AudienceQuestion]) -> tuple[AudienceQuestion, ...]:
    return tuple(questions[:MOST_QUESTIONS])


def summary_of(context: Context, session: Session) -> Summary:
    """The summary of a session; an empty one where no transcript was brought."""
    return context.view.get(Summary, session.id) or Summary(session=session.id)


def named(context: Context, session: Session, points: Iterable[Point]) -> tuple[Point, ...]:
    """The points with the names of those who spoke for us; others are not named in public."""
    names = {_folded(each.name): each.name for each in confirmed(context, session) if each.name}
    return tuple(replace(each, speaker=names.get(_folded(each.speaker), "")) for each in points)


def _folded(name: str) -> str:
    """A name without case, accents or the order of its parts: “ROY, Anne” is “Anne Roy”."""
    plain = unicodedata.normalize("NFKD", name.partition("(")[0]).casefold()
    kept = "".join(each if each.isalnum() else " " for each in plain if each.isascii())
    return " ".join(sorted(kept.split()))


def in_words(points: Iterable[Point], language: Language) -> str:
    """The points as the first draft has them, a line each, as many as a half has room for."""
    lines: list[str] = []
    for each in points:
        line = _line(each, language)
        if sum(map(len, lines)) + len(lines) + len(line) <= LONGEST:
            lines.append(line)
    return "\n".join(lines)


def _line(point: Point, language: Language) -> str:
    quoted = f"“{point.words}”" if language == "en" else f"«\u00a0{point.words}\u00a0»"
    return f"{head(point, language)}{quoted}"


def head(point: Point, language: Language) -> str:
    """When a point was made and by whom, as its line begins."""
    who = f", {point.speaker}" if point.speaker else ""
    colon = ": " if language == "en" else "\u00a0: "
    return f"• {time_code(point.second)}{who}{colon}"


def time_code(second: int) -> str:
    """``4:05`` or ``1:04:05``, as players show it."""
    minutes, rest = divmod(second, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def is_short(session: Session, summary: Summary) -> bool:
    """Whether the transcript ends long before its session did."""
    return 0 < summary.seconds < session.minutes * 60 * SHORT
