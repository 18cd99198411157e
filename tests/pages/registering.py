"""Registering on the page of a session as a browser does, and what is kept of it."""

from collections.abc import Mapping
from typing import Any

from bot.model.conversation import Seen
from bot.model.outbox import Sending
from bot.model.people import Noted
from bot.model.registration import Registration, registration_key

from .programme import SESSIONS, path
from .site import Said, Site
from .test_link_forms import HEBREW
from .tree import fields, read

BEFORE = path("before")
TOM = "tom@example.org"
ONCE = [("mail", TOM, "sent")]
WHOLE = {
    "in_address": "  Tom@Example.org ", "in_name": "Tom\r\nBaker  🚀", "in_department": "Santé Canada",
    "in_language": "fr", "in_needs": "ASL\r\n<b>soon</b>", "in_question": f"{HEBREW}?",
    "in_consent": "no",
}  # fmt: skip


async def form_of(site: Site, where: str) -> dict[str, str]:
    """The form of the page as a browser would post it, untouched."""
    page = read((await site.get(where)).text)
    return fields(page.all("form")[0]) | {"button": "register"}


async def posted(site: Site, where: str, form: Mapping[str, str], **options: Any) -> Said:
    """What is said to a form, once all that follows has left."""
    said = await site.post(where, data=form, **options)
    await site.delivered()
    return said


def registration(site: Site, name: str = "before", address: str = TOM) -> Registration | None:
    """What is kept of somebody's registration."""
    return site.view.get(Registration, registration_key(SESSIONS[name].id, address))


def sent(site: Site, name: str = "before") -> list[tuple[str, str, str]]:
    """Everything about a session that left the bot."""
    found = site.view.find(Sending, "about", f"session/{SESSIONS[name].id}")
    return [(each.door, each.to, each.state.value) for each in found]


def kept(site: Site) -> tuple[int, int, int]:
    """How many registrations of the session, answers and refusals are kept."""
    view, session = site.view, SESSIONS["before"].id
    registered = view.count(Registration, "standing_in", f"{session}/registered")
    timed = [len(list(view.between(kind, "at", None, None))) for kind in (Seen, Noted)]
    return (registered, timed[0], timed[1])
