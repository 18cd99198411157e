"""The moment that a message or a filled-in card sets; what is wrong where it cannot be taken."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot import understanding
from bot.context import Turn
from bot.model.session import OTTAWA
from bot.model.words import Phrase
from bot.planning.moment import Moment, at_instant, at_wall, zone_of
from bot.planning.risks import suggested, team_hour
from bot.understanding.dates import Reading, names_a_day, read

FURTHEST = timedelta(days=1000)


def with_zone(turn: Turn) -> Turn:
    """The turn with what only the words tell of a moment: its zone, whether it is only an hour."""
    turn = _with_answer(turn)
    reading = just_said(turn)
    said = (reading.start, *reading.choices) if reading else ()
    hours = [each for each in said if isinstance(each, datetime)]
    if reading is None or not hours:
        return turn
    slots = {**turn.slots, "zone": zone_of(hours[0])}
    if _without_day(turn, reading):
        slots["only_hour"] = True
    return replace(turn, slots=slots)


def _with_answer(turn: Turn) -> Turn:
    """The turn with its answer read as a moment: words that only answer are no request."""
    if turn.filled != "when" or turn.when is not None:
        return turn
    reading = read(understanding.plain(turn.incoming.text), turn.context.now)
    slots = {**turn.slots, "when": reading.start.isoformat()} if reading.start else turn.slots
    return replace(turn, when=reading, slots=slots)


def just_said(turn: Turn) -> Reading | None:
    """How the words just heard were read, if it is they that set the moment."""
    return turn.when if turn.filled in ("", "when") else None


def _without_day(turn: Turn, reading: Reading) -> bool:
    text = understanding.plain(turn.incoming.text)
    said = " ".join(text[start:end] for start, end in reading.spans)
    return not names_a_day(said, turn.context.now)


def unclear(turn: Turn) -> Phrase | None:
    """The question to ask where the words speak of a moment that cannot be taken."""
    reading = just_said(turn)
    if reading is None or reading.error in (None, "none"):
        return None
    return problem(turn, str(reading.error))


def moment_said(turn: Turn, usual: Moment | None = None) -> Moment | Phrase | None:
    """The moment the words set; or what is wrong with it, as a question; None if they set none.

    What is not said, the day, the hour or the zone, is that of ``usual``, or else the team's.
    """
    text = turn.slots.get("when")
    if turn.filled == "when" and not text:
        return unclear(turn) or problem(turn, "when")
    moment = _moment(turn, str(text), usual) if text else None
    return unclear(turn) or (possible(turn, moment) if moment else None)


def possible(turn: Turn, moment: Moment) -> Moment | Phrase:
    """The moment, if it is to come and not beyond all planning; else the question to ask."""
    if moment.starts <= turn.context.now:
        return problem(turn, "past")
    if moment.starts > turn.context.now + FURTHEST:
        return problem(turn, "far")
    return moment


def problem(turn: Turn, name: str) -> Phrase:
    """The question asked where a moment cannot be taken, with an example of one that can."""
    return Phrase(f"planning.{name}", {"example": suggested(turn.context).starts})


def _moment(turn: Turn, text: str, usual: Moment | None) -> Moment:
    if "T" not in text:
        day = date.fromisoformat(text)
        return usual.on(day) if usual else at_wall(day, team_hour(turn.context))
    zone = str(turn.slots.get("zone", OTTAWA))
    said = at_instant(datetime.fromisoformat(text), zone)
    if usual and turn.slots.get("only_hour"):
        return at_wall(usual.day, said.hour, zone)
    return said


def of_fields(turn: Turn, zone: str) -> Moment | Phrase:
    """The moment filled in on a card; an hour left empty is the team's."""
    fields = turn.press.fields
    try:
        day = date.fromisoformat(fields.get("date", ""))
        typed = time.fromisoformat(fields.get("time") or turn.context.team.hour)
        return possible(turn, at_wall(day, time(typed.hour, typed.minute), zone))
    except (ValueError, OverflowError):
        return problem(turn, "impossible" if fields.get("date") else "when")
