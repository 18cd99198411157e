"""A transcript that was read: its key points become the first draft; what people wrote stays."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from bot import sessions
from bot.afterwards import discussion
from bot.afterwards.lines import Line, together
from bot.context import Turn
from bot.errors import Refusal
from bot.model.halves import Half, HalfState
from bot.model.outcome import Answer, Outcome
from bot.model.session import Session
from bot.model.summary import SKILL, Point, Summary
from bot.model.words import Language, Phrase
from bot.skills.summary.showing import of_transcript
from bot.understanding import language_of

REPLACEABLE = ("", "transcript", "model")


def delivered(turn: Turn) -> Outcome:
    """The session's summary with what its transcript says; the same again changes nothing."""
    assert turn.incoming.delivery is not None
    facts = turn.incoming.delivery.facts
    if "requests" in facts:
        return _brought(turn, facts)
    turn = replace(turn, languages=tuple(facts["languages"]))
    session = turn.context.view.get(Session, str(facts["session"]))
    if session is None:
        raise Refusal("sessions.unknown", named=facts["session"])
    before = discussion.summary_of(turn.context, session)
    now, spoken = _now(turn, session, before, facts)
    answer = turn.reply(f"{SKILL}.lines", lines=together(_told(session, now, spoken)))
    return Outcome(saves=_kept(before, now), answer=replace(answer, facts=_for_programs(now)))


def _brought(turn: Turn, facts: Mapping[str, Any]) -> Outcome:
    """The one transcript of a file that was dropped, counted as all files are."""
    session = sessions.of_card(turn.context, str(facts["session"]))
    before = discussion.summary_of(turn.context, session)
    now, _ = _now(turn, session, before, facts["requests"][0])
    kept = _kept(before, now)
    result = "same" if not kept else "changed" if before.points else "new"
    return Outcome(saves=kept, answer=Answer(facts=Counter({result: 1})))


def _now(
    turn: Turn, session: Session, before: Summary, facts: Mapping[str, Any]
) -> tuple[Summary, Language]:
    """The summary with the transcript read, and the language it is in."""
    read = _read(turn, session, before, facts)
    spoken = read.spoken or before.spoken or turn.language
    return (_drafted(turn, read, spoken) if read.points != before.points else read), spoken


def _kept(before: Summary, now: Summary) -> tuple[Summary, ...]:
    return (now.at_version(before.version + 1),) if now != before else ()


def _told(session: Session, now: Summary, spoken: Language) -> Iterator[Line]:
    yield from of_transcript(session, now)
    if now.half(spoken).written not in REPLACEABLE:
        yield Phrase(f"{SKILL}.kept")
    yield Phrase(f"{SKILL}.draft_it", {"session": session})


def _read(turn: Turn, session: Session, before: Summary, facts: Mapping[str, Any]) -> Summary:
    found = [Point(each["second"], each["speaker"], each["words"]) for each in facts["points"]]
    points = discussion.named(turn.context, session, found)
    return replace(
        before,
        points=points,
        spoken=language_of(" ".join(each.words for each in points)),
        seconds=int(facts["seconds"]),
        words=int(facts["words"]),
        speakers=int(facts["speakers"]),
        cut_off=bool(facts["cut_off"]),
    )


def _drafted(turn: Turn, read: Summary, spoken: Language) -> Summary:
    """The summary with its points as the half of the language that was spoken.

    A half that was found right, or that somebody wrote, is left as it is.
    """
    half = read.half(spoken)
    text = discussion.in_words(read.points, spoken)
    if half.written not in REPLACEABLE or read.state(spoken) is HalfState.REVIEWED or not text:
        return read
    return read.put(spoken, Half(text=text, written="transcript", at=turn.context.now))


def _for_programs(summary: Summary) -> Mapping[str, object]:
    return {
        "session": int(summary.session) if summary.session.isdecimal() else summary.session,
        "language": summary.spoken,
        "seconds": summary.seconds,
        "words": summary.words,
        "speakers": summary.speakers,
        "cut_off": summary.cut_off,
        "points": [
            {"second": each.second, "speaker": each.speaker, "words": each.words}
            for each in summary.points
        ],
    }
