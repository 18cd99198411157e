"""A file of the webinar's chat or of its questions: what it would add, then what it added."""

from collections import Counter
from collections.abc import Sequence

from bot import sessions
from bot.context import Context, Turn
from bot.model.outcome import Answer, Outcome
from bot.model.question import LONGEST, SKILL, AudienceQuestion
from bot.model.report_file import ReportFile
from bot.model.session import Session
from bot.model.words import Phrase
from bot.questions.bringing import New, kept
from bot.reporting.kind import Kind
from bot.skills.questions import desk

COUNTS = ("new", "changed", "same", "declined")
"""Questions that are added, that ask what was asked before, that were here, that are too long."""


def deliver(turn: Turn) -> Outcome:
    """What became of each question of a file, counted; what was brought before is passed."""
    delivery = turn.incoming.delivery
    assert delivery is not None
    session = sessions.of_card(turn.context, str(delivery.facts["session"]))
    view = turn.context.view
    asked = delivery.facts["requests"]
    fresh = [e for e in asked if not view.count(AudienceQuestion, "source", e["mark"])]
    short = [each for each in fresh if len(each["words"]) <= LONGEST]
    news = [New(e["words"], e["mark"], brought="webinar", source=e["mark"]) for e in short]
    taken = kept(turn.context, session, news)
    alike = sum(bool(each.lead) for each in taken.questions)
    counted = Counter(
        new=len(news) - alike,
        changed=alike,
        same=len(asked) - len(fresh),
        declined=len(fresh) - len(short),
    )
    told = desk.told(turn.context, session, Outcome(saves=taken.saves)) if news else Outcome()
    words = turn.words("questions.file_brought", **{name: counted[name] for name in COUNTS})
    return Outcome(told.saves, told.removes, told.sends, Answer(words, facts=counted))


def lately(turn: Turn) -> Session | Outcome:
    """The session that is named; else the one that is on, one that is over, or one to come."""
    if turn.slots.get("session"):
        return sessions.meant(turn)
    on = [each for each in sessions.upcoming(turn) if each.starts <= turn.context.now]
    if on:
        return on[0]
    return sessions.held(turn) if sessions.past(turn) else sessions.meant(turn)


def _said(context: Context, file: ReportFile, key: str) -> Sequence[Phrase]:
    facts = {name: file.counts.get(name, 0) for name in COUNTS}
    session = context.view.get(Session, file.session)
    return [Phrase(key, {**facts, "file": file.name, "session": session, "most": LONGEST})]


def foreseen(context: Context, file: ReportFile) -> Sequence[Phrase]:
    """What a file would add to the questions of a session."""
    return _said(context, file, "questions.file_foreseen")


def done(context: Context, file: ReportFile) -> Sequence[Phrase]:
    """What a file added."""
    return _said(context, file, "questions.file_done")


KIND = Kind(
    what=SKILL,
    skill=SKILL,
    intent="question.paste",
    names=("questions", "chat clavardage"),
    shown=foreseen,
    done=done,
    meant=lately,
    counted=False,
)
