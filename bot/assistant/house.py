"""What the assistant lives in."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.assistant.doors import Door
from bot.assistant.files import Files, NoFiles
from bot.assistant.webinars import Webinars
from bot.model.setup import Setup
from bot.skills import Skills
from storage import Ledgers, MemoryLedgers, Store


class Time(Protocol):
    """Where the product's time comes from, and how it is moved."""

    def now(self) -> datetime:
        """The present instant."""

    def move(self, to: datetime) -> None:
        """Make it this instant."""


@dataclass(frozen=True, slots=True)
class House:
    """What the assistant lives in: the real things, chosen in one place.

    ``changed`` is called whenever something in the store changed. ``webinars`` is None where no
    token for them is set. ``link``, ``token`` and ``sealed`` are those of every ``Context``.
    """

    store: Store
    time: Time
    setup: Setup
    skills: Skills
    doors: Mapping[str, Door]
    link: Callable[[str], str] = str
    token: Callable[[str], str] = str
    sealed: Callable[[str], str] = str
    unguessable: Callable[[], str] = secrets.token_hex
    changed: Callable[[], None] = lambda: None
    ledgers: Ledgers = field(default_factory=MemoryLedgers)
    files: Files = field(default_factory=NoFiles)
    webinars: Webinars | None = None
