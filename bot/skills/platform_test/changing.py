"""The steps that every test has: one more, or one less."""

from bot.context import Turn, undoable
from bot.errors import Refusal
from bot.hosting import testing
from bot.model.outcome import Outcome
from bot.model.platform_test import TestStep, TestSteps
from bot.planning.titles import second_title, titled
from bot.skills.platform_test.marking import step_of
from bot.skills.platform_test.showing import NAME

SECOND = "second_words"
MOST = 24
"""So many steps are a test that people still get through."""


def add(turn: Turn) -> Outcome:
    """One more thing to try; what is missing of its words is asked for first."""
    steps = testing.steps_of(turn.context)
    words = str(turn.slots.get("told") or turn.slots.get("called") or "").strip()
    if not words:
        return turn.ask("told", f"{NAME}.what")
    if len(steps.steps) >= MOST:
        raise Refusal(f"{NAME}.full", most=MOST)
    both = titled(turn, words)
    if both.missing and turn.filled != SECOND:
        return turn.ask(SECOND, f"{NAME}.other_words", words=both, missing=both.missing)
    if both.missing:
        both = second_title(turn, both, both.missing, str(turn.slots[SECOND]))
    step = TestStep(id=str(steps.last + 1), words=both)
    after = steps.changed(steps=(*steps.steps, step), last=steps.last + 1)
    return _changed(turn, after, step, "added")


def remove(turn: Turn) -> Outcome:
    """One thing less to try; what came of it stays with the sessions that tried it."""
    number = str(turn.slots.get("test", "")).strip(" #.")
    if not number:
        return turn.ask("test", f"{NAME}.which")
    steps, step = testing.steps_of(turn.context), step_of(turn, number)
    left = tuple(each for each in steps.steps if each.id != step.id)
    return _changed(turn, steps.changed(steps=left), step, "removed")


def _changed(turn: Turn, after: TestSteps, step: TestStep, said: str) -> Outcome:
    before = testing.steps_of(turn.context)
    undo = undoable(turn, turn.words(f"{NAME}.undo_step", step=step), (before, after))
    answer = turn.reply(f"{NAME}.{said}", step=step)
    return Outcome(saves=(after, undo), answer=answer)
