"""What the report on all sessions is made of, in the language it is written in."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import texts
from bot.afterwards.figures import Numbers
from bot.attending.groups import FEWEST
from bot.context import Context
from bot.model.words import Language, Phrase


@dataclass(frozen=True, slots=True)
class Told:
    """All that the report is made of, and the language it is written in."""

    context: Context
    sessions: Sequence[Numbers]
    language: Language

    def words(self, name: str, **facts: object) -> str:
        """A text of the report."""
        return texts.render(Phrase(f"pilot.{name}", facts), self.language)

    def total(self, name: str) -> int:
        """The figures of this name of all sessions together."""
        return sum(each.value(name) for each in self.sessions)

    def number(self, many: int) -> str:
        """A number as it may be told."""
        return self.words("number", many=many) if many >= FEWEST or many == 0 else self.words("few")
