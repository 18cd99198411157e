"""A transcript that is dropped in a chat: what it holds is shown first, then kept by a press."""

from bot.afterwards import discussion
from bot.context import Context
from bot.model.conversation import Card
from bot.model.report_file import ReportFile
from bot.model.session import Session
from bot.model.summary import SKILL
from bot.model.words import Phrase
from bot.reporting import card
from bot.reporting.kind import Kind
from bot.skills.summary.showing import of_transcript

FILE = f"{SKILL}-file."


def foreseen(context: Context, file: ReportFile) -> list[Phrase]:
    """What a transcript holds, before anything is kept of it."""
    session = context.view.get(Session, file.session)
    facts = {**file.found, "minutes": file.found["seconds"] // 60}
    lines = [Phrase(f"{SKILL}.foreseen", {**facts, "file": file.name, "session": session})]
    return [*lines, *([Phrase(f"{SKILL}.cut_off")] if file.found["cut_off"] else [])]


def done(context: Context, file: ReportFile) -> list[Phrase]:
    """What was read, and how one goes on."""
    session = context.view.get(Session, file.session)
    assert session is not None
    summary = discussion.summary_of(context, session)
    return [*of_transcript(session, summary), Phrase(f"{SKILL}.draft_it", {"session": session})]


KIND = Kind(
    what=SKILL,
    skill=SKILL,
    intent="summary.import",
    names=("transcript transcription",),
    shown=foreseen,
    done=done,
    counted=False,
)


def standing(context: Context, ref: str) -> Card | None:
    """The card of a transcript, as the team may press it now."""
    return card.standing(KIND, context, ref) if ref.startswith(FILE) else None
