"""People whose letters are alike, gathered until they are as many as one call takes."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.context import Languages

BREATH = 100


@dataclass(frozen=True, slots=True)
class Group:
    """People whose letters are alike; ``number`` is that of the batch they were in before, or 0."""

    number: int
    form: str
    languages: Languages


async def gathered(
    people: Iterator[Any], placed: Callable[[Any], tuple[Group, int] | None]
) -> AsyncGenerator[tuple[Group, list[Any]]]:
    """Each group with its people, in their order, a full one as soon as it is.

    ``placed`` gives somebody's group and how many of them make it full; None leaves them out.
    """
    found: dict[Group, list[Any]] = {}
    for count, person in enumerate(people):
        await breathe(count)
        place = placed(person)
        if place is None:
            continue
        group, most = place
        found.setdefault(group, []).append(person)
        if len(found[group]) >= most:
            yield group, found.pop(group)
    for group, members in found.items():
        yield group, members


async def breathe(count: int) -> None:
    """Let others be heard now and then."""
    if count % BREATH == 0:
        await asyncio.sleep(0)
