"""What failed in the tests of sessions to come, and whose it is to see to."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.context import Context
from bot.hosting import plan, testing
from bot.model.platform_test import Tested, TestStep
from bot.model.session import Session
from bot.model.words import Both


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """A step that failed, and of which session's test."""

    session: Session
    step: TestStep
    result: Tested

    @property
    def owner(self) -> str:
        """The address of whoever sees to it."""
        return self.result.owner

    @property
    def said(self) -> Both:
        """It in words."""
        return testing.point(self.session, self.step, self.result)


def open_points(context: Context) -> Iterator[OpenPoint]:
    """All that failed and was not made to work, the next session's first."""
    for session in plan.current(context):
        if session.ends > context.now:
            for step, result in testing.failed(context, session):
                yield OpenPoint(session, step, result)


def owner_of(context: Context, session: Session, otherwise: str) -> str:
    """Who sees to what fails: whoever owns the test in the plan, or else somebody."""
    items = plan.plan_of(context, session).items
    return next((each.owner for each in items if each.name == "test" and each.owner), otherwise)
