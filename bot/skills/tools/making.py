"""A board made in Miro where there is a token: asked for once, told where it was asked for."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot import answering, texts, tools
from bot.context import Context, Turn, merge
from bot.model.conversation import Sender
from bot.model.outbox import Errand, Sending
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.tools import BOARDS, SKILL, Tools
from bot.model.words import Phrase
from bot.planning.drafts import noted
from bot.planning.links import is_link

PATIENCE = timedelta(minutes=15)
LONGEST_NAME = 60
"""Characters of the name of a board (Miro REST API v2, boards)."""


def asked(turn: Turn, session: Session, plan: Mapping[str, object]) -> Outcome:
    """The board is asked for, unless the session has one; asked for twice, it is made once."""
    known = tools.tools_of(turn.context, session)
    if known.board:
        return turn.say("tools.board_there", session=session, board=known.board)
    sending = _errand(turn, session, known, plan)
    said = turn.say("tools.board_asked", session=session, **plan)
    return merge(Outcome(sends=(sending,)), said)


def _errand(turn: Turn, session: Session, known: Tools, plan: Mapping[str, object]) -> Sending:
    facts = {
        "name": plan["name"],
        "view_only": plan["many"],
        "marker": f"{turn.context.setup.public_url}/s/{session.id}",
        "by": turn.address,
        "tell": answering.there(turn),
    }
    return Sending(
        key=f"{BOARDS}/{session.id}/{known.version}",
        door=BOARDS,
        to=session.id,
        content=Errand("make", facts),
        created=turn.context.now,
        about=f"session/{session.id}",
        expires=turn.context.now + PATIENCE,
        then=SKILL,
    )


def heard(turn: Turn) -> Outcome:
    """The board in its session, or why there is none; said where it was asked for."""
    context = turn.context
    sending = context.view.get(Sending, turn.result.key)
    session = context.view.get(Session, sending.to) if sending else None
    if sending is None or session is None:
        return Outcome()
    assert isinstance(sending.content, Errand)
    by = Sender(str(sending.content.facts["by"]))
    after, said = _after(context, session, turn.result.facts)
    # Who may write on the board was settled as it was made.
    said = replace(
        said, facts={**said.facts, "view_only": False, "name": sending.content.facts["name"]}
    )
    person = replace(turn, incoming=replace(turn.incoming, sender=by))
    made = said.key == "tools.board"
    saves = (after, *((noted(person, "tools.board", sending.about),) if made else ()))
    told = answering.answered(context, sending, said, sending.content.facts["tell"])
    return merge(Outcome(saves=saves), told)


def _after(context: Context, session: Session, found: Mapping[str, str]) -> tuple[Tools, Phrase]:
    """The tools, one version on so that a board may be asked for again, and what is said."""
    before = tools.tools_of(context, session)
    link = found.get("link", "")
    facts = {"session": session, "link": link, "said": found.get("said", "")}
    if not is_link(link):
        problem = found.get("problem", "miro_not" if found else "miro_silent")
        return before.changed(), Phrase(f"tools.{problem}", facts)
    if before.board:
        return before.changed(), Phrase("tools.board_beside", {**facts, "board": before.board})
    after = before.changed(board=link)
    people = tools.registered(context, session)
    shown = tools.shown(after, people)
    lines = texts.both(Phrase("tools.lines", shown.facts))
    return after, Phrase("tools.board", {**facts, **shown.facts, "people": people, "lines": lines})
