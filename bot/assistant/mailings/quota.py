"""How many letters a door takes in a day, where it leaves that to us to count."""

from bot.assistant.doors import Carrier
from bot.assistant.mailings.carrying import Around
from bot.errors import DailyLimit
from bot.model.allowance import Allowance
from bot.model.outcome import Outcome
from bot.model.record import View


class Quota:
    """Counts over all mailings, and across restarts."""

    def __init__(self, around: Around, name: str, door: Carrier) -> None:
        """Of the door of that name."""
        self._around, self._name, self._daily = around, name, door.daily

    def check(self, letters: int) -> None:
        """Raises DailyLimit if the day has no room for so many."""
        if not self._daily:
            return
        now, allowance = self._around.time.now(), self._allowance(self._around.store.view())
        left = allowance.left(self._daily, now)
        if left < letters:
            after = (allowance.more_at(now) - now).total_seconds()
            raise DailyLimit("it takes no more today", after=after, left=left)

    async def draw(self, letters: int) -> None:
        """Count what the door was given."""
        if self._daily:
            now = self._around.time.now()
            await self._around.store.run(
                lambda view: Outcome(saves=(self._allowance(view).after(letters, now),))
            )

    def _allowance(self, view: View) -> Allowance:
        return view.get(Allowance, self._name) or Allowance(door=self._name)
