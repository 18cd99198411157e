"""What the local page and the public pages show of the house."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

from bot import texts
from bot.app.opening import Opened
from bot.attending.picture import SHOWN as ATTENDANCE
from bot.context import Context
from bot.documents.calendar import ics
from bot.documents.wikitext.reading import lines
from bot.errors import Rejected
from bot.evaluating.telling import SHOWN as EVALUATION
from bot.invites import published
from bot.model.attendance import Turnout
from bot.model.mailing import Mailing, Stage
from bot.model.outbox import Letter, Message, Person, Sending, State
from bot.model.poll import Poll
from bot.model.record import View
from bot.model.search import Search
from bot.model.session import Phase, Session
from bot.model.words import LANGUAGES, Language, Phrase
from bot.promoting import plan, telling
from bot.promoting.naming import called
from bot.services.files.dossier_writing import dossier
from bot.services.files.found_writing import found_written
from bot.services.files.painting import Painter
from bot.services.files.pilot_writing import one_of
from bot.services.files.poll_writing import poll_written, sheet_written
from bot.services.files.writing import Asked, written
from bot.services.flow.folder import listing
from bot.services.wiki.folder import listing as wiki_pages

MOST_SHOWN = 200


async def picture(
    house: Opened, painter: Painter, shown: str, languages: tuple[Language, ...]
) -> bytes | None:
    """A picture of how many registered on each day; of what else, its name says.

    ``poll/<number>`` are the results of a poll, ``attendance.<session>`` how long people stayed,
    ``evaluation.<session>`` how they rated it.
    """
    home = house.assistant.house
    view, number = home.store.view(), shown.removeprefix("poll/")
    context = Context(view, home.time.now(), home.setup, f"picture/{shown}")
    if number != shown:
        poll = view.get(Poll, number)
        return await painter.poll(context, poll, languages) if poll else None
    if shown.startswith(EVALUATION):
        return await painter.evaluation(view, shown.removeprefix(EVALUATION), languages)
    session = view.get(Session, shown.removeprefix(ATTENDANCE))
    if session is not None and session.id != shown:
        turnout = view.get(Turnout, session.id)
        return await painter.attendance(session, turnout, languages) if turnout else None
    return await painter.registrations(context, session, languages) if session else None


def calendar_entry(house: Opened, session_id: str) -> bytes | None:
    """The calendar file of a session that has been announced."""
    home = house.assistant.house
    session = home.store.view().get(Session, session_id)
    if session is None or session.phase not in (Phase.ANNOUNCED, Phase.HELD):
        return None
    context = Context(home.store.view(), home.time.now(), home.setup, f"calendar/{session_id}")
    sender = Person(house.settings.mail_from, "Circuit")
    entry = published(context, session, sender)
    return ics(entry, organizer=sender, stamp=home.time.now())


async def workbook(house: Opened, file: PurePosixPath) -> bytes:
    """A file in both languages: ``registrations/3.xlsx``, ``poll/2.csv``, ``dossier/3.zip``.

    The report on the pilot is in one: ``pilot/1-2-fr.docx``.

    Raises Rejected where there is none, or it cannot be made.
    """
    home = house.assistant.house
    view, kind = home.store.view(), str(file.parent)
    asked = Asked(file.suffix, LANGUAGES, home.time.now())
    if kind == "pilot":
        context = Context(view, asked.made, home.setup, kind)
        return await one_of(context, file.stem, "docx" if file.suffix == ".docx" else "html")
    search = view.get(Search, file.stem) if kind == "found" else None
    if search is not None:
        context = Context(view, asked.made, home.setup, kind)
        return await found_written(home.store, context, search, asked)
    poll = view.get(Poll, file.stem) if kind == "poll" else None
    if poll is not None:
        return await poll_written(view, poll, asked)
    session = view.get(Session, file.stem)
    if session is not None and kind == "vevox":
        return await sheet_written(view, session, asked)
    if session is not None and kind == "dossier":
        return await dossier(Context(view, asked.made, home.setup, kind), session)
    if session is None or kind != "registrations":
        raise Rejected("there is no such table")
    return (await written(view, session, asked)).content


def due(view: View) -> Iterator[Mapping[str, Any]]:
    """What has not left yet, or never did, soonest first."""
    shown = (
        State.HELD,
        State.WAITING,
        State.RETRYING,
        State.SENDING,
        State.UNCERTAIN,
        State.FAILED,
        State.MISSED,
    )
    yield from mailings(view)
    rows = [each for state in shown for each in view.find(Sending, "status", state.value)]
    for each in sorted(rows, key=lambda row: row.ready_at or row.created)[:MOST_SHOWN]:
        content = each.content
        what = content.text if isinstance(content, Message) else ""
        what = content.subject if isinstance(content, Letter) else what
        yield {
            "what": what.splitlines()[0] if what else each.key,
            "to": each.to,
            "state": each.state.value,
            "when": each.ready_at or each.changed,
        }


def posts(house: Opened) -> Iterator[Mapping[str, Any]]:
    """What goes out when, of all sessions to come, the earliest first."""
    home = house.assistant.house
    context = Context(home.store.view(), home.time.now(), home.setup, "posts")
    coming = context.view.between(Session, "upcoming", context.now, None)
    found = [(session, post) for session in coming for post in plan.posts(context, session)]
    for session, post in sorted(found, key=lambda each: each[1].due)[:MOST_SHOWN]:
        yield {
            "session": session.id,
            "what": asdict(called(post)),
            "state": asdict(telling.state_of(context, post)),
            "who": asdict(telling.people(context, post)),
            "when": plan.replanned(context, session, post).due,
            "address": post.address,
        }


def channel(folder: Path) -> list[Mapping[str, Any]]:
    """What stands in the stand-in of the channel of Teams, the latest first."""
    return [asdict(each) for each in islice(listing(folder), MOST_SHOWN)]


def wiki(folder: Path) -> list[Mapping[str, Any]]:
    """What stands in the stand-in of the wiki, by title, as plain lines."""
    return [
        {"title": each.title, "at": each.at, "lines": [asdict(line) for line in lines(each.text)]}
        for each in islice(wiki_pages(folder), MOST_SHOWN)
    ]


def mailings(view: View) -> Iterator[Mapping[str, Any]]:
    """Letters to many that wait or leave."""
    states = {Stage.HELD: State.HELD, Stage.WAITING: State.WAITING, Stage.RUNNING: State.SENDING}
    for stage, state in states.items():
        for each in view.find(Mailing, "stage_", stage.value):
            facts = {"session": view.get(Session, each.about.partition("/")[2])}
            yield {
                "what": texts.render_in(Phrase("page.due_mailing", facts), LANGUAGES),
                "to": str(each.total),
                "state": state.value,
                "when": each.ready_at,
            }
