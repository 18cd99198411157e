"""“what was that link?”: what a session hands out, as far as who asks may see it."""

from bot import resources, sessions, tools
from bot.context import Turn
from bot.model.outcome import Outcome
from bot.model.people import Role
from bot.model.session import Session
from bot.registering.public import reach_of_visitors


def list_all(turn: Turn) -> Outcome:
    """The resources and the evaluation of the session meant, or else that of the hour."""
    session = _asked_about(turn)
    if isinstance(session, Outcome):
        return session
    context = turn.context
    ours = _among_us(turn)
    found = resources.resources_of(context, session)
    handout = resources.handout_of(context, session)
    seen = found if ours else resources.public_resources(context, session)
    visits = turn.role is Role.VISITOR
    reach = reach_of_visitors(context, session) if visits else tools.reached(context, session)
    return turn.say(
        "resources.list",
        session=session,
        ours=ours,
        resources=seen,
        evaluation=handout.evaluation if ours else resources.public_evaluation(context, session),
        out=resources.is_out(context, session),
        at=resources.handed_out_at(session),
        tools=tools.below(reach),
    )


def _asked_about(turn: Turn) -> Session | Outcome:
    """The session named; or the one under way, the last of the past weeks, or else the next."""
    if turn.slots.get("session"):
        return sessions.meant(turn)
    ahead, past = sessions.upcoming(turn), sessions.past(turn)
    now = turn.context.now
    under_way = [each for each in ahead if each.starts <= now]
    found = (*under_way, *past[:1], *ahead)
    return found[0] if found else turn.say("info.none_planned", team=turn.context.team.name)


def _among_us(turn: Turn) -> bool:
    """Whether an organiser asks, where only the team reads the answer."""
    incoming = turn.incoming
    among_us = incoming.private or incoming.place in turn.context.team.spaces
    return among_us and turn.role is Role.ORGANISER
