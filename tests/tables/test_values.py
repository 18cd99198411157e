"""What people answer, in either language: a language, a yes, a need, a day."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.answers.moments import moment
from bot.documents.answers.values import agreed, language_of, need, words
from bot.model.session import OTTAWA
from bot.model.words import Language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        *(
            (text, "en")
            for text in (
                "English",
                "anglais",
                "EN",
                "en-CA",
                "English (Canada)",
                "Anglais / English",
            )
        ),
        *(
            (text, "fr")
            for text in (
                "Français",
                "French",
                "fr",
                "FR_ca",
                "français (Canada)",
                "En français svp",
            )
        ),
        *(
            (text, None)
            for text in ("", "both", "English and French", "bilingue", "Español", "en/fr", "frenc")
        ),
    ],
)
def test_a_language_is_one_or_none(text: str, language: Language | None) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        *(
            (text, True)
            for text in (
                "Yes",
                "OUI",
                "Yes / Oui",
                "Oui, j’accepte",
                "I agree",
                "TRUE",
                "vrai",
                "J'accepte",
            )
        ),
        *(
            (text, False)
            for text in (
                "No",
                "non",
                "No, thank you",
                "I do not agree",
                "I don’t accept",
                "Je n’accepte pas",
                "FAUX",
            )
        ),
        *(
            (text, None)
            for text in (
                "",
                "Maybe",
                "Yes / No",
                "Yes, no problem",
                "n/a",
                "peut-être",
                "I would not mind",
            )
        ),
    ],
)
def test_a_yes_is_plain_or_it_is_none(text: str, answer: object) -> None:
    assert agreed(text) is answer


@pytest.mark.parametrize(
    "text",
    [
        "No",
        "non",
        "None",
        "N/A",
        "n.a.",
        "Aucun",
        "Aucune.",
        "s.o.",
        "Non merci",
        "No, thank you",
        "-no-",
    ],
)
def test_a_need_that_is_none_is_nothing(text: str) -> None:
    assert need(text) == ""


@pytest.mark.parametrize("text", ["Captions", "No stairs", "Non-voyant", "Yes", "Aucune marche"])
def test_a_need_is_kept_as_it_was_written(text: str) -> None:
    assert need(text) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("A;B;", "A; B"),
        (" A ; ; B;", "A; B"),
        ('["A", "B"]', "A; B"),
        ("[]", "[]"),
        ("[draft]", "[draft]"),
        ("see below;", "see below"),
        ("\u00a0a\u00a0b\u00a0", "a\u00a0b"),
        (None, ""),
        (4.5, "4.5"),
    ],
)
def test_words_are_on_one_line(value: object, text: str) -> None:
    assert words(value, 100) == text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (datetime(2026, 11, 9, 13, 5), "2026-11-09T18:05"),  # noqa: DTZ001
        (datetime(2026, 7, 9, 13, 5), "2026-07-09T17:05"),  # noqa: DTZ001
        (datetime(2026, 11, 9, 13, 5, tzinfo=UTC), "2026-11-09T13:05"),
        ("2026-11-09 13:05:00", "2026-11-09T18:05"),
        ("2026-11-09T13:05:00Z", "2026-11-09T13:05"),
        ("2026-11-09T13:05:00.1234567Z", "2026-11-09T13:05"),
        ("2026/11/9 9:05", "2026-11-09T14:05"),
        ("46335.545138889", "2026-11-09T18:05"),
        ("11/23/2026 2:15:07 PM", "2026-11-23T19:15"),
        ("11/23/2026 12:15:07 a.m.", "2026-11-23T05:15"),
        ("23/11/2026 13:05:22", "2026-11-23T18:05"),
        ("23.11.2026 13 h 05", "2026-11-23T18:05"),
        ("23/11/2026 13h05", "2026-11-23T18:05"),
        ("9/9/26 18:01", "2026-09-09T22:01"),
        ("7/20/26 11:00:22", "2026-07-20T15:00"),
        ("7/20/26", "2026-07-20T04:00"),
        ("03/04/2027 10:00", None),
        ("09/11/2026 13:05:22", None),
        ("31/02/2027", None),
        ("13/13/2027", None),
        ("23/11/2026 25:00", None),
        ("1/1/20270", None),
        ("1/1/1900", None),
        ("demain à 13 h", None),
        ("12345", None),
        ("99999.9", None),
        ("", None),
        (None, None),
    ],
)
def test_a_moment_is_read_if_it_can_be_only_one(value: object, expected: str | None) -> None:
    found = moment(value, OTTAWA)
    assert (found and found.strftime("%Y-%m-%dT%H:%M")) == expected
    assert found is None or found.tzinfo is UTC


@given(st.text() | st.datetimes() | st.floats() | st.integers())
def test_any_value_is_a_moment_or_none(value: object) -> None:
    found = moment(value, OTTAWA)
    assert found is None or found.tzinfo is UTC
