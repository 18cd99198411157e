"""What commands begin with: the log, the settings, a store to work on."""

import logging

from bot import settings
from bot.commands import logs
from bot.errors import Misconfigured
from bot.settings import Settings
from storage.segments import find

log = logging.getLogger(__name__)


def begin(level: int = logging.WARNING) -> Settings:
    """The settings, once the log is set up and names that are no setting were pointed out."""
    logs.set_up(level)
    for name, nearest in settings.misspelt().items():
        log.warning("%s is not a setting; did you mean %s?", name, nearest)
    chosen = settings.read()
    logs.set_up(level, logs.secrets_of(chosen), chosen.log)
    return chosen


def must_hold_a_store(chosen: Settings) -> None:
    """Raises Misconfigured where there is no store to work on; a database is asked when opened."""
    if chosen.store:
        return
    data = chosen.data
    found = find(data) if data.is_dir() else None
    if found is None or not (found.journals or found.snapshots):
        raise Misconfigured(f"{data} holds no store; CIRCUIT_DATA says where it is.")
