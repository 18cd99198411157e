"""Who of those who came had registered.

An address that is registered is the person's. Else somebody is taken for a person who registered
under another address only where nothing speaks against it: the same whole name, at the same
domain, and nobody else of that name there, on either side. Whatever is less sure is only proposed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.documents.answers.titles import key
from bot.documents.attendance.people import Attendee
from bot.model.addresses import domain_of

FEWEST_WORDS = 2
"""Words of a name that may stand for a person: a first name alone is many people's."""


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who registered."""

    address: str
    name: str


@dataclass(frozen=True, slots=True)
class Match:
    """Under which address somebody registered, empty if that is not known; or who it may be."""

    registered: str = ""
    perhaps: str = ""


People = TypeVar("People", Attendee, Known)


def matched(people: Sequence[Attendee], registered: Sequence[Known]) -> dict[str, Match]:
    """What is known of each who came, by who they are."""
    addresses = {each.address for each in registered}
    found = {one.who: Match(one.address) for one in people if one.address in addresses}
    left = [one for one in people if one.who not in found]
    free = [each for each in registered if each.address not in found]
    here, there = _alone(left, _named_at), _alone(free, _named_at)
    found |= {one.who: Match(there[at].address) for at, one in here.items() if at in there}
    left = [one for one in left if one.who not in found]
    taken = {match.registered for match in found.values()}
    free = [each for each in free if each.address not in taken]
    here, there = _alone(left, lambda one: called(one.name)), _alone(free, _called)
    perhaps = {one.who: Match("", there[at].address) for at, one in here.items() if at in there}
    return {one.who: found.get(one.who) or perhaps.get(one.who, Match()) for one in people}


def called(name: str) -> str:
    """A whole name whatever its order and accents; empty where it could be many people's."""
    words = sorted(key(name.replace(",", " ")).split())
    return " ".join(words) if len(words) >= FEWEST_WORDS else ""


def _called(known: Known) -> str:
    return called(known.name)


def _named_at(person: Attendee | Known) -> str:
    name = called(person.name)
    return f"{name}@{domain_of(person.address)}" if name and person.address else ""


def _alone(people: Iterable[People], by: Callable[[People], str]) -> dict[str, People]:
    """Those who share what they go by with nobody, by that."""
    found: defaultdict[str, list[People]] = defaultdict(list)
    for each in people:
        found[by(each)].append(each)
    return {name: alike[0] for name, alike in found.items() if name and len(alike) == 1}
