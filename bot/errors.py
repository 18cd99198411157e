"""The three kinds of errors; anything else is a bug and travels up."""


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

    ``after`` is the wait the other side asked for, in seconds, if it named one.
    """

    def __init__(self, problem: str, *, after: float | None = None) -> None:
        super().__init__(problem)
        self.after = after


class Rejected(Exception):
    """An outside system will never take this as it is; a person must look."""


class Gone(Rejected):
    """The place is no more, or the bot was taken out of it; it is not written to again."""


class Misconfigured(Exception):
    """A setting or a file keeps the bot from starting; the words say what to do."""
