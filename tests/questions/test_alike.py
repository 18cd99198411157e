"""Which questions ask the same, and which questions stand in what was pasted."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.question import AudienceQuestion
from bot.questions.across import Pairs
from bot.questions.alike import Among
from bot.questions.pasted import questions_in
from bot.understanding import language_of

PAIRS = Pairs()
ASKED = AudienceQuestion(
    id="1",
    session="1",
    words="Who owns the data of the maps?",
    at=datetime(2027, 1, 12, tzinfo=UTC),
)


def gathered(first: str, second: str) -> bool:
    """Whether the second is gathered under the first."""
    known = replace(ASKED, words=first, language=language_of(first))
    return Among([known], PAIRS).alike(second) is not None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Who owns the data of the maps?", "who owns the data of the maps"),
        ("Who owns the data of the maps?", "who owns the data of the map ?"),
        ("Will the session be recorded?", "will the sesion be recorded??"),
        ("La séance est-elle enregistrée?", "la seance est elle enregistree"),
        ("Est-ce que les cartes sont bilingues?", "Les cartes, est-ce qu'elles sont bilingues?"),
        ("Why?", "why"),
        ("Who owns the data of the maps?", "Qui possède les données des cartes?"),
    ],
)
def test_the_same_in_nearly_the_same_words_is_gathered(first: str, second: str) -> None:
    assert gathered(first, second)
    assert gathered(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Is it recorded?", "Is it not recorded?"),
        ("Can we share it?", "Can't we share it?"),
        ("Est-ce gratuit?", "N'est-ce pas gratuit?"),
        ("Does it work with version 3?", "Does it work with version 4?"),
        ("Who owns the data of the maps?", "Who may see the data of the maps?"),
        ("Why?", "Who?"),
        ("How do we start?", "How do we stop?"),
        (
            "Will the slides be available in English after the session today?",
            "Will the slides be available in French after the session today?",
        ),
        ("Is it open before the session?", "Is it open after the session?"),
        ("Can version v2 read it?", "Can version v3 read it?"),
        ("🚀", "🛰"),
        ("", ""),
    ],
)
def test_what_asks_something_else_stands_by_itself(first: str, second: str) -> None:
    assert not gathered(first, second)
    assert not gathered(second, first)


@given(st.text(max_size=500), st.text(max_size=500))
def test_any_words_are_alike_both_ways_or_not_at_all(first: str, second: str) -> None:
    assert gathered(first, second) == gathered(second, first)


WEBEX = """from Ana Roy to everyone:    1:05 PM
Hello all
from Tom Roy to everyone:    1:06 PM
Who owns the data?
And who may see it?
from Zoé Lavoie à tout le monde :    13:07
Est-ce en français?"""
ZOOM = """13:05:22 From  Ana Roy to  Everyone:
\tHello all
13:06:10 From  Tom Roy to  Everyone: Who owns the data?"""
COPIED = """Ana Roy  1:05 PM
Hello all
Tom Roy, 13 h 06
Who owns the data?"""
ANSWERED = """Q: Who owns the data
A: The province does. Why would you ask?
Q2. May we share it?"""
LISTED = """Who owns the data?
Thanks all
Ana Roy: May we share it?
[13:05] Tom Roy: At 1:30, or at 2?"""


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        (WEBEX, ["Who owns the data? And who may see it?", "Est-ce en français?"]),
        (ZOOM, ["Who owns the data?"]),
        (COPIED, ["Who owns the data?"]),
        (ANSWERED, ["Who owns the data", "May we share it?"]),
        (LISTED, ["Who owns the data?", "May we share it?", "At 1:30, or at 2?"]),
        ("Tom: why?\nTom: why?\nAna: why?", ["why?", "why?"]),
        ("thanks", []),
        ("", []),
    ],
)
def test_the_questions_in_what_was_pasted(text: str, questions: list[str]) -> None:
    assert [each.words for each in questions_in(text)] == questions


@given(st.text(max_size=2_000))
def test_whatever_is_pasted_each_question_has_words_and_a_mark_of_its_own(text: str) -> None:
    found = questions_in(text)
    assert all(each.words.strip() for each in found)
    assert len({each.mark for each in found}) == len(found)
    assert questions_in(text) == found
