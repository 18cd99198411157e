"""Letters that come together are written one by one, and all others go on in between."""

import asyncio
from datetime import datetime

from bot.services.mail import Writer

from .samples import HOUSE, NOW, sending


class Beats:
    """A clock that is looked at when a letter is written, and a heart that beats meanwhile."""

    def __init__(self) -> None:
        """No letter is written yet."""
        self.count, self.looks = 0, list[int]()

    def now(self) -> datetime:
        """The present instant, which is noted."""
        self.looks.append(self.count)
        return NOW

    async def beat(self) -> None:
        """Beat each time the loop comes round."""
        while True:
            await asyncio.sleep(0)
            self.count += 1


def test_between_two_letters_the_loop_comes_round() -> None:
    async def scene() -> tuple[list[int], list[str]]:
        beats = Beats()
        writer, beating = Writer(HOUSE, beats), asyncio.create_task(beats.beat())
        letters = [sending(str(number)) for number in range(20)]
        written = await asyncio.gather(*map(writer.written, letters))
        beating.cancel()
        return beats.looks, [each.message_id for each in written]

    looks, ids = asyncio.run(scene())
    assert looks == sorted(set(looks))
    assert len(looks) == len(set(ids)) == 20
