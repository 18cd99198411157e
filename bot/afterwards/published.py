"""The summary of a discussion as anybody may read it: words that were approved, facts as they are.

It is empty until both halves of the key points were found right. What is counted, the polls and
the questions follow from the records, so that whoever is erased or hidden is gone here as well.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot import texts
from bot.afterwards.discussion import MOST_QUESTIONS, summary_of
from bot.afterwards.lines import Line, together
from bot.attending.groups import FEWEST
from bot.context import Context
from bot.documents.lines import one_line
from bot.model.attendance import Turnout
from bot.model.poll import Poll, PollKind
from bot.model.question import AudienceQuestion, QuestionState
from bot.model.registration import Registration, Standing
from bot.model.session import Session
from bot.model.summary import SKILL
from bot.model.words import Both, Phrase
from bot.polling import counting
from bot.polling.shown import lines_of
from bot.questions import standing
from bot.resources import public_resources

Name = Literal["figures", "points", "polls", "answered", "open", "resources"]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the summary: its heading, and its text, in which every line is an item."""

    name: Name
    heading: Both
    text: Both


def published(context: Context, session: Session) -> tuple[Part, ...]:
    """The whole summary in its parts; nothing until both halves were reviewed."""
    points = summary_of(context, session).shown
    if not points.en:
        return ()
    found: tuple[tuple[Name, Both], ...] = (
        ("figures", together(_figures(context, session))),
        ("points", points),
        ("polls", together(poll_lines(context, session))),
        ("answered", _asked(context, session, QuestionState.ANSWERED)),
        ("open", _asked(context, session, QuestionState.APPROVED)),
        ("resources", together(_resources(context, session))),
    )
    return tuple(_part(name, text) for name, text in found if text.en)


def in_words(parts: Sequence[Part]) -> Both:
    """The parts one under the other, each under its heading."""
    lines: list[Line] = []
    for each in parts:
        lines += [None, each.heading, each.text]
    return together(lines[1:])


def poll_lines(context: Context, session: Session) -> Iterator[Phrase]:
    """A line for each poll that is closed, as far as anybody may know what came of it."""
    for poll in context.view.find(Poll, "session", session.id):
        count = poll.count and counting.shown(context.view, poll)
        if count and count.voters:
            named = poll.kind is not PollKind.WORDS
            lines = lines_of(poll, count) if named else []
            facts = {"question": poll.question, "lines": lines, "voters": count.voters}
            yield Phrase(f"{SKILL}.poll", facts)


def _figures(context: Context, session: Session) -> Iterator[Phrase]:
    value = f"{session.id}/{Standing.REGISTERED}"
    registered = context.view.count(Registration, "standing_in", value)
    if registered:
        yield _figure("registered", registered)
    turnout = context.view.get(Turnout, session.id)
    if turnout is not None:
        yield _figure("came", turnout.people)


def _figure(name: str, many: int) -> Phrase:
    few = 0 < many < FEWEST
    told = Phrase("pilot.few") if few else Phrase("pilot.number", {"many": many})
    return Phrase(f"{SKILL}.{name}", {"many": texts.both(told)})


def _asked(context: Context, session: Session, state: QuestionState) -> Both:
    """The questions in this state, which anybody may read, the most wanted first."""
    found = standing.those(context.view, session.id, state)[:MOST_QUESTIONS]
    return together(_question(each) for each in found)


def _question(each: AudienceQuestion) -> Phrase:
    facts = {"words": one_line(each.words), "answer": one_line(each.answer)}
    return Phrase(f"{SKILL}.question", facts)


def _resources(context: Context, session: Session) -> Iterator[Phrase]:
    for each in public_resources(context, session):
        yield Phrase(f"{SKILL}.resource", {"title": each.title, "link": each.link})


def _part(name: Name, text: Both) -> Part:
    return Part(name, texts.both(Phrase(f"{SKILL}.part_{name}")), text)
