"""The people of local mode, who are there without any setting."""

from collections.abc import Mapping
from dataclasses import replace

from bot.channels.pages import Someone
from bot.channels.terminal.talk import SPACE
from bot.model.conversation import Sender
from bot.model.outcome import Outcome
from bot.model.people import Contact, Place, Team
from bot.model.words import Language
from storage import Store

MEMBERS = frozenset({"Ana", "Ben"})
ROLES = {"Ana": "organiser", "Ben": "organiser", "Sam": "speaker"}
PEOPLE: tuple[tuple[str, str, Language | None], ...] = (
    ("Ana", "Ana Roy", None),
    ("Ben", "Ben Singh", None),
    ("Sam", "Sam Lee", None),
    ("Chantal", "Chantal Gagnon", "fr"),
    ("Tom", "Tom Baker", None),
    ("Dana", "Dana Wells", None),
)
CAST: Mapping[str, Sender] = {
    first: Sender(f"{first.lower()}@example.org", name) for first, name, _ in PEOPLE
}


async def welcome_cast(store: Store, channel: str) -> None:
    """Make the people of local mode known and reachable on a channel, and their space declared."""
    for first, name, language in PEOPLE:
        address = CAST[first].address
        known = store.view().get(Contact, address) or Contact(address=address)
        place = Place(channel, address)
        others = tuple(each for each in known.places if each != place)
        met = replace(
            known, name=name, language=known.language or language, places=(place, *others)
        )
        await store.run(Outcome(saves=(met,)).regardless)
    team = store.view().get(Team, "team") or Team()
    space = Place(channel, SPACE)
    if space not in team.spaces:
        spaces = replace(team, spaces=(*team.spaces, space))
        await store.run(Outcome(saves=(spaces,)).regardless)


def people() -> tuple[Someone, ...]:
    """The people the local page offers to be."""
    return tuple(
        Someone(CAST[first], first, ROLES.get(first, "participant"), member=first in MEMBERS)
        for first, _, _ in PEOPLE
    )
