"""A skill that writes letters down in the order it hears them, or breaks."""

from dataclasses import replace
from datetime import timedelta

from bot.context import EVERYONE, Heard, Skill, Turn
from bot.model.conversation import Card, Incoming, Press
from bot.model.outcome import Outcome
from bot.model.people import Contact
from bot.skills import Skills
from storage import Store

from .house import ANA, NOW, Home


def write(turn: Turn) -> Outcome:
    """Write what was typed after what was written before."""
    contact = turn.context.contact(turn.address)
    name = contact.name + turn.press.fields["note"]
    return Outcome(saves=(replace(contact, name=name),), answer=turn.reply("turn.dismissed"))


def stumble(turn: Turn) -> Outcome:
    """Break."""
    raise ZeroDivisionError


SCRIBE = Skill("scribe", presses={"yes": Heard(write, EVERYONE), "no": Heard(stumble, EVERYONE)})
SCRIBES = Skills((SCRIBE,), {}, {"scribe": SCRIBE})
CARD = Card(
    ref="card", skill="scribe", buttons=("yes", "no"), inputs=("note",),
    person=ANA.address, until=NOW + timedelta(days=1),
)  # fmt: skip


async def scribe(store: Store) -> Home:
    """A house with one skill, whose card Ana was shown."""
    home = Home(store, SCRIBES)
    await home.file(CARD, Contact(address=ANA.address, name=":"))
    return home


def note(home: Home, letter: str, **fields: object) -> Incoming:
    """A letter to be written down."""
    heard = home.heard(ANA, press=Press("card", "yes", {"note": letter}))
    return replace(heard, **fields)  # type: ignore[arg-type]


def written(home: Home) -> str:
    """The letters, in the order in which they were written down."""
    found = home.store.view().get(Contact, ANA.address)
    assert found is not None
    return found.name
