"""A summary in words: what is known of the session, both halves, what is still to be done."""

from collections.abc import Iterator

from bot.afterwards import discussion
from bot.afterwards.lines import Line
from bot.afterwards.modelled import untold
from bot.afterwards.published import poll_lines
from bot.context import Context
from bot.describing.showing import state_of
from bot.model.session import Session
from bot.model.summary import SKILL, Summary
from bot.model.words import LANGUAGES, Both, Language, Phrase, other


def of_transcript(session: Session, summary: Summary) -> Iterator[Phrase]:
    """What was read, and what to know of it before one believes it."""
    facts = {"session": session, "summary": summary, "minutes": summary.seconds // 60}
    yield Phrase(f"{SKILL}.read", {**facts, "count": len(summary.points)})
    if summary.cut_off:
        yield Phrase(f"{SKILL}.cut_off")
    elif discussion.is_short(session, summary):
        yield Phrase(f"{SKILL}.short", facts)
    spoken = summary.spoken
    if spoken is None:
        yield Phrase(f"{SKILL}.no_language")
    elif session.language == other(spoken):
        yield Phrase(f"{SKILL}.unexpected", {"spoken": spoken})


def whole(context: Context, session: Session, summary: Summary) -> Iterator[Line]:
    """All of it, as the team reads it in chat."""
    yield from numbers(context, session, summary)
    for each in LANGUAGES:
        yield None
        yield state_of(context, summary, each)
        if summary.half(each).text:
            yield Both(summary.half(each).text)
        yield from _added(session, summary, each)
    polls = [*poll_lines(context, session)]
    if polls:
        yield None
        yield Phrase(f"{SKILL}.part_polls")
        yield from polls
    known = discussion.discussion(context, session)
    for name, found in (("answered", known.answered), ("open", known.open)):
        if found:
            yield None
            yield Phrase(f"{SKILL}.{name}", {"questions": found})
    if known.resources:
        yield None
        yield Phrase(f"{SKILL}.resources", {"resources": known.resources})
    yield None
    yield Phrase(f"{SKILL}.next_{_next(summary)}")


def _next(summary: Summary) -> str:
    written = {summary.half(each).written for each in LANGUAGES}
    return "modelled" if "model" in written else "picked" if "transcript" in written else "write"


def _added(session: Session, summary: Summary, language: Language) -> Iterator[Phrase]:
    """What a model says by value in a half and that stands in no point."""
    half = summary.half(language)
    if half.written == "model":
        for shown in untold(half.text, language, session, summary.points):
            yield Phrase("description.untold", {"side": language, "shown": shown})


def on_card(context: Context, session: Session, summary: Summary) -> Iterator[Line]:
    """The numbers and how far each half has got; the texts stand in its fields."""
    yield from numbers(context, session, summary)
    yield None
    for each in LANGUAGES:
        yield state_of(context, summary, each)


def numbers(context: Context, session: Session, summary: Summary) -> Iterator[Line]:
    """What the records and the transcript say."""
    yield Phrase(f"{SKILL}.head", {"session": session, "out": bool(summary.shown.en)})
    yield Phrase(f"{SKILL}.known", {"known": discussion.discussion(context, session)})
    if summary.points:
        yield from of_transcript(session, summary)
    else:
        yield Phrase(f"{SKILL}.none", {"session": session})
