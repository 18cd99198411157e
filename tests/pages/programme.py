"""A programme with a session in every state that its page can be in, at nine in Ottawa, January 12."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.model.description import Description, Half
from bot.model.outcome import Outcome
from bot.model.record import Record
from bot.model.registration import Registration
from bot.model.session import Phase, Session
from bot.model.speaking import Reply, Speaking
from bot.model.words import LANGUAGES, Both
from bot.texts.moments import local
from storage import Store

from .site import NOW, Site, served
from .tree import Element, read

JOIN = "https://webinar.example.org/join/77"
RECORDING = "https://video.example.org/4"
FORM = "https://forms.office.com/Pages/ResponsePage.aspx?id=abc"
FRENCH = {"Accept-Language": "fr-CA,fr;q=0.9,en;q=0.8"}
ANNOUNCED = ("before", "near", "on", "full", "few", "elsewhere")
OVER = ("over", "unrecorded")
LONG = Both(
    "Anticonstitutionnellement yours: what a Donaudampfschifffahrtsgesellschaft teaches about 🛰️ data",
    "Anticonstitutionnellement vôtre : ce qu’une Donaudampfschifffahrtsgesellschaft enseigne sur 🛰️",
)
SESSIONS: dict[str, Session] = {}


def _session(name: str, starts: datetime, phase: Phase = Phase.ANNOUNCED, **fields: object) -> None:
    known = {"title": Both(f"The session {name}", f"La séance {name}"), "minutes": 45, **fields}
    SESSIONS[name] = Session(
        id=str(len(SESSIONS) + 1),
        starts=starts,
        wall=local(starts).isoformat()[:16],
        phase=phase,
        created=NOW - timedelta(days=60),
        **known,  # type: ignore[arg-type]
    )


_session(
    "before", datetime.fromisoformat("2027-02-25T18:00Z"), title=Both("biometrics", "la biométrie")
)
_session("near", NOW + timedelta(minutes=30), join=JOIN)
_session("on", NOW - timedelta(minutes=10), join=JOIN)
_session("over", NOW - timedelta(days=30), Phase.HELD, recording=RECORDING, join=JOIN)
_session("cancelled", NOW + timedelta(days=9), Phase.CANCELLED, announced=True)
_session("full", NOW + timedelta(days=20), capacity=1)
_session("few", NOW + timedelta(days=5), capacity=20, title=LONG, language="fr")
_session("draft", NOW + timedelta(days=40), Phase.DRAFT)
_session("elsewhere", NOW + timedelta(days=50), form=FORM)
_session("dropped", NOW + timedelta(days=60), Phase.CANCELLED)
_session("unrecorded", NOW - timedelta(days=60), Phase.HELD)


def speaker(
    session: str, address: str, name: str, biography: Both, reply: Reply = Reply.YES
) -> Speaking:
    """Somebody who was asked to speak at a session."""
    return Speaking(
        session=SESSIONS[session].id,
        address=address,
        name=name,
        biography=biography,
        reply=reply,
        asked=NOW - timedelta(days=50),
    )


def _place(session: str, number: int) -> Registration:
    return Registration(
        session=SESSIONS[session].id, address=f"person{number}@example.org", at=NOW, changed_at=NOW
    )


def described(session: str, texts: Both) -> Description:
    """The description of a session, reviewed in both languages."""
    description = Description(session=SESSIONS[session].id)
    for language in LANGUAGES:
        half = Half(text=texts.in_(language), by="ana@example.org")
        description = description.put(language, half)
    return description.reviewed("en", "ben@example.org").reviewed("fr", "ben@example.org")


DESCRIBED = Both(
    f"What becomes of our {'data' * 40}?\n\n((speakers)) speak on ((when)).\nPage: ((page))",
    "Que deviennent nos données?\n\n((speakers)) en parlent ((when)).\nPage\u00a0: ((page))",
)
WORDS = Both("Reads faces.\nWrites about it.", "Lit les visages.\nEn écrit.")
RECORDS: tuple[Record, ...] = (
    *SESSIONS.values(),
    speaker("before", "sam@example.org", "Sam Lee", WORDS),
    speaker("before", "noe@example.org", "Noé Roy", Both(fr="Cartographe.")),
    speaker("before", "kim@example.org", "Kim Asked", Both(), Reply.ASKED),
    speaker("before", "nameless@example.org", "", Both()),
    speaker("few", "a@example.org", "محمد العربي", Both("كاتب", "كاتب")),
    speaker(
        "few", "b@example.org", "<b>Zoë</b> 👩🏽‍🚀", Both("{{7*7}} [x](http://evil)"), Reply.YES
    ),
    described("few", DESCRIBED),
    _place("full", 0),
    *(_place("few", number) for number in range(19)),
)


def path(name: str) -> str:
    """Where the page of the session in that state is."""
    return f"/s/{SESSIONS[name].id}"


async def put_on(store: Store) -> None:
    """File the programme."""
    await store.run(Outcome(saves=RECORDS).regardless)


@asynccontextmanager
async def played(folder: Path, **changes: Any) -> AsyncIterator[Site]:
    """A bot with the programme, served."""
    async with served(folder, **changes) as site:
        await put_on(site.house.assistant.house.store)
        yield site


async def shown(site: Site, where: str, **headers: str) -> Element:
    """The page at an address, which must be there."""
    said = await site.get(where, headers=headers)
    assert said.status == 200
    return read(said.text)


def seen(folder: Path, where: str, **headers: str) -> Element:
    """The page at an address of the programme."""

    async def scene() -> Element:
        async with played(folder) as site:
            return await shown(site, where, **headers)

    return asyncio.run(scene())


async def filed(site: Site, *records: Record) -> None:
    """Keep records as they are."""
    await site.house.assistant.house.store.run(Outcome(saves=records).regardless)
