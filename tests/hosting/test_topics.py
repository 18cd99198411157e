"""What is a practical question, and what is one about the subject; when the hosts hear of many."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.hosting.stand import stand
from bot.hosting.topics import asked_by_many, topic_of
from bot.model.question import AudienceQuestion

from .test_blocks import EVERYTHING, NOW, SESSION, seen


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("no sound?", "sound"),
        ("I can't hear anything", "sound"),
        ("Je n’entends rien", "sound"),
        ("pas de son ici", "sound"),
        ("Where do I find the captions?", "captions"),
        ("How do I turn on captions?", "captions"),
        ("Où sont les sous-titres?", "captions"),
        ("there is no French audio", "french"),
        ("Comment écouter en français?", "french"),
        ("Will there be a recording?", "recording"),
        ("Est-ce enregistré?", "recording"),
        ("can we get the slides", "slides"),
        ("Peut-on avoir les diapos?", "slides"),
        ("what was the link, I lost it", "link"),
        ("Who owns the data?", ""),
        ("The sound quality of recordings matters for biometrics", ""),
        ("Quelle est la place du français dans les données?", ""),
        ("How can " + "very " * 20 + "long audio files be stored?", ""),
        ("", ""),
        ("🙂", ""),
    ],
)
def test_a_practical_question_is_short_and_asks_for_the_thing(words: str, topic: str) -> None:
    assert topic_of(words) == topic


def asked(number: int, words: str = "no sound", by: str = "") -> AudienceQuestion:
    """A question of the last minutes."""
    at = NOW - timedelta(minutes=number)
    return AudienceQuestion(id=str(number), session="1", words=words, at=at, by=by)


def test_three_people_within_ten_minutes_are_many() -> None:
    two, three = ([asked(number) for number in range(1, many)] for many in (3, 4))
    late = [*two, replace(asked(3), at=NOW - timedelta(minutes=10))]
    twice = [*two, *(replace(each, by="tom@example.org") for each in two), asked(4, by="t@x.ca")]
    found = [asked_by_many(seen(*each), SESSION) for each in (two, three, late)]
    assert [[(e.topic, e.many) for e in each] for each in found] == [[], [("sound", 3)], []]
    assert [each.many for each in asked_by_many(seen(*twice[2:]), SESSION)] == []


def test_the_card_says_so_with_the_words_to_paste() -> None:
    stands = stand(seen(*EVERYTHING, *(asked(number) for number in range(1, 5))), SESSION)
    [alert] = stands.alerts
    assert alert.said.fr == (
        "4 personnes n’entendent pas\u00a0: collez le message ci-dessous et vérifiez le micro."
    )
    assert alert.block is not None
    assert alert.block.name == "no_sound"


def test_a_stand_has_another_mark_only_once_something_else_is_to_be_seen() -> None:
    context = seen(*EVERYTHING)
    later = replace(context, now=NOW + timedelta(minutes=1))
    on = replace(context, now=SESSION.starts)
    marks = [stand(each, SESSION).mark for each in (context, later, on)]
    assert marks[0] == marks[1] != marks[2]
