"""The registrations of a session as a table, which may be read again as it is."""

from collections.abc import Sequence
from datetime import datetime

from bot import texts
from bot.model.registration import Registration
from bot.model.words import Language, Phrase
from bot.texts.moments import local

COLUMNS = (
    *("address", "name", "language", "department", "standing", "at"),
    *("came", "origin", "needs", "consent", "question"),
)
MOMENT = COLUMNS.index("at")
"""The column with a date."""
Languages = tuple[Language, ...]
Cells = Sequence[str | datetime]


def titles(languages: Languages) -> list[str]:
    """What the columns are called."""
    return [_said(f"title_{name}", languages) for name in COLUMNS]


def row(registration: Registration, zone: str, languages: Languages) -> Cells:
    """One registration; the date is wall time where the session is."""
    each = registration
    consent = {True: "yes", False: "no", None: ""}[each.consent]
    return (
        each.address,
        each.name,
        _said(f"language_{each.language}", languages) if each.language else "",
        each.department,
        _said(f"standing_{each.standing}", languages),
        local(each.at, zone).replace(tzinfo=None),
        _said(f"came_{each.came}", languages),
        each.origin,
        each.needs,
        _said(f"consent_{consent}", languages) if consent else "",
        each.question,
    )


def _said(name: str, languages: Languages) -> str:
    return texts.render_in(Phrase(f"registration_table.{name}"), languages)
