"""Another way, given at once: what works now for what somebody needs."""

from bot import texts, tools
from bot.access import plan
from bot.context import Context
from bot.model.access import Ticket
from bot.model.poll import Poll, PollState
from bot.model.session import Session
from bot.model.words import Both, Phrase
from bot.polling.shown import address

ORDER = ("sign", "hearing", "reader", "vote", "sound", "tongue", "papers")
"""The topics that have another way, in the order in which they are told."""
BY_LIST = {
    "access_sign": "sign",
    "access_hearing": "hearing",
    "captions": "hearing",
    "access_sight": "reader",
    "assistive": "reader",
    "poll": "vote",
    "access_vote": "vote",
    "access_sound": "sound",
    "access_tongue": "tongue",
    "access_papers": "papers",
}
"""What each list of words of ``frames/access.toml`` speaks of."""
SERVICES = {"access_asl": "asl", "access_lsq": "lsq", "access_cart": "cart"}


def topics(spoken: frozenset[str]) -> tuple[str, ...]:
    """What words speak of, from the lists they have words of."""
    found = {BY_LIST[each] for each in spoken if each in BY_LIST}
    return tuple(each for each in ORDER if each in found)


def services(spoken: frozenset[str]) -> tuple[str, ...]:
    """What people must be booked for; sign language without a name may be either."""
    named = [service for name, service in SERVICES.items() if name in spoken]
    if "access_sign" in spoken and not {"asl", "lsq"} & set(named):
        named += ["asl", "lsq"]
    return tuple(named)


def told(context: Context, ticket: Ticket, session: Session | None) -> Both:
    """All that works now, a line each, in both languages; never empty."""
    services = [_service(context, session, each) for each in ticket.services]
    return _listed([*_now(context, ticket, session), *services])


def instead(context: Context, ticket: Ticket, session: Session | None) -> Both:
    """All that works where what was asked for cannot be had."""
    return _listed(_now(context, ticket, session))


def _now(context: Context, ticket: Ticket, session: Session | None) -> list[Both]:
    facts = {**_facts(context, session), "waits": bool(ticket.unsettled)}
    known = [each for each in ORDER if each in ticket.topics] or ["any"]
    return [texts.both(Phrase(f"access_ways.{each}", facts)) for each in known]


def _listed(lines: list[Both]) -> Both:
    english = "\n".join(f"• {each.en}" for each in lines)
    return Both(english, "\n".join(f"• {each.fr}" for each in lines))


def _service(context: Context, session: Session | None, service: str) -> Both:
    """Whether there is still time to book somebody, and what if not."""
    facts: dict[str, object] = {"service": service, "session": session}
    if session is not None and session.starts > context.now:
        facts["by"] = plan.book_by(context, session, service)
        facts["in_time"] = plan.in_time(context, session, service)
        return texts.both(Phrase("access_ways.booking", facts))
    return texts.both(Phrase("access_ways.too_late", facts))


def _facts(context: Context, session: Session | None) -> dict[str, object]:
    reach = tools.reached(context, session) if session else tools.Reached()
    open_ = session is not None and session.public and session.ends > context.now
    return {
        "session": session,
        "live": reach.wordly != Both(),
        "wordly": reach.wordly,
        "phone": plan.plan_of(context).phone,
        "page": f"{context.setup.public_url}/s/{session.id}" if session and open_ else "",
        "recording": session.recording if session else "",
        "over": session is not None and session.ends <= context.now,
        "polls": [address(context, each) for each in _polls(context, session)],
    }


def _polls(context: Context, session: Session | None) -> list[Poll]:
    found = context.view.find(Poll, "session", session.id) if session else ()
    return [each for each in found if each.state is PollState.OPEN]
