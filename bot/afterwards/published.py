"""The summary of a discussion as anybody may read it: words that were approved, facts as they are.

It is empty until both halves of the key points were found right. What is counted, the polls and
the questions follow from the records, so that whoever is erased or hidden is gone here as well.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot import texts
from bot.afterwards.discussion import MOST_QUESTIONS, Discussion, discussion, summary_of
from bot.afterwards.lines import Line, together
from bot.attending.groups import FEWEST
from bot.context import Context
from bot.documents.lines import one_line
from bot.model.poll import Poll, PollKind
from bot.model.question import AudienceQuestion, QuestionState
from bot.model.resource import Resource
from bot.model.session import Session
from bot.model.summary import SKILL
from bot.model.words import Both, Phrase
from bot.polling.shown import lines_of
from bot.questions import standing

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
    known = discussion(context, session)
    approved = standing.those(context.view, session.id, QuestionState.APPROVED)[:MOST_QUESTIONS]
    found: tuple[tuple[Name, Both], ...] = (
        ("figures", together(_figures(known))),
        ("points", points),
        ("polls", together(poll_lines(context, session))),
        ("answered", together(map(_question, known.answered))),
        ("open", together(map(_question, approved))),
        ("resources", together(map(_resource, known.resources))),
    )
    return tuple(_part(name, text) for name, text in found if text.en)


def in_words(parts: Sequence[Part]) -> Both:
    """The parts one under the other, each under its heading."""
    lines: list[Line] = []
    for each in parts:
        lines += [None, each.heading, each.text]
    return together(lines[1:])


def poll_lines(context: Context, session: Session) -> Iterator[Phrase]:
    """A line for each poll that is closed and that enough answered to tell nobody apart."""
    for poll in context.view.find(Poll, "session", session.id):
        if poll.count and poll.count.voters >= FEWEST:
            lines = [] if poll.kind is PollKind.WORDS else lines_of(poll, poll.count)
            facts = {"question": poll.question, "lines": lines, "voters": poll.count.voters}
            yield Phrase(f"{SKILL}.poll", facts)


def _figures(known: Discussion) -> Iterator[Phrase]:
    if known.registered:
        yield _figure("registered", known.registered)
    if known.came is not None:
        yield _figure("came", known.came)


def _figure(name: str, many: int) -> Phrase:
    few = 0 < many < FEWEST
    told = Phrase("pilot.few") if few else Phrase("pilot.number", {"many": many})
    return Phrase(f"{SKILL}.{name}", {"many": texts.both(told)})


def _question(each: AudienceQuestion) -> Phrase:
    facts = {"words": one_line(each.words), "answer": one_line(each.answer)}
    return Phrase(f"{SKILL}.question", facts)


def _resource(each: Resource) -> Phrase:
    return Phrase(f"{SKILL}.resource", {"title": each.title, "link": each.link})


def _part(name: Name, text: Both) -> Part:
    return Part(name, texts.both(Phrase(f"{SKILL}.part_{name}")), text)
