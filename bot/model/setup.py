"""What the people who installed the bot have settled; a skill may read it, never change it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import quote

from bot.model.words import Both

DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a way out takes letters: so many a second, in 24 hours, and in one call.

    0 where it has no such limit, or none that is known to us.
    """

    rate: float = 0.0
    daily: int = 0
    most: int = 0

    def lasting(self, letters: int) -> timedelta:
        """How long so many letters take at the least."""
        a_day = self._a_day()
        days = max(0, letters - 1) // a_day if a_day else 0
        rest = letters - days * a_day
        return timedelta(days=days, seconds=rest / self.rate if self.rate else 0.0)

    def within(self, time: timedelta, letters: int) -> int:
        """How many of so many letters leave in this time."""
        a_day = self._a_day()
        days, rest = divmod(max(time, timedelta()), DAY) if a_day else (0, time)
        today = rest.total_seconds() * self.rate if self.rate else float(letters)
        room = days * a_day + min(a_day, today) if a_day else today
        return max(0, min(letters, int(room)))

    def calls(self, letters: int) -> int:
        """In how many calls they leave at the least; 0 where each leaves by itself."""
        return -(-letters // self.most) if self.most else 0

    def _a_day(self) -> int:
        """How many leave in a whole day: at a slow rate, fewer than the day has room for."""
        reached = int(DAY.total_seconds() * self.rate)
        return min(self.daily, reached) if self.daily and reached else self.daily


FEWEST_BOUNCES = 3
"""One wrong address or two stop nobody's letters, however few they are."""


@dataclass(frozen=True, slots=True)
class Breaker:
    """When letters to many pause by themselves: so many percent come back, of at least so many."""

    percent: int = 5
    least: int = 20

    def trips(self, tried: int, bounced: int) -> bool:
        """Whether so many of those that were tried are too many."""
        many = bounced * 100 >= self.percent * tried
        return bounced >= FEWEST_BOUNCES and tried >= self.least and many


MAILBOX = Pace(rate=250.0, daily=10_000, most=500)
"""What the mailbox behind a flow takes: 500 people a message, 30 messages a minute, 10,000 people a
day (Exchange Online limits, learn.microsoft.com)."""
MOST_BY_NOTIFY = 50_000
"""People in one call of GC Notify (its documentation, send.md)."""


@dataclass(frozen=True, slots=True)
class Wiki:
    """The wiki that has the pages of sessions.

    ``index`` are the names of the pages that list them all, and that theirs are put below.
    ``writes`` says that there is a bot password: else the team pastes what it is given.
    """

    url: str = "https://wiki.gccollab.ca"
    index: Both = field(
        default_factory=lambda: Both(
            "CSPS Digital Academy/Mini discussions", "Académie du numérique EFPC/Mini-discussions"
        )
    )
    writes: bool = False

    def editing(self, title: str) -> str:
        """The address at which a page is written by hand."""
        return f"{self.url}/index.php?title={quote(title.replace(' ', '_'))}&action=edit"


@dataclass(frozen=True, slots=True)
class Setup:
    """The facts of this installation that bear on what is said and who may do what.

    ``domains`` empty means everyone is a participant, which only local mode allows. ``ways`` are
    the ways out that letters to many may take, by the name of the door; none means mail alone.
    ``backup_days`` is for how long backups are kept.
    ``model`` says that a drafting model is set up.
    ``posts_to_teams`` says that a channel of Teams takes posts by a webhook; ``wire_limit`` is how
    many characters The Wire takes, 0 for any number.
    ``webinars`` says whether there is a token for the webinars of a host, ``connections`` that what
    a session hangs on is looked at before its day. ``boards`` says that there is a token for Miro.
    ``misses_days`` is for how long sentences that were not understood are kept, 0 for not at all.
    """

    organisers: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    local: bool = False
    public_url: str = ""
    mail_from: str = ""
    model: bool = False
    ways: Mapping[str, Pace] = field(default_factory=dict)
    wiki: Wiki = field(default_factory=Wiki)
    breaker: Breaker = field(default_factory=Breaker)
    backup_days: int = 30
    posts_to_teams: bool = False
    wire_limit: int = 140
    webinars: bool = False
    connections: bool = False
    boards: bool = False
    misses_days: int = 0
