"""Questions that somebody copied from the webinar's chat or its list of questions."""

from dataclasses import replace

from bot.context import Turn
from bot.errors import Refusal
from bot.model.outcome import Outcome
from bot.model.question import LONGEST, AudienceQuestion
from bot.questions.bringing import New, kept
from bot.questions.pasted import questions_in
from bot.reporting import bringing
from bot.skills.questions import desk
from bot.skills.questions.filing import KIND, lately


def paste(turn: Turn) -> Outcome:
    """The questions in a pasted text or a file, waiting as any others; those known are passed."""
    if turn.incoming.files or bringing.REPORT in turn.slots:
        return bringing.bring(KIND, turn)
    session = lately(turn)
    if isinstance(session, Outcome):
        return session
    text = str(turn.slots.get("told", ""))
    if not text:
        slots = {**turn.slots, "session": session.id}
        return replace(turn, slots=slots).ask("told", "questions.ask_paste", session=session)
    found = questions_in(text)
    if not found:
        raise Refusal("questions.none_pasted")
    view = turn.context.view
    fresh = [e for e in found if not view.count(AudienceQuestion, "source", e.mark)]
    short = [each for each in fresh if len(each.words) <= LONGEST]
    news = [New(each.words, each.mark, brought="webinar", source=each.mark) for each in short]
    taken = kept(turn.context, session, news)
    facts = {
        "session": session,
        "count": len(taken.questions),
        "alike": sum(bool(each.lead) for each in taken.questions),
        "known": len(found) - len(fresh),
        "long": len(fresh) - len(short),
        "most": LONGEST,
    }
    told = desk.told(turn.context, session, Outcome(saves=taken.saves))
    return replace(told, answer=turn.reply("questions.pasted", **facts))
