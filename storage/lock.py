"""One process at a time holds a store."""

import fcntl
import os
from pathlib import Path

from bot.errors import Misconfigured

_MARK = b"This folder holds the store of Circuit.\n"


class FolderLock:
    """The lock on a data folder, held until released or until the process ends.

    The file also remembers that a store was begun here, so that a folder whose journals were lost
    is not taken for a new one.
    """

    def __init__(self, folder: Path) -> None:
        """Take the lock. Raises ``Misconfigured`` if another process holds it."""
        self._folder = folder
        self._descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._descriptor)
            raise Misconfigured(
                f"Another Circuit is already using {folder}. Stop it first, or give it your "
                f"command: while it runs, it answers on {folder / 'control.sock'}."
            ) from None

    def refuse_lost(self) -> None:
        """Raise ``Misconfigured`` if a store was begun here; called when no journal is found."""
        if os.fstat(self._descriptor).st_size:
            raise Misconfigured(
                f"{self._folder} held a store, but its journals are gone. Restore a backup "
                f"(circuit restore), or remove {self._folder / 'lock'} to start with nothing."
            )

    def remember(self) -> None:
        """Note that a store was begun here."""
        if not os.fstat(self._descriptor).st_size:
            os.write(self._descriptor, _MARK)
            os.fsync(self._descriptor)

    def release(self) -> None:
        """Let another process have the folder."""
        os.close(self._descriptor)
