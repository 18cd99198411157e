"""How many letters a door takes in a day, where it leaves that to us to count."""

from bot.assistant.doors import Door
from bot.assistant.mailings.carrying import Around
from bot.errors import DailyLimit
from bot.model.allowance import Allowance
from bot.model.outcome import Outcome
from bot.model.record import View


class Quota:
    """Counts over all mailings, and across restarts."""

    def __init__(self, around: Around, door: Door) -> None:
        """Of a door; one that says nothing of that has room for all."""
        self._around, self._name = around, door.name
        self._daily: int = getattr(door, "daily", 0)

    async def draw(self, letters: int) -> None:
        """Count what the door is about to be given. Raises DailyLimit if the day has less room."""
        await self._count(letters)

    async def give_back(self, letters: int) -> None:
        """Count that the door did not take them."""
        await self._count(-letters)

    async def _count(self, letters: int) -> None:
        if not self._daily:
            return
        now = self._around.time.now()

        def turn(view: View) -> Outcome:
            allowance = self._allowance(view)
            left = allowance.left(self._daily, now)
            if left < letters:
                after = (allowance.more_at(now) - now).total_seconds()
                raise DailyLimit("it takes no more today", after=after, left=left)
            return Outcome(saves=(allowance.after(letters, now),))

        await self._around.store.run(turn)

    def _allowance(self, view: View) -> Allowance:
        return view.get(Allowance, self._name) or Allowance(door=self._name)
