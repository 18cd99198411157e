"""What the team settles for a session's registrations: places, form, who confirms.

“limit session 1 to 500 people”, « le flux confirme la séance 1 ».
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from bot import sessions
from bot.context import ORGANISERS, Heard, Skill, Turn, merge, undoable
from bot.model.outcome import Outcome
from bot.model.registration import Registration, Standing
from bot.model.session import Session
from bot.planning.changes import must_be_open

NAME = "registration_desk"
MOST_PLACES = 100_000


def limit(turn: Turn) -> Outcome:
    """So many places, or no limit; those who wait move up by themselves."""
    session = _open(turn)
    if isinstance(session, Outcome):
        return session
    places = _number(turn.slots.get("places"))
    if places is None:
        return turn.ask("places", f"{NAME}.how_many", session=session)
    count = turn.context.view.count
    taken = count(Registration, "standing_in", f"{session.id}/{Standing.REGISTERED}")
    waiting = count(Registration, "standing_in", f"{session.id}/{Standing.WAITING}")
    key = "limited" if places else "unlimited"
    facts = {"taken": taken, "waiting": waiting, "over": places < taken}
    return _changed(turn, session, key, facts, capacity=places)


def _number(said: object) -> int | None:
    """The number of places; 0 for no limit, None if it cannot be read."""
    if isinstance(said, int):
        return said if 0 <= said <= MOST_PLACES else None
    text = str(said or "").casefold()
    digits = "".join(each for each in text if each.isdecimal())
    if digits:
        return int(digits) if int(digits) <= MOST_PLACES else None
    return 0 if "limit" in text else None


def form(turn: Turn) -> Outcome:
    """The form that the published address leads to from now on, or our own page again."""
    session = _open(turn)
    if isinstance(session, Outcome):
        return session
    page = {"page": f"{turn.context.setup.public_url}/r/{session.id}"}
    if turn.slots.get("own"):
        return _changed(turn, session, "own_form", page, form="", flow_confirms=False)
    url = str(turn.slots.get("url", "")).strip()
    if not url:
        return turn.ask("url", f"{NAME}.which_link", session=session)
    if not _leads_somewhere(url):
        return turn.say(f"{NAME}.not_a_link", url=url)
    return _changed(turn, session, "form", page, form=url)


def _leads_somewhere(url: str) -> bool:
    try:
        split = urlsplit(url)
        named = bool(split.hostname) and "." in str(split.hostname)
    except ValueError:
        return False
    return split.scheme == "https" and named and split.username is None and url.isprintable()


def confirm(turn: Turn) -> Outcome:
    """Who writes to those who register by the form."""
    session = _open(turn)
    if isinstance(session, Outcome):
        return session
    by = str(turn.slots.get("by", "bot"))
    return _changed(turn, session, by, {}, flow_confirms=by == "flow")


def _open(turn: Turn) -> Session | Outcome:
    session = sessions.meant(turn)
    if isinstance(session, Session):
        must_be_open(turn.context, session)
    return session


def _changed(
    turn: Turn, session: Session, key: str, facts: Mapping[str, object], **fields: Any
) -> Outcome:
    """The session as it is now, said; it can be taken back for ten minutes."""
    now = session.changed(**fields)
    undo = undoable(turn, turn.words(f"{NAME}.undo", session=now), (session, now))
    said = turn.say(f"{NAME}.{key}", session=now, **facts)
    return merge(Outcome(saves=(now, undo)), said)


SKILL = Skill(
    NAME,
    hears={
        "registration.limit": Heard(limit, ORGANISERS),
        "registration.form": Heard(form, ORGANISERS),
        "registration.confirm": Heard(confirm, ORGANISERS),
    },
)
