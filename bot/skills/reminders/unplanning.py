"""“remove the reminder one hour before session 1” / « supprime le rappel une heure avant »."""

from bot import sessions
from bot.context import Turn, merge
from bot.model.outcome import Outcome
from bot.planning.changes import must_be_open
from bot.skills.reminders import planning, steps
from bot.skills.reminders.plans import plan_of


def unschedule(turn: Turn) -> Outcome:
    """The plan without that moment, or without any where none is named; what has left has left."""
    session = sessions.meant(turn)
    if isinstance(session, Outcome):
        return session
    must_be_open(turn.context, session)
    plan, said = plan_of(turn.context, session), planning.step_of(turn)
    meant = steps.at(session, said) if said else None
    kept = tuple(each for each in plan.steps if meant and steps.at(session, each) != meant)
    if kept == plan.steps:
        if not kept:
            return turn.say("reminders.plan_none", session=session)
        return turn.say("reminders.not_planned", session=session, at=meant)
    shorter = plan.changed(steps=kept)
    saved = Outcome(saves=(shorter,))
    if not steps.ahead(session, shorter, turn.context.now):
        return merge(saved, turn.say("reminders.plan_none", session=session))
    return merge(saved, planning.shown(turn, session, shorter))
