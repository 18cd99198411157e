"""What a mail server says to us, and what it means for a letter."""

from dataclasses import dataclass

import aiosmtplib

from bot.errors import Rejected

CROWDED, CLOSING = 432, 421
"""One connection too many, to Exchange Online; the end of this one, to all."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server says to a command. Its words may hold addresses."""

    code: int
    words: str = ""

    @property
    def kind(self) -> int:
        """2 for yes, 3 for go on, 4 for not now, 5 for no."""
        return self.code // 100


class Unreachable(Exception):
    """There is no session; ``code`` is what the server answered, 0 if it did not."""

    def __init__(self, problem: Exception) -> None:
        super().__init__(type(problem).__name__)
        self.code = 0
        if isinstance(problem, aiosmtplib.SMTPResponseException):
            self.code = max(0, problem.code)


class NotTaken(Exception):
    """The server surely did not take the letter; ``elsewhere``: another session may do better."""

    def __init__(self, what: str, *, elsewhere: bool) -> None:
        super().__init__(what)
        self.elsewhere = elsewhere


class Refused(NotTaken):
    """The server said no."""

    def __init__(self, answer: Answer, *, elsewhere: bool = False) -> None:
        super().__init__(str(answer.code), elsewhere=elsewhere)
        self.answer = answer


class Lost(NotTaken):
    """The connection is gone, or nothing comes over it."""


def check_size(letter: bytes, most: int) -> None:
    """Raises Rejected for a letter of more than ``most`` bytes; 0 is no limit (RFC 1870)."""
    if 0 < most < len(letter):
        raise Rejected(f"the letter has {len(letter)} bytes, the mail server takes {most}")
