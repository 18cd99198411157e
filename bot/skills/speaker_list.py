"""Who was asked, and where each stands: "who answered for session 1?", "speaker list".

« qui a répondu pour la séance 1? », « liste des conférenciers ».
"""

from dataclasses import dataclass

from bot import sessions, texts
from bot.context import ORGANISERS, Heard, Skill, Turn
from bot.invites import details
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.speaking import Reply, Speaking
from bot.model.words import Both, Phrase

RECORDING: dict[bool | None, str] = {None: "", True: "may_record", False: "no_recording"}


@dataclass(frozen=True, slots=True)
class Line:
    """One person as the list shows them; ``needs`` only where the team is by itself."""

    speaking: Speaking
    part: Both
    state: Both
    missing: list[Both]
    recording: Both
    needs: str


def handle(turn: Turn) -> Outcome:
    """One session, if one is named; else all those to come for which somebody was asked."""
    if turn.slots.get("session"):
        session = sessions.meant(turn)
        if isinstance(session, Outcome):
            return session
        lines = _lines(turn, session)
        return turn.say(
            "speaker_list.one" if lines else "speaker_list.nobody", **_facts(session, lines)
        )
    found = [(each, _lines(turn, each)) for each in sessions.upcoming(turn)]
    asked = [_facts(session, lines) for session, lines in found if lines]
    return turn.say("speaker_list.all", all=asked) if asked else turn.say("speaker_list.none")


def _facts(session: Session, lines: list[Line]) -> dict[str, object]:
    return {"session": session, "lines": lines}


def _lines(turn: Turn, session: Session) -> list[Line]:
    parts = turn.context.view.find(Speaking, "session", session.id)
    return [_line(turn, each) for each in parts]


def _line(turn: Turn, speaking: Speaking) -> Line:
    """What is practical is said of those who said yes; a need is nobody else's business."""
    coming = speaking.reply is Reply.YES
    recording = RECORDING[speaking.recording] if coming else ""
    return Line(
        speaking=speaking,
        part=texts.both(Phrase(f"speakers.{speaking.part}")),
        state=texts.both(Phrase(f"speakers.{speaking.reply}", {"speaking": speaking})),
        missing=details.missing(speaking) if coming else [],
        recording=texts.both(Phrase(f"speaker_list.{recording}")) if recording else Both(),
        needs=speaking.needs if coming and turn.incoming.private else "",
    )


SKILL = Skill("speaker_list", hears={"speaker.list": Heard(handle, ORGANISERS)})
