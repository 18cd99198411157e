"""What several outcomes become together."""

from bot.context import merge
from bot.model.outcome import Answer, Outcome

COUNTED = Outcome(answer=Answer(facts={"new": 2}))
SAID = Outcome(answer=Answer("Done."))


def test_an_answer_for_programs_alone_is_an_answer_too() -> None:
    assert merge(COUNTED, Outcome()).answer == Answer(facts={"new": 2})


def test_the_last_answer_counts() -> None:
    assert merge(COUNTED, SAID).answer == Answer("Done.")
    assert merge(SAID, COUNTED).answer == Answer(facts={"new": 2})
    assert merge(SAID, Outcome()).answer == Answer("Done.")
