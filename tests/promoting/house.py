"""A session with its description and its speakers, in memory, and the posts that make it known."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.context import Context
from bot.model.description import Description, Half
from bot.model.outcome import Outcome
from bot.model.people import Contact, Team
from bot.model.promotion import Channel, Post
from bot.model.record import Record
from bot.model.session import Phase, Session
from bot.model.setup import Setup
from bot.model.speaking import Reply, Speaking
from bot.model.words import Both
from storage import MemoryStore

NOW = datetime(2027, 1, 12, 14, 0, tzinfo=UTC)
STARTS = datetime(2027, 2, 25, 18, 0, tzinfo=UTC)
SESSION = Session(
    id="1",
    title=Both("Digital credentials and privacy", "Titres numériques et vie privée"),
    starts=STARTS,
    wall="2027-02-25T13:00",
    phase=Phase.ANNOUNCED,
    announced=True,
    created=NOW,
)
ENGLISH = (
    "What does a digital credential say about you, and to whom? Three teams show what they built, "
    "what went wrong, and what they would do again.\n\n"
    "You leave with a checklist for your own service."
)
FRENCH = (
    "Que dit de vous un titre numérique, et à qui? Trois équipes montrent ce qu’elles ont bâti, "
    "ce qui a mal tourné et ce qu’elles referaient.\n\n"
    "Vous repartirez avec une liste de contrôle pour votre propre service."
)
DESCRIPTION = Description(
    session="1",
    en=Half(ENGLISH, "person", "ana@example.org", NOW, 1, 1, "ben@example.org"),
    fr=Half(FRENCH, "person", "ana@example.org", NOW, 1, 1, "ben@example.org"),
)
NEXT = replace(
    SESSION,
    id="2",
    title=Both("Plain language", "Le langage clair"),
    starts=STARTS + timedelta(days=28),
    wall="2027-03-25T13:00",
)
TEAM = Team(director="dana@example.org")
DANA = Contact(address="dana@example.org", name="Dana Whitfield")
SETUP = Setup(public_url="https://circuit.example.org", mail_from="circuit@example.org")
NAMES = {
    "wire": Channel.WIRE,
    "event": Channel.EVENT_PAGE,
    "group-digital": Channel.GROUP,
    "group-open-government": Channel.GROUP,
    "group-other": Channel.GROUP,
    "x": Channel.X,
    "x-2": Channel.X,
    "newsletter": Channel.NEWSLETTER,
    "director": Channel.DIRECTOR,
    "attendees": Channel.ATTENDEES,
    "partners": Channel.PARTNERS,
    "communications": Channel.COMMUNICATIONS,
    "gcmessage": Channel.GCMESSAGE,
    "teams": Channel.TEAMS,
    "other": Channel.OTHER,
}
TARGETS = {
    "group-digital": "Digital - Numérique",
    "group-open-government": "Open Government",
    "group-other": "https://gccollab.ca/groups/profile/4567/design",
}


def speaking(name: str, number: int = 1, **fields: Any) -> Speaking:
    """Somebody who said yes to speaking."""
    return Speaking(
        session="1",
        address=f"speaker{number}@example.org",
        name=name,
        reply=Reply.YES,
        asked=NOW,
        **fields,
    )


SPEAKERS = (speaking("Sam Lee", 1), speaking("Maya Côté", 2))
RECORDS = (SESSION, NEXT, DESCRIPTION, TEAM, DANA, *SPEAKERS)


def context(*records: Record, setup: Setup = SETUP) -> Context:
    """What a turn is given when these records are there."""
    store = MemoryStore()
    # In a thread of its own: where a browser is driven, this one has a loop already.
    with ThreadPoolExecutor() as beside:
        beside.submit(asyncio.run, store.run(Outcome(saves=records).regardless)).result()
    return Context(store.view(), NOW, setup, "test")


def post(name: str, **fields: Any) -> Post:
    """A post of the session, with the usual words unless others are given."""
    known = {"target": TARGETS.get(name, ""), "step": "-P7D", "due": STARTS - timedelta(days=7)}
    return Post(**{"session": "1", "name": name, "channel": NAMES[name], **known, **fields})


def titled(english: str, french: str) -> Session:
    """The session under another title."""
    return replace(SESSION, title=Both(english, french))
