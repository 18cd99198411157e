"""Every sentence that a frame gives as its example means, with its slots, what the frame says."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.model.words import LANGUAGES
from bot.understanding import example, understand
from bot.understanding.notation import Example, Intent, grammar
from bot.understanding.vocabulary import Vocabulary

NOW = datetime(2027, 1, 12, 9, 0, tzinfo=ZoneInfo("America/Toronto"))
ROLES = ("organiser", "speaker", "participant")
BLOCKS = [
    pytest.param(intent, id=f"{number}-{intent.file}-{intent.name}")
    for number, intent in enumerate(grammar().intents)
]


def misread(intent: Intent, given: Example) -> Iterator[str]:
    """Each role and language in which the example means something else, with what it means."""
    for role in intent.who or ROLES:
        for language in LANGUAGES:
            meaning = understand(given.sentences[language], role, NOW)
            if (meaning.intent, dict(meaning.slots)) != (intent.name, given.slots[language]):
                said = given.sentences[language]
                yield f"{role}: {said} -> {meaning.intent} {dict(meaning.slots)}"


@pytest.mark.parametrize("intent", BLOCKS)
def test_every_example_means_its_frame_in_both_languages(intent: Intent) -> None:
    assert [line for given in intent.examples for line in misread(intent, given)] == []


def test_every_intent_has_an_example() -> None:
    intents = grammar().intents
    shown = {intent.name for intent in intents if intent.examples}
    assert sorted({intent.name for intent in intents} - shown) == []


def test_an_example_for_help_is_a_sentence_of_its_frame() -> None:
    assert (example("session.cancel", "en"), example("session.cancel", "fr")) == (
        "cancel session 1",
        "annule la séance 1",
    )


def test_what_no_frame_means_has_no_example() -> None:
    assert example("nothing.at_all", "en") == ""


def test_choices_between_brackets_may_hold_several_words() -> None:
    vocabulary = Vocabulary()
    vocabulary.add("words", "asked", {"en": ["(can|are) (you|all of you) (|now) ready"]})
    assert vocabulary.nouns("asked") == tuple(
        sorted(
            (
                f"{verb} {who} {now}ready"
                for verb in ("can", "are")
                for who in ("you", "all of you")
                for now in ("", "now ")
            ),
            key=lambda phrase: (-len(phrase), phrase),
        )
    )


@pytest.mark.parametrize("entry", ["can|could you", "(can|could you", "(can) you"])
def test_choices_without_their_brackets_are_refused(entry: str) -> None:
    with pytest.raises(ValueError, match="choices stand between brackets"):
        Vocabulary().add("words", "asked", {"en": [entry]})
