"""Names and addresses out of quotes; themes; which questions ask for what."""

import pytest

from bot.evaluating.gathering import comments, themes
from bot.evaluating.quoting import parts_of, unnamed
from bot.evaluating.scales import kind_of, level
from bot.model.words import Both
from bot.questions.across import pairs_of

NAMES = parts_of(["Chantal Côté", "Sam Lee", "May Grace"])


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("Sam Lee was great", "[…] was great"),
        ("bravo à chantal côté et à Sam", "bravo à […] et à […]"),
        ("Write to sam@example.org or 613-555-0199 poste 12.", "Write to […] or […]."),
        ("see https://example.org/x?a=1 please", "see […] please"),
        ("Mme Tremblay parlait vite", "Mme […] parlait vite"),
        ("I met Zed Zulu at the Digital Academy", "I met […] at the Digital Academy"),
        ("Please use Microsoft Teams in May", "Please use Microsoft Teams in May"),
        ("may I ask for more?", "may I ask for more?"),
        ("<b>Captions</b> {{ 7*7 }}", "<b>Captions</b> {{ 7*7 }}"),
    ],
)
def test_nobody_is_named_in_a_quote(written: str, left: str) -> None:
    assert unnamed(written, NAMES) == left


@pytest.mark.parametrize(
    ("title", "answers", "kind"),
    [
        ("How was it?", ["5", "4", "3.0", "2,0"], "rating"),
        ("How many watched with you?", ["2", "1", "1", "2"], "choice"),
        ("The pace was right", ["Agree", "Tout à fait d’accord", "Neutral"], "rating"),
        ("Your device", ["Phone; Laptop", "Laptop", "Phone"], "choice"),
        ("What would you improve?", ["Nothing", "Nothing", "Nothing"], "comment"),
        ("Comments", ["5", "ok then"], "comment"),
        ("Year", ["2027", "2027"], "choice"),
    ],
)
def test_a_question_asks_for_what_its_answers_show(
    title: str, answers: list[str], kind: str
) -> None:
    assert kind_of([title], answers) == kind


def test_levels_in_words_are_those_of_the_scale() -> None:
    said = (
        "Strongly disagree",
        "En désaccord",
        "Neutre",
        "Agree",
        "Tout à fait d’accord",
        "11",
        "x",
    )
    assert [level(each) for each in said] == [1, 2, 3, 4, 5, None, None]


def test_a_theme_of_four_is_not_shown_and_of_five_is() -> None:
    said = [
        ("The slides were small", None),
        ("Diapos trop pleines", None),
        ("Les diapos étaient petites", None),
        ("Slides!", None),
    ]

    def gathered(more: list[str]) -> list[tuple[Both, int, tuple[str, ...]]]:
        found = list(comments([*said, *((each, None) for each in more)], pairs_of(()), NAMES))
        return [(each.name, each.comments, each.english) for each in themes(found)]

    assert gathered([]) == []
    assert gathered(["improve the slides"]) == [(Both("slides", "diapos"), 5, ())]
