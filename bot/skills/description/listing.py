"""What is missing in one language, for a session or for all that come.

“what is missing in French?” / « que manque-t-il en anglais? »
"""

from bot import sessions, texts
from bot.context import Turn
from bot.describing.missing import missing
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.words import Language
from bot.planning.sequels import placed


def missing_in(turn: Turn) -> Outcome:
    """Each session with the things that are still to be written in this language."""
    language: Language = "en" if turn.slots.get("language") == "en" else "fr"
    session: Session | None = None
    if turn.slots.get("session") or turn.slots.get("position"):
        found = sessions.meant(placed(turn))
        if isinstance(found, Outcome):
            return found
        session = found
    asked = [session] if session else sessions.upcoming(turn)
    rows = [
        {"session": each, "things": [texts.both(p) for p in missing(turn.context, each, language)]}
        for each in asked
    ]
    lacking = [row for row in rows if row["things"]]
    if not lacking:
        return turn.say("missing.nothing", side=language, session=session)
    return turn.say("missing.all", side=language, rows=lacking)
