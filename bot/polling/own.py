"""Where people vote: as themselves, by the link of their registration, or as anybody may."""

from bot.context import Context, Turn
from bot.model.poll import Poll, PollState
from bot.model.registration import Registration, Standing, registration_key
from bot.polling.shown import address, open_now, own_address

MOST_POLLS = 3


def ways(turn: Turn, session: str) -> list[tuple[Poll, str, bool]]:
    """The newest polls of a session that are open, where to vote, and whether as oneself.

    A link that stands for one person is said in private only.
    """
    context = turn.context
    mine = context.view.get(Registration, registration_key(session, turn.address))
    has_place = mine is not None and mine.standing is not Standing.CANCELLED
    ref = mine.ref if mine and has_place and turn.incoming.private else ""
    return [
        (each, own_address(context, each, ref) if ref else address(context, each), bool(ref))
        for each in open_now(context, session)[-MOST_POLLS:]
    ]


def are_coming(context: Context, session: str) -> bool:
    """Whether a poll of the session is ready or open."""
    states = (PollState.DRAFT, PollState.OPEN)
    return any(each.state in states for each in context.view.find(Poll, "session", session))
