"""What every command begins with: the log and the settings."""

import logging

from bot import settings
from bot.commands import logs
from bot.settings import Settings

log = logging.getLogger(__name__)


def begin(level: int = logging.WARNING) -> Settings:
    """The settings, once the log is set up and names that are no setting were pointed out."""
    logs.set_up(level)
    for name, nearest in settings.misspelt().items():
        log.warning("%s is not a setting; did you mean %s?", name, nearest)
    chosen = settings.read()
    logs.set_up(level, logs.secrets_of(chosen))
    return chosen
