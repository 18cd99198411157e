"""A session's life played ahead on a copy: what would go out, when and to how many.

“rehearse session 1” / « fais une répétition de la séance 1 ».
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from bot import sessions, texts
from bot.context import ORGANISERS, Context, Heard, Skill, Turn, merge
from bot.documents.host_page import HostPage, Piece, Section, page
from bot.model.outbox import PROGRESS, Errand, File, Message, Sending
from bot.model.outcome import Outcome
from bot.model.people import Place
from bot.model.rehearsal import REHEARSAL
from bot.model.session import Session
from bot.model.words import Both, Phrase
from bot.planning.changes import must_be_open
from bot.posts import languages_at
from bot.texts.moments import local

PATIENCE = timedelta(minutes=15)
IN_CHAT = 12
"""As many moments are told in the chat itself; the page has all."""
LINE = 90
"""Characters of what a moment is about."""
Moment = Mapping[str, Any]


def ask(turn: Turn) -> Outcome:
    """The rehearsal begun; what comes of it is told here."""
    session = sessions.meant(turn)
    if isinstance(session, Outcome):
        return session
    must_be_open(turn.context, session)
    place = turn.incoming.place
    id_ = turn.context.id_for(f"rehearsal/{session.id}")
    errand = Sending(
        key=f"{PROGRESS}{REHEARSAL}/{id_}/{session.id}/{place.channel}/{place.room}",
        door=REHEARSAL,
        to=session.id,
        content=Errand("play", {"session": session.id}),
        created=turn.context.now,
        then=REHEARSAL,
        expires=turn.context.now + PATIENCE,
    )
    return merge(Outcome(sends=(errand,)), turn.say("rehearsal.begun", session=session))


def results(turn: Turn) -> Outcome:
    """What would go out, told where it was asked for: the first of it in words, all as a page."""
    _, id_, number, channel, room = turn.result.key.removeprefix(PROGRESS).split("/", 4)
    context, place = turn.context, Place(channel, room)
    session = context.view.get(Session, number)
    if session is None:
        return Outcome()
    if "found" not in turn.result.facts:
        said = Phrase("rehearsal.not_played", {"session": session})
        return _told(
            context, place, id_, Message(texts.render_in(said, languages_at(context, place)))
        )
    found = json.loads(turn.result.facts["found"])
    moments: list[Moment] = found["moments"]
    first = [_line(each, session) for each in moments[:IN_CHAT]]
    rest = found["all"] - len(first)
    said = Phrase(
        "rehearsal.told", {"session": session, "all": found["all"], "lines": first, "rest": rest}
    )
    words = texts.render_in(said, languages_at(context, place))
    file = File(f"rehearsal-{session.id}.html", "text/html", page(_page(session, moments)))
    return _told(context, place, id_, Message(words, file=file if moments else None))


def _told(context: Context, place: Place, id_: str, message: Message) -> Outcome:
    here = Sending(
        key=f"rehearsal/{id_}",
        door=place.channel,
        to=place.room,
        content=message,
        created=context.now,
    )
    return Outcome(sends=(here,))


def _line(moment: Moment, session: Session) -> Both:
    """One moment in a line."""
    return texts.both(Phrase("rehearsal.line", _facts(moment, session)))


def _facts(moment: Moment, session: Session) -> dict[str, object]:
    at = datetime.fromisoformat(moment["at"])
    facts = {**moment, "at": at, "session": session}
    return facts | {"subject": Both(*map(_short, moment["subject"]))}


def _short(line: str) -> str:
    line = line.rstrip(":\u00a0 ")
    return line if len(line) <= LINE else f"{line[: LINE - 1]}…"


def _page(session: Session, moments: list[Moment]) -> HostPage:
    """All of it, a section for each day."""
    title = texts.both(Phrase("rehearsal.title", {"session": session}))
    return HostPage(title, texts.both(Phrase("host_page.contents")), tuple(_days(session, moments)))


def _days(session: Session, moments: list[Moment]) -> Iterator[Section]:
    def day(moment: Moment) -> str:
        return f"{local(datetime.fromisoformat(moment['at']), session.zone):%Y-%m-%d}"

    for _, group in groupby(moments, day):
        several = list(group)
        heading = texts.both(Phrase("rehearsal.day", _facts(several[0], session)))
        yield Section(heading, tuple(_piece(each, session) for each in several))


def _piece(moment: Moment, session: Session) -> Piece:
    name = texts.both(Phrase("rehearsal.moment", _facts(moment, session)))
    return Piece(name, Both(moment["words"], moment["words"]))


SKILL = Skill(REHEARSAL, hears={"session.rehearse": Heard(ask, ORGANISERS)}, results=results)
