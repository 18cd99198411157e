"""Who is one voter: whom the platform vouches for; unreadable where nobody is named."""

import hmac
from collections.abc import Iterator

from bot.model.conversation import Incoming
from bot.model.people import Account
from bot.model.poll import Poll, PollKey, Vote
from bot.model.record import View


def identity(incoming: Incoming) -> str:
    """What tells one person from others on their platform; empty if nothing does."""
    return incoming.account or incoming.sender.address


def voter(view: View, poll: Poll, who: str) -> str:
    """The voter's name in the poll: a mark that only the poll's key makes, or who they are."""
    if poll.named:
        return who
    kept = view.get(PollKey, poll.id)
    assert kept is not None, "a poll that is open has its key"
    return mark(kept.key, who)


def mark(key: str, who: str) -> str:
    """What stands for a person; without the key nobody can tell for whom."""
    return hmac.digest(key.encode(), who.encode(), "sha256").hex()[:32]


def doubles(view: View, poll: Poll) -> Iterator[Vote | None]:
    """For each account that is known, the older vote of somebody who voted twice, else None.

    A person may have voted under an account of Teams, which nobody looked up then, and under
    their address elsewhere; the later vote counts.
    """
    for account in view.between(Account, "at", None, None):
        names = (voter(view, poll, account.id), voter(view, poll, account.address))
        votes = [vote for each in names if (vote := view.get(Vote, f"{poll.id}/{each}"))]
        yield min(votes, key=lambda vote: vote.at) if len(votes) > 1 else None
