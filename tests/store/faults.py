"""Disks that fail as real ones do."""

import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path
from random import Random  # noqa: TID251 - seeded by the test
from typing import Any

from storage.disk import Disk

BLOCK = 512


class FailingDisk(Disk):
    """A disk whose calls of one name raise ``OSError`` while ``fails`` says so."""

    def __init__(self, call: str, fails: Callable[[], bool], code: int = errno.EIO) -> None:
        self.used: list[int] = []
        self._call = call
        self._fails = fails
        self._code = code

    def create(self, path: Path) -> int:
        self._maybe("create")
        return super().create(path)

    def write(self, descriptor: int, data: bytes) -> None:
        self.used.append(descriptor)
        self._maybe("write")
        super().write(descriptor, data)

    def sync(self, descriptor: int) -> None:
        self._maybe("sync")
        super().sync(descriptor)

    def rename(self, source: Path, target: Path) -> None:
        self._maybe("rename")
        super().rename(source, target)

    def _maybe(self, call: str) -> None:
        if call == self._call and self._fails():
            raise OSError(self._code, os.strerror(self._code))


class GatedDisk(Disk):
    """A disk that waits in each sync until it is let through."""

    def __init__(self, started: Callable[[], object]) -> None:
        self.syncs = 0
        self.gate = threading.Event()
        self._started = started

    def sync(self, descriptor: int) -> None:
        self.syncs += 1
        self._started()
        self.gate.wait(timeout=10)
        super().sync(descriptor)


class RecordingDisk(Disk):
    """A disk that notes every call, so that a power cut at any of them can be played."""

    def __init__(self) -> None:
        self.events: list[tuple[Any, ...]] = []
        self._paths: dict[int, Path] = {}

    def create(self, path: Path) -> int:
        descriptor = super().create(path)
        self._paths[descriptor] = path
        self.events.append(("create", path, descriptor))
        return descriptor

    def reopen(self, path: Path) -> int:
        descriptor = super().reopen(path)
        self.events.append(("reopen", path, descriptor))
        return descriptor

    def write(self, descriptor: int, data: bytes) -> None:
        super().write(descriptor, data)
        self.events.append(("write", descriptor, data))

    def sync(self, descriptor: int) -> None:
        super().sync(descriptor)
        self.events.append(("sync", descriptor))

    def rename(self, source: Path, target: Path) -> None:
        super().rename(source, target)
        self.events.append(("rename", source, target))

    def remove(self, path: Path) -> None:
        super().remove(path)
        self.events.append(("remove", path))

    def sync_folder(self, folder: Path) -> None:
        super().sync_folder(folder)
        self.events.append(("sync_folder",))


class Platter:
    """What a disk holds when the power goes: what was synced, and part of what was not.

    Any change of a name that no sync of the folder followed may be lost; of a file's unsynced
    content any part may have arrived, with zeros in between.
    """

    def __init__(self, random: Random) -> None:
        self._random = random
        self._files: dict[int, tuple[bytearray, bytearray]] = {}
        self._open: dict[int, int] = {}
        self._names: dict[Path, int] = {}
        self._unsynced_names: list[tuple[Any, ...]] = []

    def play(self, event: tuple[Any, ...]) -> None:
        """Let one call of a ``RecordingDisk`` happen."""
        call, *facts = event
        if call == "create":
            self._open[facts[1]] = len(self._files)
            self._unsynced_names.append(("name", facts[0], len(self._files)))
            self._files[len(self._files)] = (bytearray(), bytearray())
        elif call == "reopen":
            self._open[facts[1]] = self._now()[facts[0]]
        elif call == "write":
            self._files[self._open[facts[0]]][1].extend(facts[1])
        elif call == "sync":
            synced, content = self._files[self._open[facts[0]]]
            synced[:] = content
        elif call == "sync_folder":
            self._names = self._now()
            self._unsynced_names = []
        elif call in ("rename", "remove"):
            self._unsynced_names.append(tuple(event))

    def survive(self, folder: Path) -> None:
        """Write what is left into a folder."""
        names = self._after([name for name in self._unsynced_names if self._random.random() < 0.7])
        for path, number in names.items():
            synced, content = self._files[number]
            (folder / path.name).write_bytes(self._left(bytes(synced), bytes(content)))

    def _now(self) -> dict[Path, int]:
        return self._after(self._unsynced_names)

    def _after(self, changes: list[tuple[Any, ...]]) -> dict[Path, int]:
        names = dict(self._names)
        for call, path, *rest in changes:
            if call == "name":
                names[path] = rest[0]
            elif call == "remove":
                names.pop(path, None)
            elif path in names:
                names[rest[0]] = names.pop(path)
        return names

    def _left(self, synced: bytes, content: bytes) -> bytes:
        unsynced = content[len(synced) :]
        kept = bytearray(unsynced[: self._random.randint(0, len(unsynced))])
        for start in range(0, len(kept), BLOCK):
            if self._random.random() < 0.3:
                kept[start : start + BLOCK] = bytes(len(kept[start : start + BLOCK]))
        return synced + bytes(kept)
