"""A file behind a signed link, for whoever asked and for an hour.

The link opens a page whose button hands it over, so that no preview of a chat takes a file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import cards
from bot.context import Turn
from bot.model.conversation import Card
from bot.model.outcome import Answer, Outcome

GOOD_FOR = timedelta(hours=1)
ENDINGS = {"download": ".xlsx", "download_csv": ".csv"}
"""The buttons of the page behind which is a table, and how the names of their files end."""
FILE, WORKBOOK, KINDS = "download", "workbook", "endings"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is handed over: the name of the file, what the page says of it, its kinds."""

    file: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    endings: Mapping[str, str] = field(default_factory=lambda: ENDINGS)


def behind(turn: Turn, skill: str, wanted: Wanted) -> Card:
    """The card behind the link, for this person alone."""
    return Card(
        ref=turn.context.id_for(f"card/download/{wanted.file}"),
        skill=skill,
        buttons=tuple(wanted.endings),
        person=turn.address,
        about=wanted.file,
        facts={**wanted.facts, FILE: wanted.file, KINDS: dict(wanted.endings)},
        until=turn.context.now + GOOD_FOR,
    )


def is_one(card: Card | None) -> bool:
    """Whether a card is one behind such a link."""
    return card is not None and FILE in card.facts


def page(turn: Turn, said: str) -> Outcome:
    """The page behind the link: what is in the file, and a button for each kind."""
    assert turn.card is not None
    labels = [(name, turn.words(f"buttons.{name}")) for name in turn.card.buttons]
    rendered = cards.render(
        "moments", turn.card.ref, turn.languages, {"said": said, "buttons": labels}
    )
    return Outcome(answer=Answer(said, rendered))


def handed_over(turn: Turn) -> Outcome:
    """That the file may be handed over now, to the page that asked."""
    assert turn.card is not None
    endings = turn.card.facts.get(KINDS, ENDINGS)
    file = f"{turn.card.facts[FILE]}{endings[turn.press.button]}"
    said = turn.reply("downloads.on_page", link=turn.context.link(turn.card.ref))
    return Outcome(answer=replace(said, facts={WORKBOOK: file}))
