"""Who is to be forgotten, and where words are about them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.context import Context
from bot.invites.card import kept_sessions
from bot.model.erasure import ALIAS, Erasure
from bot.model.people import Account, Contact
from bot.model.registration import Registration
from bot.model.speaking import Speaking

BEFORE, AFTER = r"(?<![\w.+-])", r"(?![\w-]|\.\w)"
"""An address is not part of a longer one: ``tom@example.org`` does not stand in ``atom@…``."""


@dataclass(frozen=True)
class Person:
    """Somebody to be forgotten: by address, by names nobody else has, by rooms of their own.

    ``rooms`` are also what platforms call them. ``alias`` stands where a number or a note must
    stay; ``kept`` are the sessions to come in which they take part: what belongs to those is left
    alone.
    """

    address: str
    alias: str
    names: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """What to look for."""
        return (self.address, *self.names, *self.rooms)

    def without(self, text: str) -> str:
        """The text with the alias in the place of the address and of rooms of their own."""
        return self._theirs.sub(self.alias, text)

    def unnamed(self, text: str) -> str:
        """The text without their names either."""
        text = self.without(text)
        return self._names.sub(self.alias, text) if self.names else text

    @cached_property
    def _theirs(self) -> re.Pattern[str]:
        rooms = "".join(f"|{re.escape(room)}" for room in self.rooms if room != self.address)
        return re.compile(f"{BEFORE}{re.escape(self.address)}{AFTER}{rooms}", re.IGNORECASE)

    @cached_property
    def _names(self) -> re.Pattern[str]:
        each = "|".join(re.escape(name) for name in self.names)
        return re.compile(rf"(?<!\w)(?:{each})(?!\w)", re.IGNORECASE)


def person_called(context: Context, address: str) -> Person:
    """Somebody to look for, by everything that tells of them now."""
    names, rooms = _names(context, address), _rooms(context, address)
    return Person(address, ALIAS, tuple(dict.fromkeys(names)), tuple(dict.fromkeys(rooms)))


def _rooms(context: Context, address: str) -> list[str]:
    """Rooms of their own, and what platforms call them."""
    known = context.view.get(Contact, address)
    rooms = [place.room for place in known.places] if known else []
    return rooms + [each.id for each in context.view.find(Account, "address", address)]


def person_of(context: Context, erasure: Erasure) -> Person:
    """Everything by which the person can be found now."""
    address = erasure.address
    rooms = _rooms(context, address)
    kept = kept_sessions(context, address)
    return Person(
        address=address,
        alias=erasure.alias,
        names=() if kept else tuple(dict.fromkeys((*erasure.names, *_names(context, address)))),
        rooms=tuple(dict.fromkeys((*erasure.rooms, *rooms))),
        kept=tuple(each.id for each in kept),
    )


def _names(context: Context, address: str) -> Iterator[str]:
    """Whole names they go by, as long as nobody else that we know goes by the same."""
    view = context.view
    contact = view.get(Contact, address)
    named = [
        *([contact.name] if contact else []),
        *(each.name for each in view.find(Registration, "address", address)),
        *(each.name for each in view.find(Speaking, "address", address)),
    ]
    for name in named:
        others = view.find(Contact, "folded", name.casefold()) if " " in name.strip() else ()
        if " " in name.strip() and all(each.address == address for each in others):
            yield name
