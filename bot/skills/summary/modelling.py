"""The key points made short by a language model, where one is set up; a draft, and marked.

“ask the model to draft the summary of session 1”
« demande au modèle de rédiger le résumé de la séance 1 »
"""

from bot.afterwards import discussion, modelled
from bot.afterwards.lines import together
from bot.context import Context, Turn, merge
from bot.describing import asking
from bot.describing.showing import glossary
from bot.errors import Refusal
from bot.evaluating.quoting import parts_of
from bot.model.outbox import Sending
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.speaking import Speaking
from bot.model.summary import SKILL, Summary
from bot.model.words import Phrase
from bot.planning.drafts import noted
from bot.skills.summary import drafting
from bot.skills.summary.showing import whole


def ask(turn: Turn) -> Outcome:
    """The model is asked to shorten what was picked from the transcript of a session."""
    session = drafting.over(turn)
    if isinstance(session, Outcome):
        return session
    summary = discussion.summary_of(turn.context, session)
    problem = _problem(turn.context, summary)
    if problem:
        raise Refusal(f"{SKILL}.{problem}", session=session)
    asked = Outcome(sends=(_errand(turn, session, summary),))
    return merge(asked, turn.say(f"{SKILL}.model_asked", session=session))


def _problem(context: Context, summary: Summary) -> str:
    """Why there is nothing to ask; empty where there is."""
    if not context.setup.model:
        return "model_off"
    if not summary.points:
        return "none"
    return "" if asking.open_halves(summary) else "model_leaves_it"


def _errand(turn: Turn, session: Session, summary: Summary) -> Sending:
    context = turn.context
    parts = context.view.find(Speaking, "session", session.id)
    names = parts_of(each.name for each in parts)
    terms = glossary(context).terms
    facts = {
        "messages": modelled.messages(session, summary.points, names, terms),
        "editions": asking.editions(summary),
        "points": [each.words for each in summary.points],
    }
    return asking.errand(turn, SKILL, session, facts)


def is_mine(turn: Turn) -> bool:
    """Whether a result is what the model answered."""
    return turn.result.key.startswith(asking.begins(SKILL))


def heard(turn: Turn) -> Outcome:
    """The model's lines as a draft, or why there is none; who asked is told."""
    asked = asking.asked(turn)
    if asked is None:
        return Outcome()
    try:
        return _drafted(asked)
    except Refusal as refusal:
        return asking.told(asked, SKILL, Phrase(refusal.key, refusal.facts))


def _drafted(asked: asking.Asked) -> Outcome:
    turn, session = asked.turn, asked.session
    before = discussion.summary_of(turn.context, session)
    answer = asking.answer(turn, SKILL)
    if [each.words for each in before.points] != asked.facts["points"]:
        raise Refusal(f"{SKILL}.model_late")
    read = modelled.read(answer, before.points)
    after = asking.put(asked, before, read, asking.due(asked, before, SKILL))
    saves = (after, noted(turn, "summary.drafted", f"session/{session.id}"))
    lines = together(whole(turn.context, session, after))
    told = asking.told(asked, SKILL, Phrase(f"{SKILL}.modelled", {"lines": lines}))
    return merge(Outcome(saves=saves), told)
