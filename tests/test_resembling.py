"""What a sentence resembles is offered; what it says is read once somebody has said that it was meant."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.understanding import taken_as, understand

NOW = datetime(2027, 1, 12, 9, 0, tzinfo=ZoneInfo("America/Toronto"))


@pytest.mark.parametrize(
    ("text", "role", "offered"),
    [
        ("mvoe sesion 3 to March 18 at 2 pm", "organiser", "session.edit"),
        ("dplc la seanc 3 au 18 mars à 14 h", "organiser", "session.edit"),
        ("sned remindrs to particpants for sesion 2", "organiser", "reminder.send"),
        ("envoi rapel aux partcipants pour la seanc 1", "organiser", "reminder.send"),
        ("sgn me up for sesion 1", "participant", "registration.register"),
        ("insc moi à la seanc 1", "participant", "registration.register"),
    ],
)
def test_the_likeliest_is_offered_first_and_nothing_is_done(
    text: str, role: str, offered: str
) -> None:
    meaning = understand(text, role, NOW)
    assert (meaning.intent, meaning.suggestions[0]) == ("none", offered)


@pytest.mark.parametrize(
    ("text", "intent", "slots"),
    [
        ("can session 2", "session.cancel", {"session": "2"}),
        ("mvoe sesion 3 to March 18 at 2 pm", "session.edit", {"session": "3", "when": "2027-03-18T14:00-04:00"}),
        ("dplc la seanc 3 au 18 mars à 14 h", "session.edit", {"session": "3", "when": "2027-03-18T14:00-04:00"}),
        ("sned remindrs to particpants for sesion 2", "reminder.send", {"session": "2", "audience": "participants"}),
        ("inv sam@example.org to session 1", "speaker.invite", {"person": "sam@example.org", "session": "1"}),
        ("can session 2", "info.theme_rank", {}),
    ],
)  # fmt: skip
def test_the_slots_are_read_in_the_words_that_were_typed(
    text: str, intent: str, slots: dict[str, Any]
) -> None:
    meaning = taken_as(text, intent, "organiser", NOW)
    assert (meaning.intent, dict(meaning.slots)) == (intent, slots)


@pytest.mark.parametrize(
    "text",
    ["the weather is lovely in Gatineau", "hm", "don't sned remindrs", "zog jin hul yap wex"],
)
def test_what_resembles_nothing_or_is_taken_back_offers_nothing(text: str) -> None:
    assert understand(text, "organiser", NOW).suggestions == ()


def test_what_is_not_for_somebody_is_not_offered_to_them() -> None:
    offered = understand("can session 2", "participant", NOW).suggestions
    assert "session.cancel" not in offered
