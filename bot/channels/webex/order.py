"""Threads that keep the order of what one person says in one room."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from bot.errors import Gone

log = logging.getLogger(__name__)
TRIES = (1.0, 2.0, 5.0, 10.0, 30.0)
TRIES_IF_GONE = 2
"""What Webex does not know may not have come everywhere yet; longer, it would hold up others."""
Job = tuple[Callable[..., Any], tuple[Any, ...], "Future[Any]"]


class OrderedExecutor(ThreadPoolExecutor):
    """Runs one thing at a time for each room and person, different ones side by side.

    What fails is tried again, so that a message is not lost because it could not be fetched.
    """

    def __init__(self, threads: int, stopping: threading.Event) -> None:
        """``stopping`` cuts the waits between tries short."""
        super().__init__(threads, thread_name_prefix="webex")
        self._stopping = stopping
        self._lock = threading.Lock()
        self._waiting: dict[str, deque[Job]] = {}

    def submit(self, fn: Callable[..., Any], /, *args: Any, **_: Any) -> Future[Any]:
        """Run it after all that was submitted for the same room and person."""
        future: Future[Any] = Future()
        key = queue_of(args[0] if args else None)
        with self._lock:
            busy = key in self._waiting
            self._waiting.setdefault(key, deque()).append((fn, args, future))
        if not busy:
            super().submit(self._work_off, key)
        return future

    def _work_off(self, key: str) -> None:
        while True:
            with self._lock:
                jobs = self._waiting[key]
                if not jobs:
                    del self._waiting[key]
                    return
                job = jobs.popleft()
            self._run(job)

    def _run(self, job: Job) -> None:
        function, arguments, future = job
        for tried, wait in enumerate((*TRIES, None), 1):
            try:
                future.set_result(function(*arguments))
            except Gone:
                if wait is None or tried > TRIES_IF_GONE or self._stopping.wait(wait):
                    log.info("something was taken out of Webex before it was read")
                    break
            except Exception as problem:
                if wait is None or isinstance(problem, KeyError):
                    log.exception("something from Webex could not be taken in")
                    break
                log.warning("something from Webex is tried again: %s", type(problem).__name__)
                if self._stopping.wait(wait):
                    break
            else:
                return
        future.set_result(None)


def queue_of(envelope: object) -> str:
    """The room and the person of what Webex pushes; one queue for all that names none."""
    try:
        activity = envelope["data"]["activity"]  # type: ignore[index]
        return f"{activity['target']['id']}/{activity['actor']['id']}"
    except (KeyError, TypeError):
        return ""
