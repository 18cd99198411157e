"""A moment as a person typed it: the wall time, the zone it is meant in, the instant it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.model.session import OTTAWA, Session
from bot.texts.moments import CITIES, local

EASTERN = {"-05:00", "-04:00"}


@dataclass(frozen=True, slots=True)
class Moment:
    """``wall`` is the local time in ``zone`` (``2027-02-25T13:00``), ``starts`` its instant."""

    starts: datetime
    wall: str
    zone: str = OTTAWA

    @property
    def fields(self) -> dict[str, Any]:
        """The fields of a session that starts then."""
        return {"starts": self.starts, "wall": self.wall, "zone": self.zone}

    @property
    def row(self) -> dict[str, str]:
        """The moment as plain text, to be kept with a card."""
        return {"starts": self.starts.isoformat(), "wall": self.wall, "zone": self.zone}

    @property
    def day(self) -> date:
        """The day in its own zone."""
        return date.fromisoformat(self.wall[:10])

    @property
    def hour(self) -> time:
        """The hour in its own zone."""
        return time.fromisoformat(self.wall[11:])

    def on(self, day: date) -> "Moment":
        """The same hour of another day; across a change of the clock the wall time stays."""
        return at_wall(day, self.hour, self.zone)


def at_wall(day: date, hour: time, zone: str = OTTAWA) -> Moment:
    """The moment of a local time: an hour later where the clock skips it, the first of two."""
    wall = datetime.combine(day, hour)
    return Moment(
        starts=wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC),
        wall=wall.isoformat(timespec="minutes"),
        zone=zone,
    )


def at_instant(at: datetime, zone: str = OTTAWA) -> Moment:
    """The moment of an instant, as the clocks of a zone show it."""
    wall = local(at, zone).replace(tzinfo=None)
    return Moment(at.astimezone(UTC), wall.isoformat(timespec="minutes"), zone)


def restored(row: Mapping[str, str]) -> Moment:
    """The moment that was kept with a card."""
    return Moment(datetime.fromisoformat(row["starts"]), row["wall"], row["zone"])


def of_session(session: Session) -> Moment:
    """When the session is planned."""
    return Moment(session.starts, session.wall, session.zone)


def zone_of(at: datetime) -> str:
    """The zone that a time was typed in; where only its offset is known, one that has it then.

    An offset of Eastern time is taken for Ottawa: "EST" in July is a slip of the pen for "ET".
    """
    if isinstance(at.tzinfo, ZoneInfo):
        return at.tzinfo.key
    if at.isoformat()[-6:] in EASTERN:
        return OTTAWA
    same = (zone for zone in CITIES if local(at, zone).utcoffset() == at.utcoffset())
    return next(same, OTTAWA)
