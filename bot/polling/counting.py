"""How a poll stands, from the indexes of its votes or from the count that was made."""

from bot.model.poll import Count, Poll, PollKind, Vote
from bot.model.record import View

FEWEST = 5
"""Where fewer answered, it is not shown what, so that nobody can be recognised."""


def voters(view: View, poll: Poll) -> int:
    """How many have answered."""
    return poll.count.voters if poll.count else view.count(Vote, "poll", poll.id)


def votes(view: View, poll: Poll) -> tuple[int, ...]:
    """How many chose each option, in the order of the options."""
    if poll.count:
        return poll.count.votes
    numbers = range(1, len(poll.options) + 1)
    return tuple(view.count(Vote, "chosen", f"{poll.id}/{each}") for each in numbers)


def standing(view: View, poll: Poll) -> Count:
    """How the poll stands; the words that came only once it is closed."""
    return poll.count or Count(voters=voters(view, poll), votes=votes(view, poll))


def shown(view: View, poll: Poll) -> Count | None:
    """How the poll stands, as far as anybody may know it now; None while it is hidden."""
    if poll.count is None and not poll.live:
        return None
    count = standing(view, poll)
    return count if poll.named or count.voters >= FEWEST else None


def mean(poll: Poll, count: Count) -> float | None:
    """The mean of a rating; None for any other poll, and without answers."""
    if poll.kind is not PollKind.RATING or not sum(count.votes):
        return None
    return sum(number * many for number, many in enumerate(count.votes, 1)) / sum(count.votes)
