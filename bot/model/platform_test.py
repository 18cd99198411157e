"""The test of the platform before a session: the steps, and what came of each."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar

from bot.model.record import Record, Table
from bot.model.words import Both

STEPS = "steps"
"""The key of the steps that every test has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TestStep:
    """One thing to try. ``id`` is its number, which it keeps."""

    __test__: ClassVar[bool] = False
    id: str
    words: Both


@dataclass(frozen=True, slots=True, kw_only=True)
class TestSteps(Record):
    """The steps of every test, once the team has changed the usual ones.

    ``last`` is the last number given to a step.
    """

    __test__: ClassVar[bool] = False
    table: ClassVar[Table] = Table("test_steps", key="id")
    id: str = STEPS
    steps: tuple[TestStep, ...]
    last: int
    version: int = 1

    def step(self, number: str) -> TestStep | None:
        """The step with this number."""
        return next((each for each in self.steps if each.id == number), None)

    def changed(self, **fields: Any) -> "TestSteps":
        """The steps with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """What came of a step, who said so and when. ``owner`` sees to what failed, until it passes."""

    step: str
    passed: bool
    at: datetime
    by: str
    note: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformTest(Record):
    """The test of one session: what came of the steps that were tried."""

    table: ClassVar[Table] = Table("platform_tests", key="session")
    session: str
    results: tuple[Tested, ...] = ()
    version: int = 1

    def result(self, step: str) -> Tested | None:
        """What came of a step; None where it was not tried."""
        return next((each for each in self.results if each.step == step), None)

    def with_(self, *results: Tested) -> "PlatformTest":
        """The test with these results in the place of those of the same steps."""
        anew = {each.step for each in results}
        kept = tuple(each for each in self.results if each.step not in anew)
        return replace(self, results=(*kept, *results), version=self.version + 1)
