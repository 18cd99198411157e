"""``circuit move-store``: every record from one place to another, each checked."""

import asyncio
from pathlib import Path
from urllib.parse import urlsplit

from bot.app.keeping import database
from bot.commands.start import begin
from bot.settings import Settings
from storage.moving import Folder, Place, move


def main(source: str, target: str) -> int:
    """The exit code, once every record is in its new place."""
    chosen = begin()
    old, new = _place(chosen, source), _place(chosen, target)
    moved, left = asyncio.run(move(old, new, _shown(target)))
    print(f"{moved} records are in {_shown(target)}, each checked.")
    print(f"The old ones are kept in {left}, out of use: remove them when you no longer need them.")
    print(f"Now set {_setting(target)} and start the bot: circuit run")
    return 0


def _place(chosen: Settings, named: str) -> Place:
    return database(chosen, named) if "://" in named else Folder(Path(named))


def _setting(target: str) -> str:
    if "://" in target:
        return "CIRCUIT_STORE to its address"
    return f"CIRCUIT_DATA={target}, without CIRCUIT_STORE,"


def _shown(named: str) -> str:
    """The place without a password; other than that, and its options, as it was given."""
    if "://" not in named:
        return named
    split = urlsplit(named)
    return f"{split.scheme}://{split.netloc.rpartition('@')[2]}{split.path}"
