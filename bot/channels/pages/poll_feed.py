"""How a poll stands, as an event for those who look at it."""

import json

from bot.model.poll import Poll
from bot.model.record import View
from bot.polling import counting


def said(view: View, number: str) -> bytes:
    """The state, how many answered, and the votes as far as they are shown."""
    poll = view.get(Poll, number)
    assert poll is not None, "a poll is never removed"
    count = counting.shown(view, poll)
    facts = {
        "state": poll.state.value,
        "voters": counting.voters(view, poll),
        "votes": list(count.votes) if count else None,
    }
    return f"data: {json.dumps(facts)}\n\n".encode()
