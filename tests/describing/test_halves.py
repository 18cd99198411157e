"""How far each half of a description has got, as halves are written, changed and reviewed."""

import pytest

from bot.model.description import Description, Half, HalfState
from bot.model.words import Both, Language

MISSING, DRAFT = HalfState.MISSING, HalfState.DRAFT
STALE, REVIEWED = HalfState.STALE, HalfState.REVIEWED
EMPTY = Description(session="1")


def written(description: Description, *steps: str) -> Description:
    """The description after each step: ``en Text`` writes that half, ``en ✓`` reviews it."""
    for step in steps:
        said, _, text = step.partition(" ")
        language: Language = "en" if said == "en" else "fr"
        if text == "✓":
            description = description.reviewed(language, "ben@example.org")
        else:
            description = description.put(language, Half(text=text, by="ana@example.org"))
    return description


@pytest.mark.parametrize(
    ("steps", "english", "french"),
    [
        ([], MISSING, MISSING),
        (["en Hello"], DRAFT, MISSING),
        (["fr Bonjour"], MISSING, DRAFT),
        (["en Hello", "fr Bonjour"], DRAFT, DRAFT),
        (["en Hello", "en Hi"], DRAFT, MISSING),
        (["en Hello", "fr Bonjour", "en Hi"], DRAFT, STALE),
        (["en Hello", "fr Bonjour", "en Hi", "fr Salut"], DRAFT, DRAFT),
        (["en Hello", "en ✓"], REVIEWED, MISSING),
        (["en Hello", "en ✓", "fr Bonjour"], REVIEWED, DRAFT),
        (["en Hello", "fr Bonjour", "en ✓", "fr ✓"], REVIEWED, REVIEWED),
        (["en Hello", "fr Bonjour", "en ✓", "fr ✓", "en Hi"], DRAFT, STALE),
        (["en Hello", "fr Bonjour", "en ✓", "fr ✓", "en Hi", "fr ✓"], DRAFT, REVIEWED),
        (["en Hello", "fr Bonjour", "en ✓", "fr ✓", "en Hi", "en ✓"], REVIEWED, STALE),
        (["en Hello", "fr Bonjour", "en ✓", "fr ✓", "en Hi", "en ✓", "fr Salut"], REVIEWED, DRAFT),
    ],
)
def test_each_half_is_missing_draft_stale_or_reviewed(
    steps: list[str], english: HalfState, french: HalfState
) -> None:
    found = written(EMPTY, *steps)
    assert (found.state("en"), found.state("fr")) == (english, french)


def test_a_translation_of_an_earlier_text_is_stale_from_the_start() -> None:
    first = written(EMPTY, "en Hello")
    late = written(first, "en Hi").put("fr", Half(text="Bonjour", beside=first.en.edition))
    assert late.state("fr") is STALE


def test_the_public_reads_what_was_reviewed_side_by_side() -> None:
    half = written(EMPTY, "en Hello", "fr Bonjour", "en ✓")
    assert half.shown == Both()
    both = written(half, "fr ✓")
    assert both.shown == Both("Hello", "Bonjour")
    changed = written(both, "en Hi", "en ✓")
    assert changed.shown == Both("Hello", "Bonjour")
    again = written(changed, "fr Salut", "fr ✓")
    assert again.shown == Both("Hi", "Salut")


def test_each_change_is_one_version_on() -> None:
    assert [each.version for each in (EMPTY, written(EMPTY, "en Hello", "en ✓"))] == [1, 3]
