"""The one walk through all that is kept: by whoever erases, disposes, or looks for somebody."""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence

from bot.model.record import Record
from storage import Store

EVERYTHING = ("",)
"""The words that stand in every record."""


async def gone_through(store: Store, words: Collection[str]) -> AsyncIterator[Sequence[Record]]:
    """The records in which one of these words stands, some at a time; others are heard between."""
    for some in store.mentioning(words):
        yield some
        await asyncio.sleep(0)
