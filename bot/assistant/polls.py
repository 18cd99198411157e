"""A door within the house: the count of a poll that closes, and the end of what could name voters.

Done again after a kill it goes on where it was: the count is made once.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from bot.assistant.doors import Again
from bot.assistant.house import Time
from bot.errors import Rejected
from bot.model.outbox import Sending
from bot.model.outcome import Outcome
from bot.model.poll import POLLS, Poll, PollKey, PollKind, PollState, Vote
from bot.polling import counting
from bot.polling.voters import doubles
from storage import Store

__all__ = ["POLLS", "Counting"]

A_PIECE = 200


class Counting:
    """Counts a poll in pieces; others are heard in between."""

    name = POLLS
    rate = 10.0
    again: Again = "resend"

    def __init__(self, store: Store, time: Time) -> None:
        """Where the votes are."""
        self._store, self._time = store, time

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """Nothing to say: the poll has its count, and where nobody is named its votes are gone."""
        poll = self._store.view().get(Poll, sending.to)
        if poll is None:
            raise Rejected("there is no such poll")
        if poll.state is PollState.CLOSING:
            await self._merged(poll)
            await self._counted(poll)
        if not poll.named:
            await self._forgotten(poll)
        return {}

    async def close(self) -> None:
        """Nothing to let go of."""

    async def _merged(self, poll: Poll) -> None:
        """Of two votes of one person the later one is left."""
        found = doubles(self._store.view(), poll)
        while piece := list(islice(found, A_PIECE)):
            older = tuple(each for each in piece if each is not None)
            if older:
                await self._store.run(Outcome(removes=older).regardless)
            await asyncio.sleep(0)

    async def _counted(self, poll: Poll) -> None:
        """The poll with its count, and without the key that made the marks of its voters."""
        view = self._store.view()
        words = sorted([each async for each in self._words(poll)], key=str.casefold)
        count = counting.standing(view, poll)
        kept = view.get(PollKey, poll.id)
        closed = poll.changed(
            state=PollState.CLOSED,
            closed=self._time.now(),
            count=replace(count, words=tuple(words)),
        )
        await self._store.run(Outcome(saves=(closed,), removes=(kept,) if kept else ()).regardless)

    async def _words(self, poll: Poll) -> AsyncIterator[str]:
        if poll.kind is not PollKind.WORDS:
            return
        for number, vote in enumerate(self._store.view().oldest(Vote, "poll", poll.id)):
            yield vote.words
            if number % A_PIECE == 0:
                await asyncio.sleep(0)

    async def _forgotten(self, poll: Poll) -> None:
        """The votes are removed, and the files hold nothing of them any more."""
        while piece := _first(self._store.view().oldest(Vote, "poll", poll.id)):
            await self._store.run(Outcome(removes=piece).regardless)
            await asyncio.sleep(0)
        await self._store.compact()


def _first(votes: Iterator[Vote]) -> tuple[Vote, ...]:
    return tuple(islice(votes, A_PIECE))
