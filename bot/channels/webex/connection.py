"""The connection that Webex pushes what is said through, kept through days without a network.

webex_bot blocks, so it has a thread and a loop of its own. It is started again whenever it ends.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any

from bot.channels.webex.heard import Cloud, Heard
from bot.channels.webex.order import OrderedExecutor

log = logging.getLogger(__name__)
SHORTEST, LONGEST = 1.0, 60.0
STEADY = 60.0
THREADS = 16
LIBRARIES = ("webex_bot", "webexpythonsdk", "websockets", "backoff", "restsession", "urllib3")


Hear = Callable[[Heard], Awaitable[None]]


class Connection:
    """Keeps webex_bot connected until it is told to stop, through days without a network."""

    def __init__(self, cloud: Cloud, hear: Hear, opened: Callable[[], None]) -> None:
        """``hear`` runs on the present loop; ``opened`` is called there at each new connection."""
        self._cloud, self._hear, self._opened = cloud, hear, opened
        self._home = asyncio.get_running_loop()
        self._stopping = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self.problem = "not connected yet"

    def start(self) -> None:
        """Begin, in a thread of its own; also anew, after it was stopped."""
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="webex", daemon=True)
        self._thread.start()

    async def stop(self) -> None:
        """End the connection; what is being heard is heard to its end."""
        self._stopping.set()
        if self._loop is not None:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(_cancel_all, self._loop)
        if self._thread is not None:
            await asyncio.to_thread(self._thread.join)

    def _run(self) -> None:
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        executor = OrderedExecutor(THREADS, self._stopping)
        loop.set_default_executor(executor)
        self._loop = loop
        try:
            self._keep_connected()
        finally:
            # By the loop itself it would be a task, which stopping may still cancel.
            executor.shutdown()
            loop.close()

    def _keep_connected(self) -> None:
        bot: Any = None
        wait = SHORTEST
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                bot = bot or self._made()
                bot.device_info = None
                bot.run()
            except asyncio.CancelledError:
                continue
            except Exception as problem:  # noqa: BLE001 - it dies of anything; it must live on
                self.problem = type(problem).__name__
                log.warning("the connection to Webex ended: %s", self.problem)
            wait = SHORTEST if time.monotonic() - began > STEADY else min(wait * 2, LONGEST)
            self._stopping.wait(wait)

    def _made(self) -> Any:
        kept = (logging.root.handlers[:], logging.root.level)
        for name in LIBRARIES:
            logging.getLogger(name).setLevel(logging.CRITICAL)
        try:
            # The library takes a second to import; without Webex it is not needed.
            from bot.channels.webex import sdk

            return sdk.made(self._cloud, self._take, self._connected)
        finally:
            # The library sets the whole program's logging anew, and logs what people write.
            logging.root.handlers[:], level = kept
            logging.root.setLevel(level)

    def _connected(self) -> None:
        self.problem = ""
        self._home.call_soon_threadsafe(self._opened)

    def _take(self, heard: Heard) -> None:
        """Have it heard at home, and wait: what the same person says next comes after."""
        hearing: Future[None] = asyncio.run_coroutine_threadsafe(self._awaited(heard), self._home)
        hearing.result()

    async def _awaited(self, heard: Heard) -> None:
        await self._hear(heard)


def _cancel_all(loop: asyncio.AbstractEventLoop) -> None:
    for task in asyncio.all_tasks(loop):
        task.cancel()
