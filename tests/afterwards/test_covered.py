"""Which sessions a report is about, in the words of people; what they leave open is all of them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.afterwards.figures import among
from bot.understanding import understand

from .pilot import session

TODAY = datetime(2027, 5, 12, 14, tzinfo=UTC)
ASKED = {
    "pilot report": "",
    "pilot report for session 2": "2",
    "pilot report for sessions 1 to 3": "1,2,3",
    "pilot report for sessions 1, 2 and 4": "1,2,4",
    "pilot report since February 1": "2027-02-01/",
    "pilot report since November": "2026-11-01/",
    "pilot report from January 1 to March 31": "2027-01-01/2027-03-31",
    "pilot report from November to March": "2026-11-01/2027-03-31",
    "pilot report for 2027": "2027-01-01/2027-12-31",
    "pilot report for February": "2027-02-01/2027-02-28",
    "pilot report until March 31, 2027": "/2027-03-31",
    "pilot report for the last three months": "2027-02-12/",
    "pilot report for last year": "2026-01-01/2026-12-31",
    "pilot report for last month": "2027-04-01/2027-04-30",
    "pilot report since February 31": "",
    "rapport du projet pilote": "",
    "rapport du projet pilote pour les séances 1 à 3": "1,2,3",
    "rapport du projet pilote pour les séances 1, 2 et 4": "1,2,4",
    "rapport du projet pilote depuis février": "2027-02-01/",
    "rapport du projet pilote du 1er janvier au 31 mars": "2027-01-01/2027-03-31",
    "rapport du projet pilote de 2027": "2027-01-01/2027-12-31",
    "rapport du projet pilote jusqu’au 31 mars": "/2027-03-31",
    "rapport du projet pilote des trois derniers mois": "2027-02-12/",
    "rapport du projet pilote de cette année": "2027-01-01/2027-12-31",
}


@pytest.mark.parametrize("asked", ASKED)
def test_words_name_the_sessions_of_a_report(asked: str) -> None:
    meaning = understand(asked, "organiser", TODAY)
    assert (meaning.intent, meaning.slots.get("covered", "")) == ("report.pilot", ASKED[asked])


def test_sessions_are_chosen_by_number_and_by_their_day_where_they_are() -> None:
    # The first is on January 1 in Ottawa, and on January 2 in UTC.
    late = replace(session(1), starts=datetime(2027, 1, 2, 3, tzinfo=UTC), zone="America/Toronto")
    next_month = replace(late, id="2", starts=datetime(2027, 2, 2, 18, tzinfo=UTC))
    both = [late, next_month]
    assert among(both, "") == both
    assert among(both, "2,7") == [next_month]
    assert among(both, "2027-01-01/2027-01-01") == [late]
    assert among(both, "2027-01-02/") == [next_month]
    assert among(both, "/2027-01-31") == [late]
