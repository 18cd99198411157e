"""Days and hours as they are written in Canada, in each language.

Sources: Translation Bureau (The Canadian Style; Le guide du rédacteur): ``January 2, 2008``,
``1:30 p.m.``, ``le jeudi 1er octobre 2026``, ``13 h 30`` with non-breaking spaces.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from jinja2 import pass_context
from jinja2.runtime import Context

from bot.model.session import OTTAWA
from bot.model.words import Both, Language

NBSP = "\u00a0"
SPANS: tuple[tuple[int, int, Both], ...] = (
    (100, 1, Both("minutes", "minutes")),
    (36 * 60, 60, Both("hours", "heures")),
    (1_000_000, 24 * 60, Both("days", "jours")),
)
"""Up to so many minutes, a time is told in units of so many."""
WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}
MONTHS = {
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    "fr": (
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
}
POSITIONS = {
    "": Both(),
    "-1": Both("last ", "dernier "),
    "1": Both("first ", "premier "),
    "2": Both("second ", "deuxième "),
    "3": Both("third ", "troisième "),
    "4": Both("fourth ", "quatrième "),
}
ZONES: dict[str, Both] = {
    "America/Toronto": Both("ET", "HE"),
    "America/St_Johns": Both("NT", "HT"),
    "America/Halifax": Both("AT", "HA"),
}
CITIES: dict[str, Both] = {
    "America/St_Johns": Both("St. John’s", "St. John’s"),
    "America/Halifax": Both("Halifax", "Halifax"),
    "America/Toronto": Both("Ottawa", "Ottawa"),
    "America/Winnipeg": Both("Winnipeg", "Winnipeg"),
    "America/Regina": Both("Regina", "Regina"),
    "America/Edmonton": Both("Edmonton", "Edmonton"),
    "America/Vancouver": Both("Vancouver", "Vancouver"),
    "America/Whitehorse": Both("Whitehorse", "Whitehorse"),
}


def day(value: date, language: Language) -> str:
    """``Thursday, February 25, 2027`` or ``le jeudi 25 février 2027``."""
    weekday, month = WEEKDAYS[language][value.weekday()], MONTHS[language][value.month - 1]
    if language == "en":
        return f"{weekday}, {month} {value.day}, {value.year}"
    return f"le {weekday} {'1er' if value.day == 1 else value.day} {month} {value.year}"


def short_day(value: date, language: Language) -> str:
    """``February 25`` or ``25 février``."""
    month = MONTHS[language][value.month - 1]
    if language == "en":
        return f"{month} {value.day}"
    return f"{'1er' if value.day == 1 else value.day} {month}"


def hour(value: time, language: Language) -> str:
    """``1 p.m.``, ``1:30 p.m.``, ``noon``, or ``13 h``, ``13 h 30``."""
    if language == "fr":
        return f"{value.hour}{NBSP}h" + (f"{NBSP}{value.minute:02d}" if value.minute else "")
    if not value.minute and value.hour in (0, 12):
        return "noon" if value.hour else "midnight"
    half = "a.m." if value.hour < 12 else "p.m."
    minutes = f":{value.minute:02d}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{NBSP}{half}"


def local(value: datetime, zone: str = OTTAWA) -> datetime:
    """The wall time of an instant in a zone."""
    return value.astimezone(ZoneInfo(zone))


def zone_name(zone: str, language: Language) -> str:
    """``ET`` or ``HE`` where the letters are unmistakable, else ``Vancouver time``."""
    if zone in ZONES:
        return ZONES[zone].in_(language)
    city = CITIES[zone].in_(language) if zone in CITIES else zone.rpartition("/")[2]
    return f"{city} time" if language == "en" else f"heure de {city}"


def moment(value: datetime, language: Language, zone: str = OTTAWA) -> str:
    """``Thursday, February 25, 2027, 1 p.m. (ET)`` or its French equal."""
    at = local(value, zone)
    joint = ", " if language == "en" else " à "
    named = f"{day(at, language)}{joint}{hour(at.time(), language)} ({zone_name(zone, language)})"
    if zone == OTTAWA:
        return named
    home = local(value)
    return f"{named} = {hour(home.time(), language)} ({zone_name(OTTAWA, language)})"


def across(value: datetime, language: Language) -> str:
    """The hour across Canada: ``2 p.m. Halifax / 1 p.m. Ottawa, Winnipeg / …``, earliest last."""
    return " / ".join(by_hour(value, language))


def by_hour(value: datetime, language: Language) -> list[str]:
    """The cities of Canada by their hour: ``2 p.m. Halifax``, ``1 p.m. Ottawa, Winnipeg``."""
    cities: dict[time, list[str]] = {}
    for zone, city in CITIES.items():
        cities.setdefault(local(value, zone).time(), []).append(city.in_(language))
    return [f"{hour(at, language)} {', '.join(names)}" for at, names in cities.items()]


def listed(values: Sequence[object], language: Language) -> str:
    """``a, b and c`` or ``a, b et c``."""
    words = [v.in_(language) if isinstance(v, Both) else str(v) for v in values]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {'and' if language == 'en' else 'et'} {words[-1]}"


def quoted(value: object, language: Language) -> str:
    """``“biometrics”`` or ``« la biométrie »``."""
    word = value.in_(language) if isinstance(value, Both) else str(value)
    return f"“{word}”" if language == "en" else f"«{NBSP}{word}{NBSP}»"


def lasting(value: timedelta, language: Language) -> str:
    """``about 20 minutes``, ``about 17 hours``, ``about 3 days``, begun ones counted as whole."""
    minutes = -(-int(value.total_seconds()) // 60)
    if minutes < 2:
        return "a few moments" if language == "en" else "quelques instants"
    length, unit = next((length, unit) for most, length, unit in SPANS if minutes <= most)
    about = "about" if language == "en" else "environ"
    return f"{about} {-(-minutes // length)} {unit.in_(language)}"


def clock(value: str, language: Language) -> str:
    """An hour kept as ``13:00``, as it is said."""
    return hour(time.fromisoformat(value), language)


def usual_day(value: str, language: Language) -> str:
    """A day kept as ``-1TH``: ``the last Thursday`` or ``le dernier jeudi``."""
    weekday = WEEKDAYS[language][("MO", "TU", "WE", "TH", "FR", "SA", "SU").index(value[-2:])]
    position = POSITIONS[value[:-2]].in_(language)
    return f"the {position}{weekday}" if language == "en" else f"le {position}{weekday}"


def _filter(function: Callable[..., str]) -> Callable[..., str]:
    @pass_context
    def filtered(context: Context, value: object, *arguments: object) -> str:
        return function(value, context["language"], *arguments)

    return filtered


def _hour_of(value: datetime | time, language: Language, zone: str = OTTAWA) -> str:
    return hour(local(value, zone).time() if isinstance(value, datetime) else value, language)


def _day_of(value: date, language: Language, zone: str = OTTAWA) -> str:
    return day(local(value, zone) if isinstance(value, datetime) else value, language)


def iso_day(value: str, language: Language) -> str:
    """A day kept as ``2027-12-20``: ``Monday, December 20, 2027`` or ``le lundi 20 …``."""
    return day(date.fromisoformat(value), language)


def _short_day_of(value: date, language: Language, zone: str = OTTAWA) -> str:
    return short_day(local(value, zone) if isinstance(value, datetime) else value, language)


def _listed(values: Iterable[object], language: Language) -> str:
    return listed(list(values), language)


FILTERS: dict[str, Callable[..., str]] = {
    "moment": _filter(moment),
    "day": _filter(_day_of),
    "iso_day": _filter(iso_day),
    "short_day": _filter(_short_day_of),
    "hour": _filter(_hour_of),
    "across": _filter(across),
    "clock": _filter(clock),
    "usual_day": _filter(usual_day),
    "lasting": _filter(lasting),
    "listed": _filter(_listed),
    "quoted": _filter(quoted),
}
