"""The card on which a session is filled in: its fields, and what they hold."""

from dataclasses import dataclass, field
from typing import Any

from bot.context import Turn
from bot.model.words import Both, Phrase
from bot.planning.moment import Moment
from bot.planning.said import of_fields
from bot.planning.titles import checked

FIELDS = ("title_en", "title_fr", "date", "time", "minutes")
SHORTEST, LONGEST = 5, 480


@dataclass(frozen=True, slots=True)
class Form:
    """What was filled in; ``problem`` says what is wrong, ``known`` holds it to be shown again."""

    title: Both
    moment: Moment | None
    minutes: int
    problem: Phrase | None
    known: dict[str, Any] = field(default_factory=dict)


def shown_in(moment: Moment) -> dict[str, str]:
    """A moment as the fields of the card show it."""
    return {"date": moment.wall[:10], "time": moment.wall[11:], "zone": moment.zone}


def filled_in(turn: Turn, zone: str) -> Form:
    """What the pressed card holds, with the first thing that is wrong with it."""
    fields = turn.press.fields
    title = Both(checked(fields.get("title_en", "")), checked(fields.get("title_fr", "")))
    moment = of_fields(turn, zone)
    minutes = minutes_in(fields.get("minutes", ""))
    problem = moment if isinstance(moment, Phrase) else None
    if title == Both():
        problem = Phrase("planning.no_title")
    elif minutes is None:
        problem = Phrase("planning.bad_minutes")
    known = {name: fields.get(name, "") for name in FIELDS} | {"zone": zone}
    settled = None if isinstance(moment, Phrase) else moment
    return Form(title, settled, minutes or 0, problem, known)


def minutes_in(text: str) -> int | None:
    """The length typed, 45 if none is; None if no session lasts that long."""
    if not text:
        return 45
    minutes = int(text) if text.isdecimal() else 0
    return minutes if SHORTEST <= minutes <= LONGEST else None
