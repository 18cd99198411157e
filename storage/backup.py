"""A backup is one file: a snapshot, taken while the store runs."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from bot.errors import Misconfigured
from storage.disk import Disk
from storage.lock import FolderLock
from storage.recovery import verify
from storage.segments import create_journal, find, journal_path, snapshot_path
from storage.store import KeptStore

_DISK = Disk()


async def backup(store: KeptStore, target: Path) -> int:
    """The size in bytes of the finished file at ``target``.

    It holds the records of one moment, all of them durable. It is written aside and renamed, so a
    backup that was there before stays until the new one is whole. Raises ``OSError`` if it cannot
    be written.
    """
    return await store.copy(target)


def restore(archive: Path, folder: Path) -> int:
    """How many records the folder now holds, from a backup.

    Every line of the backup is checked before anything is written. Raises ``Misconfigured`` if the
    backup is damaged, or if the folder holds a store: nothing is ever overwritten.
    """
    try:
        records = verify(archive)
        begin_with(folder, partial(_copy, archive))
    except OSError as problem:
        raise Misconfigured(f"{archive} cannot be restored: {problem}") from problem
    return records


def begin_with(folder: Path, write: Callable[[Path], object]) -> None:
    """Begin a store with what ``write`` writes as its first snapshot; all of it or nothing.

    ``write`` gives the file its name once it is whole. Raises ``Misconfigured`` if the folder holds
    a store, ``OSError`` if it cannot be written.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FolderLock(folder)
    try:
        _remove_unfinished(folder)
        _refuse_store(folder)
        _DISK.close(create_journal(_DISK, folder, 2))
        write(snapshot_path(folder, 1))
        lock.remember()
    finally:
        lock.release()


def _remove_unfinished(folder: Path) -> None:
    """Remove what is left of a beginning that was interrupted before it had a snapshot."""
    found = find(folder)
    if not found.snapshots and found.journals in ((), (2,)):
        for path in _files(folder):
            _DISK.remove(path)


def set_aside(folder: Path) -> Path:
    """A new folder inside this one, to which the files of its store were moved and are kept.

    Raises ``Misconfigured`` if a process is using the store.
    """
    lock = FolderLock(folder)
    try:
        number = 1
        while (aside := folder / f"aside-{number}").exists():
            number += 1
        aside.mkdir(mode=0o700)
        for path in _files(folder):
            path.rename(aside / path.name)
        _DISK.sync_folder(aside)
        _DISK.sync_folder(folder)
    finally:
        lock.release()
    return aside


def _refuse_store(folder: Path) -> None:
    if _files(folder):
        raise Misconfigured(
            f"{folder} already holds a store, and a restore never overwrites one. Rename the "
            "folder, so that it is kept, and restore again."
        )


def _files(folder: Path) -> list[Path]:
    found = find(folder)
    journals = [journal_path(folder, number) for number in found.journals]
    snapshots = [snapshot_path(folder, number) for number in found.snapshots]
    return [*journals, *snapshots, *found.parts]


def _copy(archive: Path, target: Path) -> None:
    part = target.with_name(target.name + ".part")
    descriptor = _DISK.create(part)
    try:
        with archive.open("rb") as source:
            while piece := source.read(1 << 20):
                _DISK.write(descriptor, piece)
        _DISK.sync(descriptor)
    finally:
        _DISK.close(descriptor)
    _DISK.rename(part, target)
    _DISK.sync_folder(target.parent)
