"""One process of a machine speaks with a token: two would answer everything twice.

Processes that share a store do not: what one has heard the others know, and one of them leads. They
hold the token together, so that a new leader need not wait for one that was stopped.
"""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.errors import Misconfigured

TAKEN = (
    "Another Circuit on this machine already speaks with this Webex token: people would be "
    "answered twice. Stop it first, or set CIRCUIT_WEBEX_TOKEN to the token of another bot."
)


@contextmanager
def alone(token: str, *, but_for_our_own: bool = False) -> Iterator[None]:
    """While this lasts, no other process of this machine has the token; it ends with the process.

    ``but_for_our_own``: but for those that share their store, as this one does.

    Raises Misconfigured if another process has it.
    """
    name = hashlib.sha256(token.encode()).hexdigest()[:16]
    descriptor = _opened(Path(tempfile.gettempdir()) / f"circuit-webex-{name}.lock")
    try:
        _locked(descriptor, fcntl.LOCK_SH if but_for_our_own else fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _opened(file: Path) -> int:
    """The file, which stays behind and may be another user's: for a lock, reading it is enough."""
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_RDONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644))
    try:
        return os.open(file, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError as problem:
        raise Misconfigured(f"{file} cannot be read ({problem.strerror}): remove it.") from problem


def _locked(descriptor: int, kind: int) -> None:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Misconfigured(TAKEN) from None
