"""How the test of the platform stands: its steps, what passed, what failed."""

from functools import cache

from bot import texts
from bot.context import Context
from bot.model.platform_test import STEPS, PlatformTest, Tested, TestStep, TestSteps
from bot.model.session import Session
from bot.model.words import Both, Phrase

USUAL = (
    "sound",
    "camera",
    "screen",
    "captions",
    "french",
    "wordly",
    "poll",
    "recording",
    "backup",
    "phone",
    "chat",
)
"""What is usually tried, in that order."""


@cache
def usual_steps() -> TestSteps:
    """The usual steps, until the team changes them."""
    steps = tuple(
        TestStep(id=str(number), words=texts.both(Phrase(f"platform_test.step_{name}")))
        for number, name in enumerate(USUAL, start=1)
    )
    return TestSteps(steps=steps, last=len(steps))


def steps_of(context: Context) -> TestSteps:
    """The steps of every test."""
    return context.view.get(TestSteps, STEPS) or usual_steps()


def test_of(context: Context, session: Session) -> PlatformTest:
    """What came of the test of a session so far."""
    return context.view.get(PlatformTest, session.id) or PlatformTest(session=session.id)


def failed(context: Context, session: Session) -> tuple[tuple[TestStep, Tested], ...]:
    """The steps that did not work when they were last tried, in their order."""
    test = test_of(context, session)
    tried = ((step, test.result(step.id)) for step in steps_of(context).steps)
    return tuple((step, found) for step, found in tried if found and not found.passed)


def all_passed(context: Context, session: Session) -> bool:
    """Whether every step was tried and worked."""
    test, steps = test_of(context, session), steps_of(context).steps
    results = [test.result(each.id) for each in steps]
    return bool(steps) and all(each is not None and each.passed for each in results)


def point(session: Session, step: TestStep, result: Tested) -> Both:
    """A step that failed as something to see to, in words."""
    facts = {"session": session, "step": step, "result": result}
    return texts.both(Phrase("platform_test.point", facts))
