"""The whiteboard: a board made in Miro, by us or by somebody who gives its link."""

from bot import tools
from bot.context import Turn
from bot.errors import Refusal
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.tools import MIRO_PEOPLE
from bot.planning.links import is_link
from bot.skills.tools import keeping, making
from bot.skills.tools.making import LONGEST_NAME


def put(turn: Turn) -> Outcome:
    """The board of the session, made in Miro; or how to make one, and the question for its link."""
    session = keeping.open_session(turn)
    if isinstance(session, Outcome):
        return session
    link = str(turn.slots.get("url") or "").strip()
    if not link and turn.context.setup.boards:
        return making.asked(turn, session, _plan(turn, session))
    if not link:
        return keeping.asked(turn, session, "tools.which_board", **_plan(turn, session))
    if not is_link(link):
        raise Refusal("resources.no_such_link", link=link[:200])
    return keeping.kept(turn, session, "board", board=link)


def _plan(turn: Turn, session: Session) -> dict[str, object]:
    """What the board should be called, and whether all may write on it."""
    named = str(turn.slots.get("title", "")).strip()
    title = named or " / ".join(filter(None, dict.fromkeys((session.title.en, session.title.fr))))
    people = max(tools.registered(turn.context, session), session.capacity)
    return {"name": title[:LONGEST_NAME], "many": people > MIRO_PEOPLE, "most": MIRO_PEOPLE}


def off(turn: Turn) -> Outcome:
    """The session has no board."""
    return keeping.dropped(turn, "board", board="")
