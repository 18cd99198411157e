"""Vevox: the id of its session, checked, and the polls of the session to be copied into it."""

import re
from dataclasses import replace

from bot import downloads, sessions
from bot.context import Turn
from bot.errors import Refusal
from bot.model.outcome import Outcome
from bot.model.tools import SKILL
from bot.polling.sheet import polls_of
from bot.skills.tools import keeping

ID = re.compile(r"\D*(\d{3})[- ]?(\d{3})[- ]?(\d{3})(?!\d)\D*")
"""Nine digits, often shown in threes (help.vevox.com: “9-digit Session ID”); in a link too."""


def put(turn: Turn) -> Outcome:
    """Vevox set up for the session; or the question for its id."""
    session = keeping.open_session(turn)
    if isinstance(session, Outcome):
        return session
    told = str(turn.slots.get("url") or turn.slots.get("vevox") or "")
    if not told:
        return keeping.asked(turn, session, "tools.which_vevox")
    found = ID.fullmatch(told)
    if found is None:
        raise Refusal("tools.no_such_vevox", told=told[:100])
    return keeping.kept(turn, session, "vevox", vevox="".join(found.groups()))


def off(turn: Turn) -> Outcome:
    """Vevox is not used in the session."""
    return keeping.dropped(turn, "vevox", vevox="")


def sheet(turn: Turn) -> Outcome:
    """The polls of the session in both languages, a block each; in private as a file, too."""
    session = keeping.open_session(turn)
    if isinstance(session, Outcome):
        return session
    polls = polls_of(turn.context.view, session)
    if not polls or not turn.incoming.private:
        return turn.say("tools.sheet", session=session, polls=polls, link="")
    wanted = downloads.Wanted(f"vevox/{session.id}", {"session": session.id})
    card = downloads.behind(turn, SKILL, wanted)
    link = turn.context.link(card.ref)
    said = turn.say("tools.sheet", session=session, polls=polls, link=link, until=card.until)
    return replace(said, saves=(card,))


def show(turn: Turn) -> Outcome:
    """The page behind the link to the sheet."""
    assert turn.card is not None
    session = sessions.of_card(turn.context, str(turn.card.facts["session"]))
    return downloads.page(turn, turn.words("tools.sheet_ready", session=session))
