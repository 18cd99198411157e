"""Which option somebody means who says it in words."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.model.poll import Poll, PollKind, PollState
from bot.model.words import Both
from bot.polling import said

OPTIONS = (Both("tea", "thé"), Both("green tea", "thé vert"), Both("no answer", "sans réponse"))
POLL = Poll(
    id="4",
    code="CODE",
    question=Both("Tea?", "Thé?"),
    options=OPTIONS,
    state=PollState.OPEN,
    created=datetime(2027, 1, 12, tzinfo=UTC),
    created_by="ana@example.org",
)


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("I vote tea", 1),
        ("I vote for GREEN TEA", 2),
        ("je vote thé vert", 2),
        ("mon vote va au THÉ", 1),
        ("vote 2 in poll 4", 2),
        ("option 3", 3),
        ("my vote: no answer", 3),
        ("I vote coffee", None),
        ("vote 9", None),
        ("vote 1 or 2", None),
        ("the other one", None),
        ("", None),
    ],
)
def test_the_option_that_is_named_is_meant(text: str, option: int | None) -> None:
    assert said.option_of(POLL, text) == option


def test_words_for_a_poll_of_words_name_no_option() -> None:
    assert said.option_of(replace(POLL, kind=PollKind.WORDS), "tea") is None


def test_of_several_polls_the_one_that_is_named_or_that_alone_has_the_option() -> None:
    other = replace(POLL, id="5", options=(Both("tea", "thé"), Both("cake", "gâteau")))
    assert said.meant([POLL, other], "I vote tea") is None
    assert said.meant([POLL, other], "I vote tea in poll 5") == (other, 1)
    assert said.meant([POLL, other], "je vote gâteau") == (other, 2)
    assert said.meant([POLL], "vote 1 in poll 7") is None
