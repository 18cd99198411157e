"""The lines of a plan as people read them: what, when, whose, and whether it is late."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot import texts
from bot.context import Context
from bot.hosting.plan import Due
from bot.model.plan import Item, Lead
from bot.model.session import Session
from bot.model.words import Both, Language, Phrase

SHORT = 60


@dataclass(frozen=True, slots=True)
class Row:
    """A line: ``at`` is empty in the template, whose ``lead`` says it all.

    ``owner`` and ``stand_in`` are names; empty, nobody has it yet.
    """

    id: str
    words: Both
    lead: Lead
    owner: str
    stand_in: str
    session: Session | None = None
    at: datetime | None = None
    late: bool = False
    today: bool = False
    done: bool = False
    watched: bool = False
    name: str = ""

    def short(self, language: Language) -> str:
        """The number and the words, as a choice shows them."""
        words = self.words.in_(language)
        return f"{self.id}: {words if len(words) <= SHORT else f'{words[: SHORT - 1]}…'}"


def called(context: Context, address: str) -> str:
    """The name of somebody, or the address; empty for nobody."""
    return " ".join(context.contact(address).name.split()) or address if address else ""


def row(context: Context, due: Due) -> Row:
    """The line of something that is due."""
    return replace(
        bare(context, due.item),
        session=due.session,
        at=due.at,
        late=due.late(context.now),
        today=due.today(context.now),
        done=due.done,
        watched=due.watched,
    )


def rows(context: Context, found: Iterable[Due]) -> list[Row]:
    """The lines of these."""
    return [row(context, each) for each in found]


def bare(context: Context, item: Item) -> Row:
    """The line of something in the template, which has no moment yet."""
    return Row(
        id=item.id,
        words=item.words,
        lead=item.lead,
        owner=called(context, item.owner),
        stand_in=called(context, item.stand_in),
        name=item.name,
    )


def line(key: str, row: Row) -> Both:
    """The line in words; ``key`` is the text for it."""
    whose = texts.both(Phrase("plan.whose_it_is", {"row": row}))
    return texts.both(Phrase(key, {"row": row, "whose": whose, "far": far(row.lead)}))


def far(lead: Lead) -> Both:
    """How far from the session that is, in words."""
    facts = {"count": abs(lead.count), "before": lead.count < 0}
    return texts.both(Phrase(f"plan.far_{lead.unit}", facts))


def when(row: Row) -> Both:
    """When it is due, in words."""
    return texts.both(Phrase("plan.moment", {"row": row}))
