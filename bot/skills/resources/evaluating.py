"""The evaluation of a session, by language: “the evaluation link of session 2 is https://…”."""

from dataclasses import replace

from bot import resources, sessions
from bot.context import Turn, merge, undoable
from bot.errors import Refusal
from bot.model.outcome import Outcome
from bot.model.session import Phase
from bot.model.words import Both
from bot.planning.drafts import noted
from bot.planning.links import is_link
from bot.planning.sequels import placed


def link(turn: Turn) -> Outcome:
    """The link kept, for the language that is named or for both."""
    session = sessions.meant(placed(turn))
    if isinstance(session, Outcome):
        return session
    if session.phase is Phase.CANCELLED:
        raise Refusal("session.wrong_phase", id=session.id, phase=session.phase.value)
    url = str(turn.slots.get("url", "")).strip()
    if not url:
        known = {**turn.slots, "session": session.id}
        return replace(turn, slots=known).ask("url", "resources.which_evaluation", session=session)
    if not is_link(url):
        raise Refusal("resources.no_such_link", link=url[:200])
    before = resources.handout_of(turn.context, session)
    named = turn.slots.get("language")
    pair = before.evaluation.with_(url, named) if named in ("en", "fr") else Both(url, url)
    now = before.changed(evaluation=pair, added=turn.context.now, shared=None)
    undo = undoable(turn, turn.words("resources.undo_evaluation", session=session), (before, now))
    saves = (now, undo, noted(turn, "handout.evaluation", f"session/{session.id}"))
    facts = {"session": session, "evaluation": pair, "missing": pair.missing}
    return merge(Outcome(saves=saves), turn.say("resources.evaluation", **facts))
