"""What leaves about a ticket: to who brought it, and the lesson without their name."""

import re
from collections.abc import Sequence

from bot import texts
from bot.access import card, ways
from bot.context import Context
from bot.model.access import Lesson, Ticket
from bot.model.outcome import Outcome
from bot.model.words import Phrase
from bot.posts import Note, to_person

LONGEST_LESSON = 400
SHORTEST_NAME = 3
"""Shorter words of a name are words of the language too."""


def to_who_brought(context: Context, ticket: Ticket, said: Phrase) -> Outcome:
    """These words for who brought the ticket; nothing where they left no address."""
    if not ticket.by:
        return Outcome()
    note = Note(
        key=f"access/{ticket.id}/{ticket.version}",
        words=said,
        subject=Phrase("access.heard_subject"),
        letter=Phrase("access.letter", {"said": texts.both(said), "team": context.team}),
        about=f"access/{ticket.id}",
    )
    return Outcome(sends=(to_person(context, ticket.by, note),))


def of_services(context: Context, ticket: Ticket, services: Sequence[str], name: str) -> Phrase:
    """That services are booked, or cannot be had and what works instead."""
    session = card.session_of(context, ticket)
    facts = {
        "named": texts.both(Phrase("access.services", {"services": list(services)})),
        "session": session,
        "ways": ways.instead(context, ticket, session),
    }
    return Phrase(f"access.person_{name}", facts)


def lesson(context: Context, ticket: Ticket, words: str) -> Lesson:
    """What the ticket taught; whatever names who brought it is taken out."""
    name = context.contact(ticket.by).name if ticket.by else ""
    names = [ticket.by, name, *(each for each in name.split() if len(each) >= SHORTEST_NAME)]
    kept = words[:LONGEST_LESSON]
    for each in filter(None, names):
        kept = re.sub(re.escape(each), "…", kept, flags=re.IGNORECASE)
    return Lesson(
        id=ticket.id,
        at=context.now,
        session=ticket.session,
        kind=ticket.kind,
        topics=ticket.topics,
        words=kept.strip(),
    )
