"""The three kinds of errors; anything else is a bug and travels up."""

from typing import Literal

Hindrance = Literal["", "daily_limit", "no_template", "not_let_in", "on_trial", "no_way"]
"""What may keep a way out from taking letters until a person, or a day, has passed by."""


class Refusal(Exception):
    """The bot will not do it; the person is told why, and what to do, in their language.

    ``key`` names a text in ``bot/texts``; ``facts`` fill its blanks.
    """

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(key)
        self.key = key
        self.facts = facts


class TryLater(Exception):
    """An outside system did not answer; what was to be sent stays and is tried again.

    ``after`` is the wait the other side asked for, in seconds, if it named one. ``hindrance`` names
    what a person has to know or to put right, if that is so.
    """

    def __init__(
        self, problem: str, *, after: float | None = None, hindrance: Hindrance = ""
    ) -> None:
        super().__init__(problem)
        self.after, self.hindrance = after, hindrance


class DailyLimit(TryLater):
    """An outside system takes ``left`` more today, and again as many after ``after`` seconds."""

    def __init__(self, problem: str, *, after: float, left: int = 0) -> None:
        super().__init__(problem, after=after, hindrance="daily_limit")
        self.left = left


class Rejected(Exception):
    """An outside system will never take this as it is; a person must look."""


class SomeRejected(Rejected):
    """Of many, an outside system will never take those to these ``addresses``, and took none."""

    def __init__(self, problem: str, addresses: frozenset[str]) -> None:
        super().__init__(problem)
        self.addresses = addresses


class Gone(Rejected):
    """The place is no more, or the bot was taken out of it; it is not written to again."""


class Misconfigured(Exception):
    """A setting or a file keeps the bot from starting; the words say what to do."""
