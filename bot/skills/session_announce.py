"""``announce session 2``; ``annonce la séance 2``.

Until a session is announced, participants don't see it. It must have its title in both languages.
"""

from bot import sessions
from bot.context import ORGANISERS, Heard, Skill, Turn, merge, undoable
from bot.model.outcome import Outcome
from bot.model.session import Phase, Session
from bot.model.speaking import Reply, Speaking
from bot.model.words import Language
from bot.planning.changes import must_be_open
from bot.planning.drafts import noted
from bot.planning.sequels import placed
from bot.planning.titles import second_title

NAME = "session_announce"
SECOND_TITLE = "second_title"


def announce(turn: Turn) -> Outcome:
    """The session is shown to participants; or the question for the title it lacks."""
    session = sessions.meant(placed(turn))
    if isinstance(session, Outcome):
        return session
    must_be_open(turn.context, session)
    if session.phase is Phase.ANNOUNCED:
        return turn.say(f"{NAME}.already", session=session)
    missing = session.title.missing
    if missing and turn.filled == SECOND_TITLE:
        return _announced(turn, session, _titled(turn, session, missing))
    if missing:
        return turn.ask(SECOND_TITLE, f"{NAME}.missing", session=session, missing=missing)
    return _announced(turn, session, session)


def _titled(turn: Turn, session: Session, missing: Language) -> Session:
    title = second_title(turn, session.title, missing, str(turn.slots[SECOND_TITLE]))
    return session.changed(title=title)


def _announced(turn: Turn, before: Session, ready: Session) -> Outcome:
    """The session as participants see it from now on; undoable."""
    now = ready.moved_to(Phase.ANNOUNCED)
    asked = turn.context.view.find(Speaking, "session", now.id)
    speakers = [each.called for each in asked if each.reply is Reply.YES]
    undo = undoable(turn, turn.words(f"{NAME}.undo", session=now), (before, now))
    saves = (now, undo, noted(turn, "session.announced", f"session/{now.id}"))
    told = turn.say(f"{NAME}.done", session=now, speakers=speakers)
    return merge(Outcome(saves=saves), told)


SKILL = Skill(NAME, hears={"session.announce": Heard(announce, ORGANISERS)})
