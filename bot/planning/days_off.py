"""The days off of those who work for the Government of Canada in Ontario and Quebec.

From the package ``holidays`` (0.109). Its federal list has no Easter Monday and no first Monday of
August, which federal employees do have; both are among Ontario's optional days.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from bot.model.words import Both, Language

FEDERAL, ONTARIO, QUEBEC = "federal", "ontario", "quebec"
ALSO_FEDERAL = ("Easter Monday", "Civic Holiday")
BETTER: dict[Language, dict[str, str]] = {
    "en": {"Saint Jean Baptiste Day": "Saint-Jean-Baptiste Day"},
    "fr": {"Boxing Day": "Lendemain de Noël", "Action de grâce": "Action de grâces"},
}
PACKAGE_LANGUAGES: dict[Language, str] = {"en": "en_CA", "fr": "fr"}


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day off: its name, and whose it is."""

    name: Both
    whose: str


def day_off(day: date) -> DayOff | None:
    """The day off that falls on this day, if one does."""
    return _of_year(day.year).get(day)


@cache
def _of_year(year: int) -> dict[date, DayOff]:
    """The days off of a year; a day that is everybody's is federal."""
    federal = _listed(year, None, "government")
    optional = _listed(year, "ON", "optional")
    federal |= {day: name for day, name in optional.items() if name.en in ALSO_FEDERAL}
    days = {day: DayOff(name, QUEBEC) for day, name in _listed(year, "QC", "public").items()}
    days |= {day: DayOff(name, ONTARIO) for day, name in _listed(year, "ON", "public").items()}
    return days | {day: DayOff(name, FEDERAL) for day, name in federal.items()}


def _listed(year: int, province: str | None, category: str) -> dict[date, Both]:
    """One list of the package, with the names in both languages."""
    import holidays

    def names(language: Language) -> dict[date, str]:
        found = holidays.country_holidays(
            "CA",
            subdiv=province,
            years=[year],
            categories=(category,),
            language=PACKAGE_LANGUAGES[language],
        )
        return {day: _better(str(name), language) for day, name in found.items()}

    english, french = names("en"), names("fr")
    return {day: Both(name, french[day]) for day, name in english.items()}


def _better(name: str, language: Language) -> str:
    for poor, good in BETTER[language].items():
        name = name.replace(poor, good)
    return name
