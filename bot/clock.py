"""The one place that reads the machine's clock, and corrects it where machines share one."""

from datetime import UTC, datetime, timedelta

LEAST = timedelta(seconds=1)


class Clock:
    """The product's time: the machine's, moved by what the local mode asked for."""

    def __init__(self, start: datetime | None = None) -> None:
        """Start at an instant, or at the machine's own."""
        self._shift = start - _machine() if start else timedelta()

    def now(self) -> datetime:
        """The present instant in UTC, to the second."""
        return (_machine() + self._shift).replace(microsecond=0)

    def move(self, to: datetime) -> None:
        """Make it this instant now; time goes on from there."""
        self._shift = to - _machine()


class StillClock:
    """A clock that stands until it is moved."""

    def __init__(self, start: datetime) -> None:
        """Stand at this instant."""
        self._now = start

    def now(self) -> datetime:
        """The instant it stands at."""
        return self._now

    def move(self, to: datetime) -> None:
        """Stand at this instant from now on."""
        self._now = to


class _Agreed:
    """How far the clock that several machines go by is ahead of this machine's."""

    ahead = timedelta()


def agree(there: datetime) -> None:
    """Go by a clock that several machines share, on which it is this moment now.

    Less than a second of difference is left alone: it may be the way from that clock to here.
    """
    ahead = there - datetime.now(UTC)
    if abs(ahead - _Agreed.ahead) >= LEAST:
        _Agreed.ahead = ahead


def _machine() -> datetime:
    return datetime.now(UTC) + _Agreed.ahead


def said(at: datetime | None, now: datetime) -> datetime:
    """The moment in the product's time, which is ``now``, at which something was said in ours.

    A platform whose clock is ahead of ours, or that says nothing sensible, means now.
    """
    try:
        return now - max(timedelta(), Clock().now() - at) if at else now
    except OverflowError:
        return now
