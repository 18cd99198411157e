"""What ``circuit doctor`` found of one thing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, and what to do about it if it is not in place."""

    what: str
    to_do: str = ""

    def __str__(self) -> str:
        """The line that is printed."""
        return f"MISSING  {self.what}: {self.to_do}" if self.to_do else f"ok       {self.what}"
