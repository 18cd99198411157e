"""What somebody asks for when they register, whichever way they come."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.model.origin import origin_of
from bot.model.registration import Came, Registration
from bot.model.words import Language

LONGEST_NAME, LONGEST_DEPARTMENT, LONGEST_WORDS = 120, 120, 1000
OWN = ("name", "language", "department", "needs", "consent", "question")
"""What a person says of themselves, and may change later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A wish for a place: who, what they said of themselves, and the way it came.

    ``origin`` is the link that they followed (``wire-en``), ``at`` when they asked, where the way
    tells that; an old wish does not undo a later no.
    ``seat`` is their number in the list of the session's webinar.
    """

    address: str
    name: str = ""
    language: Language | None = None
    department: str = ""
    needs: str = ""
    consent: bool | None = None
    question: str = ""
    came: Came = "chat"
    response: str = ""
    origin: str = ""
    at: datetime | None = None
    seat: str = ""


def updated(registration: Registration, request: Request) -> Registration:
    """The registration with what the request says; what it leaves open stays as it was."""
    said = {name: getattr(request, name) for name in OWN}
    fresh = {
        name: value
        for name, value in said.items()
        if value not in ("", None) and not _alike(value, getattr(registration, name))
    }
    if request.origin and not registration.origin:
        fresh["origin"] = request.origin
    seat = request.seat or registration.seat
    return registration.changed(**fresh, seat=seat) if fresh else registration


def _alike(one: object, other: object) -> bool:
    """Whether these say the same; a table has on one line what was written on several."""
    if isinstance(one, str) and isinstance(other, str):
        return one.split() == other.split()
    return one == other


def shortened(request: Request) -> Request:
    """The request with its words cut to what is kept of them; an origin that is none is dropped."""
    return replace(
        request,
        name=request.name[:LONGEST_NAME],
        department=request.department[:LONGEST_DEPARTMENT],
        needs=request.needs[:LONGEST_WORDS],
        question=request.question[:LONGEST_WORDS],
        origin=request.origin if origin_of(request.origin) else "",
    )
