"""The calls to the operating system that durability rests on; tests put a failing disk here."""

import os
from pathlib import Path

# macOS has no fdatasync.
_sync = getattr(os, "fdatasync", os.fsync)


class Disk:
    """Files that are appended to, synced, renamed and removed. Every call may raise ``OSError``."""

    def create(self, path: Path) -> int:
        """A descriptor for a new, empty file, readable by its owner only."""
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)

    def reopen(self, path: Path) -> int:
        """A descriptor for appending to a file that is there."""
        return os.open(path, os.O_WRONLY | os.O_APPEND)

    def write(self, descriptor: int, data: bytes) -> None:
        """Append all of ``data``; the operating system may take it in parts."""
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]

    def sync(self, descriptor: int) -> None:
        """Return once the file's content is on the disk."""
        _sync(descriptor)

    def close(self, descriptor: int) -> None:
        """Give the descriptor back."""
        os.close(descriptor)

    def cut(self, path: Path, size: int) -> None:
        """Shorten a file, durably."""
        descriptor = os.open(path, os.O_WRONLY)
        try:
            os.ftruncate(descriptor, size)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def rename(self, source: Path, target: Path) -> None:
        """Give a file its name, in place of what had it."""
        source.rename(target)

    def remove(self, path: Path) -> None:
        """Remove a file, if it is there."""
        path.unlink(missing_ok=True)

    def sync_folder(self, folder: Path) -> None:
        """Return once the folder's names are on the disk."""
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
