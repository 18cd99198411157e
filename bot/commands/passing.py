"""Files that a command and the bot which runs hand each other, through the data folder.

As a service the bot sees neither /tmp nor /home as whoever types a command does, and may write
nowhere but among its own files (PrivateTmp, ProtectHome and ProtectSystem in systemd.exec(5)).
"""

import shutil
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bot import control
from bot.control import Call
from bot.errors import Misconfigured

PREFIX = "passing-"
Passing = Callable[[Path, Call], AbstractContextManager[Call]]


def reads(argument: str) -> Passing:
    """How the bot that runs is handed the file, or folder, that an argument names."""
    return partial(_reading, argument)


def writes(argument: str) -> Passing:
    """How the file, or folder, that an argument names is taken over from the bot that runs."""
    return partial(_writing, argument)


def must_be_free(file: Path, chosen: Namespace) -> None:
    """Raise Misconfigured if the file is there and ``--overwrite`` was not said."""
    if file.exists() and not chosen.overwrite:
        raise Misconfigured(
            f"{file.absolute()} is there already: choose another name, or say --overwrite."
        )


def clear(data: Path) -> None:
    """Throw away what commands that were killed have left; none is at work before the bot is."""
    for each in data.glob(f"{PREFIX}*"):
        shutil.rmtree(each)


@contextmanager
def nothing(_data: Path, call: Call) -> Iterator[Call]:
    """The call as it is."""
    yield call


@contextmanager
def _reading(argument: str, data: Path, call: Call) -> Iterator[Call]:
    meant = Path(call.arguments[argument])
    if not control.may_run(data) or not meant.exists():
        yield call
        return
    with _beside(data, argument, call) as (there, copy):
        try:
            (shutil.copytree if meant.is_dir() else shutil.copyfile)(meant, copy)
        except OSError as problem:
            raise Misconfigured(f"{meant} cannot be read: {_why(problem)}.") from problem
        yield there


@contextmanager
def _writing(argument: str, data: Path, call: Call) -> Iterator[Call]:
    meant = call.arguments[argument]
    if not control.may_run(data) or not meant:
        yield call
        return
    with _beside(data, argument, call) as (there, made):
        _must_take_one_more(Path(meant))
        yield there
        try:
            _put(made, Path(meant))
        except OSError as problem:
            raise Misconfigured(f"{meant} cannot be written: {_why(problem)}.") from problem


@contextmanager
def _beside(data: Path, argument: str, call: Call) -> Iterator[tuple[Call, Path]]:
    """A name in the data folder instead of the one that was typed, which alone is ever shown."""
    meant = Path(call.arguments[argument])
    with TemporaryDirectory(prefix=PREFIX, dir=data) as folder:
        stands_in = Path(folder) / meant.name

        def as_typed(text: str) -> str:
            return text.replace(str(stands_in), str(meant))

        async def out(text: str) -> None:
            await call.out(as_typed(text))

        arguments = {**call.arguments, argument: str(stands_in)}
        try:
            yield replace(call, arguments=arguments, out=out), stands_in
        except Misconfigured as problem:
            raise Misconfigured(as_typed(str(problem))) from problem


def _must_take_one_more(meant: Path) -> None:
    """Raise Misconfigured, before anything is said to be there, where nothing can be put."""
    place = meant if meant.is_dir() else meant.parent
    try:
        with TemporaryDirectory(dir=place):
            pass
    except OSError as problem:
        raise Misconfigured(f"{meant} cannot be written: {_why(problem)}.") from problem


def _put(made: Path, meant: Path) -> None:
    """What was made where it is wanted, each file whole and its owner's alone."""
    if made.is_dir():
        meant.mkdir(parents=True, exist_ok=True)
        for each in made.iterdir():
            _put(each, meant / each.name)
    elif made.exists():
        part = meant.with_name(f"{meant.name}.part")
        part.unlink(missing_ok=True)
        part.touch(mode=0o600, exist_ok=False)
        shutil.copyfile(made, part)
        part.replace(meant)


def _why(problem: OSError) -> str:
    return problem.strerror or str(problem)
