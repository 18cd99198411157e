"""What one half says and the other does not is named; the same thing said in both is not."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import texts
from bot.describing.parity import differences
from bot.describing.typography import typeset
from bot.model.words import LANGUAGES, Both, Language
from bot.texts import moments

DAYS = st.dates(date(2026, 1, 1), date(2029, 12, 31))
HOURS = st.builds(time, st.integers(0, 23), st.integers(0, 59))
FIRST, SECONDS = datetime(2026, 1, 1, tzinfo=UTC), st.integers(0, 4 * 365 * 86_400)
INSTANTS = st.builds(lambda seconds: FIRST + timedelta(seconds=seconds), SECONDS)


def named(english: str, french: str, *terms: Both) -> list[str]:
    """The differences, in English."""
    return [texts.render(each, "en") for each in differences(Both(english, french), terms)]


def number(value: int, language: Language) -> str:
    """``1,500`` or ``1 500``."""
    return f"{value:,}" if language == "en" else f"{value:,}".replace(",", moments.NBSP)


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("Thursday, February 25, 2027, 1 p.m. (ET)", "le jeudi 25 février 2027 à 13 h (HE)"),
        ("from 1 to 1:45 p.m.", "de 13 h à 13 h 45"),
        ("11 a.m. to 1 p.m.", "de 11 h à 13 h"),
        ("11 to 1 p.m.", "de 11 à 13 h"),
        ("1:30 pm", "13h30"),
        ("at noon, not at midnight", "à midi, pas à minuit"),
        ("noon", "12 h"),
        ("13:30", "13 h 30"),
        ("in the afternoon", "en après-midi"),
        ("1,500 people", "1 500 personnes"),
        ("1.5 million people", "1,5 million de personnes"),
        ("$5", "5 $"),
        ("$1,500.50", "1 500,50 $"),
        ("$2 million", "2 millions de dollars"),
        ("$2M", "2 M$"),
        ("12%", "12 %"),
        ("12 per cent", "12 pour cent"),
        ("the 2nd session", "la 2e séance"),
        ("three ideas", "3 idées"),
        ("45-minute talk", "45 minutes"),
        ("February 25 and 26", "25 et 26 février"),
        ("February 1, 2027", "1er février 2027"),
        ("25 February 2027", "25 février 2027"),
        ("2027-02-25", "le 25 février 2027"),
        ("in May", "en mai"),
        ("You may come", "Vous pouvez venir"),
        ("on Mondays", "les lundis"),
        ("https://canada.ca/en/school.html", "https://canada.ca/fr/school.html."),
        ("https://canada.ca/a-eng.html", "https://canada.ca/a-fra.html"),
        ("Write to Kim@Example.org", "Écrivez à kim@example.org"),
        ("((title)) in ((minutes))", "((title)), ((minutes))"),
        ("COVID-19 and Web 2.0", "COVID-19 et Web 2,0"),
        ("5G and B2B", "la 5G et le B2B"),
    ],
)
def test_the_same_thing_said_in_both_is_no_difference(english: str, french: str) -> None:
    assert named(english, french) == []


@pytest.mark.parametrize(
    ("english", "french", "differ"),
    [
        ("on February 25", "le 26 février", ["February 25", "26 février"]),
        ("at 1 p.m.", "à 14 h", ["1 p.m.", "14 h"]),
        ("1 p.m. (ET)", "13 h (HA)", ["ET", "HA"]),
        ("on Thursday", "vendredi", ["Thursday", "vendredi"]),
        ("in March", "en avril", ["March", "avril"]),
        ("2027", "2026", ["2027", "2026"]),
        ("1,500", "1,5", ["1,500", "1,5"]),
        ("$5", "6 $", ["$5", "6 $"]),
        ("5%", "5 $", ["5%", "5 $"]),
        ("three ideas", "4 idées", ["4"]),
        ("https://a.ca/x", "https://a.ca/y", ["https://a.ca/x", "https://a.ca/y"]),
        ("kim@a.ca", "tom@a.ca", ["kim@a.ca", "tom@a.ca"]),
        ("((when))", "((quand))", ["((when))", "((quand))"]),
        ("February 25 at noon", "au printemps", ["February 25", "noon"]),
    ],
)
def test_what_one_half_says_alone_is_named(english: str, french: str, differ: list[str]) -> None:
    said = [line.partition(" is only in the ")[0] for line in named(english, french)]
    assert said == differ


@given(INSTANTS, st.integers(0, 2_000_000))
def test_what_our_own_formatters_write_has_parity(moment: datetime, many: int) -> None:
    english, french = (
        f"{moments.moment(moment, language)}; {number(many, language)}" for language in LANGUAGES
    )
    assert named(english, french) == []


@given(DAYS, st.integers(1, 200))
def test_another_day_is_named(day: date, later: int) -> None:
    other_day = day + timedelta(days=later)
    french = moments.short_day(other_day, "fr")
    english = moments.short_day(day, "en")
    differ = [f"{english} is only in the English half.", f"{french} is only in the French half."]
    assert named(f"on {english}", f"le {french}") == differ


@given(HOURS, HOURS)
def test_another_hour_is_named(one: time, two: time) -> None:
    lines = named(f"at {moments.hour(one, 'en')}", f"à {moments.hour(two, 'fr')}")
    assert bool(lines) == (one != two)


@given(st.integers(0, 3_000_000), st.integers(0, 3_000_000))
def test_another_number_is_named(one: int, two: int) -> None:
    lines = named(f"for {number(one, 'en')} people", f"pour {number(two, 'fr')} personnes")
    assert bool(lines) == (one != two)


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_can_be_compared(english: str, french: str) -> None:
    for each in differences(Both(english, french), [Both("cloud", "nuage")]):
        assert all(texts.render(each, language) for language in LANGUAGES)


def test_a_half_that_is_missing_is_not_compared() -> None:
    assert named("February 25", "") == []


def test_a_half_that_is_much_shorter_is_named() -> None:
    assert named("We talk about maps and plans. " * 4, "Des cartes et des plans.") == [
        "The French half is much shorter: 24 characters, and 119 in English. Something may be left out."
    ]


def test_a_half_in_the_wrong_language_is_named() -> None:
    text = "We talk about the maps that people use."
    assert named(text, text) == ["The French half seems to be written in English."]


def test_a_term_without_its_pair_is_named_and_plurals_are_terms() -> None:
    term = Both("mini discussion", "mini-discussion")
    assert named("Two mini discussions", "Deux mini-discussions", term) == []
    assert named("A mini discussion", "Une causerie", term) == [
        "English says “mini discussion”; the glossary has “mini-discussion” for it, and French does without."
    ]
    assert named("A talk", "Une mini-discussion", term) == [
        "French says “mini-discussion”; the glossary has “mini discussion” for it, and English does without."
    ]


@pytest.mark.parametrize(
    ("typed", "language", "set_"),
    [
        ("« oui »", "fr", "«\u00a0oui\u00a0»"),
        ("«oui» : 13 h 30, 5 $, 12 %", "fr", "«\u00a0oui\u00a0»\u00a0: 13\u00a0h\u00a030, 5\u00a0$, 12\u00a0%"),
        ("Pourquoi ? Parce que !", "fr", "Pourquoi? Parce que!"),
        ("1 500 personnes", "fr", "1\u00a0500 personnes"),
        ("https://a.ca:80 13:30", "fr", "https://a.ca:80 13:30"),
        ("at 1 p.m.", "en", "at 1\u00a0p.m."),
        ("« Why ? » :", "en", "« Why ? » :"),
    ],
)  # fmt: skip
def test_text_is_set_as_its_language_is(typed: str, language: Language, set_: str) -> None:
    assert typeset(typed, language) == set_
    assert typeset(set_, language) == set_
