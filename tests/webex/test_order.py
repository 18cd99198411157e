"""The threads in which what Webex pushes is taken in."""

import threading

import pytest

from bot.channels.webex import order
from bot.channels.webex.order import OrderedExecutor
from bot.errors import Gone, TryLater


@pytest.mark.parametrize(
    ("problem", "tries"), [(TryLater("busy"), 6), (Gone("deleted"), 3), (KeyError("no such"), 1)]
)
def test_what_cannot_be_read_is_tried_again_and_what_is_gone_holds_up_nobody(
    monkeypatch: pytest.MonkeyPatch, problem: Exception, tries: int
) -> None:
    monkeypatch.setattr(order, "TRIES", (0.0,) * 5)
    tried = []

    def read(_: object) -> None:
        tried.append(problem)
        raise problem

    executor = OrderedExecutor(1, threading.Event())
    assert executor.submit(read, {}).result(5) is None
    executor.shutdown()
    assert len(tried) == tries
