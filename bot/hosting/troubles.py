"""What may go wrong while a session is on: what to do, and the block to paste meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot import texts, tools
from bot.context import Context
from bot.hosting import blocks
from bot.hosting.blocks import Block
from bot.model.session import Session
from bot.model.speaking import Speaking
from bot.model.words import Both, Phrase
from bot.speakers import confirmed

BLOCKS: Mapping[str, tuple[str, ...]] = {
    "speaker": ("waiting",),
    "french": ("no_french",),
    "captions": ("no_captions", "no_wordly"),
    "sound": ("no_sound",),
}
"""Each trouble, and the blocks to paste."""
TROUBLES = tuple(BLOCKS)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A trouble: what the team calls it, the steps out of it, and what to paste meanwhile."""

    name: str
    title: Both
    steps: Both
    blocks: tuple[Block, ...]


def troubles(context: Context, session: Session) -> tuple[Trouble, ...]:
    """All troubles there is a way out of."""
    return tuple(trouble(context, session, name) for name in TROUBLES)


def trouble(context: Context, session: Session, name: str) -> Trouble:
    """The trouble with this name; raises KeyError if there is none."""
    facts = {
        "speakers": [_reached(each) for each in confirmed(context, session)],
        "wordly": tools.tools_of(context, session).wordly,
    }
    return Trouble(
        name=name,
        title=texts.both(Phrase(f"troubles.title_{name}")),
        steps=texts.both(Phrase(f"troubles.{name}", facts)),
        blocks=blocks.those(context, session, BLOCKS[name]),
    )


def _reached(speaking: Speaking) -> str:
    """A speaker, and where the team can write to them."""
    return f"{speaking.name} ({speaking.address})" if speaking.name else speaking.address
