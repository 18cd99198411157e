"""Where a session can be watched: “the recording of session 2 is https://…”.

« l'enregistrement de la séance 2 est https://… ». It stands on the page of the session at once.
"""

from bot import sessions
from bot.context import ORGANISERS, Heard, Skill, Turn, undoable
from bot.errors import Refusal
from bot.model.outcome import Outcome
from bot.model.session import Phase, Session
from bot.planning.drafts import noted
from bot.planning.links import is_link
from bot.planning.sequels import placed

NAME = "recording"
ASKED_ABOUT = 5
"""So many of the last sessions are asked about where none is named."""


def link(turn: Turn) -> Outcome:
    """The link, kept; or the question for what is missing."""
    session = _meant(turn)
    if isinstance(session, Outcome):
        return session
    _must_have_begun(turn, session)
    url = str(turn.slots.get("url", "")).strip()
    if not url:
        return turn.ask("url", f"{NAME}.which_link", session=session)
    if not is_link(url):
        raise Refusal("resources.no_such_link", link=url[:200])
    if url == session.recording:
        return turn.say(f"{NAME}.already", session=session)
    return _changed(turn, session, url, "linked")


def remove(turn: Turn) -> Outcome:
    """The recording, no longer shown."""
    session = _meant(turn)
    if isinstance(session, Outcome):
        return session
    if not session.recording:
        return turn.say(f"{NAME}.none", session=session)
    return _changed(turn, session, "", "removed")


def _meant(turn: Turn) -> Session | Outcome:
    """The session that is named; without a name, the one that is over, if it is the only one."""
    there = placed(turn)
    if there.slots.get("session"):
        return sessions.meant(there)
    over = sessions.past(turn)[:ASKED_ABOUT]
    if not over:
        raise Refusal(f"{NAME}.none_over")
    return over[0] if len(over) == 1 else sessions.which(turn, over)


def _must_have_begun(turn: Turn, session: Session) -> None:
    if session.phase is Phase.CANCELLED:
        raise Refusal("session.wrong_phase", id=session.id, phase=session.phase.value)
    if session.starts > turn.context.now:
        raise Refusal(f"{NAME}.too_early", session=session)


def _changed(turn: Turn, session: Session, url: str, said: str) -> Outcome:
    after = session.changed(recording=url)
    undo = undoable(turn, turn.words(f"{NAME}.undo", session=session), (session, after))
    saves = (after, undo, noted(turn, f"session.recording_{said}", f"session/{session.id}"))
    return Outcome(saves=saves, answer=turn.reply(f"{NAME}.{said}", session=after))


SKILL = Skill(
    NAME,
    hears={
        "recording.link": Heard(link, ORGANISERS),
        "recording.remove": Heard(remove, ORGANISERS),
    },
)
