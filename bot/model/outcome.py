"""What a turn gives back: records to save, messages to send, one answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.model.outbox import File, Sending
from bot.model.record import Record, View


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to the one who spoke: words, then perhaps a card, already rendered.

    ``replaces`` is the reference of the card that this takes the place of; ``below`` says that it
    answers typed words, so it stands below them and the card is only closed. ``file`` is for
    platforms that take one from a bot, ``facts`` for programs, which read no words. What is for
    ``them_alone`` is not said where others read it.
    """

    text: str = ""
    card: Mapping[str, Any] | None = None
    replaces: str = ""
    below: bool = False
    file: File | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    them_alone: bool = False

    def __bool__(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.text) or self.card is not None


SILENCE = Answer()
"""No answer; one for all, for time that is moved asks thousands of times what is owed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that one turn changes; applied whole or not at all.

    ``sends`` whose key is already in the outbox drop out: that is what makes a thing happen once.
    """

    saves: tuple[Record, ...] = ()
    removes: tuple[Record, ...] = ()
    sends: tuple[Sending, ...] = ()
    answer: Answer = SILENCE

    def regardless(self, _: View) -> "Outcome":
        """This outcome as a turn, whatever the store holds."""
        return self


UNCHANGED = Outcome()
"""What changes nothing and says nothing; one for all, like the silence."""
