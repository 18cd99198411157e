"""When the list of those who registered in Webex is read: as asked for, and by itself."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

from bot import answering, sessions
from bot.context import Context, Turn, merge
from bot.errors import Refusal
from bot.model.outbox import PROGRESS, Errand, Sending
from bot.model.outcome import Outcome
from bot.model.session import Phase, Session
from bot.model.webinar import SKILL, WEBINARS, Webinar
from bot.registering.taking import must_be_open

EVERY, WHOLE_EVERY = timedelta(minutes=10), timedelta(hours=6)
"""How often those who are new are asked for, and all of them: only that shows who has left."""
AFTER_A_PROBLEM = timedelta(hours=1)
LONGEST = timedelta(hours=8)
"""No session lasts longer: while one is on, people still register."""
OVERLAP = timedelta(hours=1)
"""Registrations are asked for from so long before the last reading: lists may lag behind."""
PATIENCE = timedelta(minutes=30)
"""How long it is tried to read a list."""


def bring(turn: Turn) -> Outcome:
    """The whole list read now; what came of it is told here."""
    session = sessions.meant(turn)
    if isinstance(session, Outcome):
        return session
    must_be_open(turn.context, session)
    if not turn.context.setup.webinars:
        raise Refusal(f"{SKILL}.no_token")
    webinar = _of(turn.context, session)
    if webinar is None:
        raise Refusal(f"{SKILL}.no_link", session=session)
    facts = {"since": None, "tell": answering.there(turn)}
    asked = _asked(turn.context, webinar, facts)
    return merge(asked, turn.say(f"{SKILL}.reading", session=session))


def due(context: Context) -> Outcome:
    """The lists that are to be read by now, of the sessions one can register for."""
    if not context.setup.webinars:
        return Outcome()
    coming = context.view.between(Session, "upcoming", context.now - LONGEST, None)
    open_ = [e for e in coming if e.phase is Phase.ANNOUNCED and e.ends > context.now]
    return merge(*(_owed(context, each) for each in open_))


def _owed(context: Context, session: Session) -> Outcome:
    webinar = _of(context, session)
    if webinar is None or not _is_time(context, webinar):
        return Outcome()
    whole = webinar.listed_at is None or context.now - webinar.listed_at >= WHOLE_EVERY
    since = None if whole or webinar.read_at is None else webinar.read_at - OVERLAP
    return _asked(context, webinar, {"since": since.isoformat() if since else None, "tell": None})


def _is_time(context: Context, webinar: Webinar) -> bool:
    """Whether the last reading is over, and was long enough ago."""
    if webinar.asked_at is None:
        return True
    if webinar.asked != webinar.answered:
        return context.now - webinar.asked_at >= PATIENCE + EVERY
    pause = AFTER_A_PROBLEM if webinar.problem else EVERY
    return context.now - webinar.asked_at >= pause


def _of(context: Context, session: Session) -> Webinar | None:
    """The webinar of a session: ours, or by the link to join it; None where that is none of Webex.

    Where it has another link than it had, the webinar is another one.
    """
    known = context.view.get(Webinar, session.id) or Webinar(session=session.id)
    if known.ours or (known.link and session.join in ("", known.link)):
        return known
    if not _leads_to_webex(session.join):
        return None
    return replace(
        known, link=session.join, meeting="", read_at=None, listed_at=None, problem="", register=""
    )


def _leads_to_webex(link: str) -> bool:
    try:
        host = urlsplit(link).hostname or ""
    except ValueError:
        return False
    return host == "webex.com" or host.endswith(".webex.com")


def _asked(context: Context, webinar: Webinar, facts: Mapping[str, object]) -> Outcome:
    """The errand, numbered: what comes of an older one is no longer awaited."""
    on_way = webinar.changed(asked=webinar.asked + 1, asked_at=context.now)
    errand = Errand(
        "registrants",
        {**facts, "meeting": on_way.meeting, "link": on_way.link, "number": on_way.asked},
    )
    sending = Sending(
        key=f"{PROGRESS}{SKILL}-{on_way.session}/{on_way.asked}",
        door=WEBINARS,
        to=on_way.session,
        content=errand,
        created=context.now,
        about=f"session/{on_way.session}",
        expires=context.now + PATIENCE,
        then=SKILL,
    )
    return Outcome(saves=(on_way,), sends=(sending,))
