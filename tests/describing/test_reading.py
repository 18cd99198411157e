"""The measures of a text: words, syllables, level, long sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.describing.reading import measures, sentences, syllables
from bot.model.words import Language


@pytest.mark.parametrize(
    ("word", "language", "many"),
    [
        ("the", "en", 1), ("table", "en", 2), ("service", "en", 2), ("created", "en", 3),
        ("used", "en", 1), ("asked", "en", 1), ("courses", "en", 2), ("idea", "en", 3),
        ("education", "en", 4), ("biometrics", "en", 4), ("people", "en", 2), ("being", "en", 2),
        ("science", "en", 2), ("question", "fr", 2), ("école", "fr", 2), ("langue", "fr", 1),
        ("réalité", "fr", 4), ("numérique", "fr", 3), ("naïf", "fr", 2), ("vie", "fr", 1),
        ("parlaient", "fr", 2), ("l’école", "fr", 2),
    ],
)  # fmt: skip
def test_syllables(word: str, language: Language, many: int) -> None:
    assert syllables(word, language) == many


def test_sentences_end_at_stops_and_lines_but_not_at_short_forms() -> None:
    assert sentences("At 1 p.m. (ET) we meet. Come!\n• Bring maps\nDr. Roy speaks") == [
        "At 1 pm (ET) we meet.", "Come!", "• Bring maps", "Dr Roy speaks",
    ]  # fmt: skip


def test_the_formulas_are_those_of_their_authors() -> None:
    english = measures("The cat sat on the mat.", "en")
    assert (english.words, round(english.level, 2), english.effort) == (6, 0.0, "")
    english = measures("We consider education. " * 2, "en")
    assert round(english.level, 2) == round(0.39 * 3 + 11.8 * 8 / 3 - 15.59, 2)
    french = measures("Le chat dort sur le tapis.", "fr")
    assert round(french.level, 2) == round(min(100, 207 - 1.015 * 6 - 73.6 * 7 / 6), 2)


@pytest.mark.parametrize(
    ("text", "language", "effort"),
    [
        ("The cat sat on the mat. " * 4, "en", "easy"),
        ("Many departments begin to confirm identity with faces, and citizens ask questions. " * 2, "en", "some"),
        ("Organizational accountability considerations necessitate interoperability. " * 4, "en", "hard"),
        ("Le chat dort sur le tapis. " * 4, "fr", "easy"),
        ("L’imputabilité organisationnelle nécessite l’interopérabilité des systèmes. " * 4, "fr", "hard"),
    ],
)  # fmt: skip
def test_what_a_level_means(text: str, language: Language, effort: str) -> None:
    assert measures(text, language).effort == effort


def test_a_sentence_of_more_than_twenty_words_is_pointed_out() -> None:
    long = "We " + "really " * 19 + "came."
    assert measures(f"Short. {long} Short.", "en").long == (long,)
    assert measures(" ".join(["mot"] * 20) + ".", "fr").long == ()


def test_a_text_without_words_has_no_level() -> None:
    found = measures("… 123", "en")
    assert (found.words, found.level, found.long) == (1, 0.0, ())


@given(st.text(max_size=200), st.sampled_from(["en", "fr"]))
def test_any_text_has_measures(text: str, language: Language) -> None:
    assert measures(text, language).level >= 0
