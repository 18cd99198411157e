"""The file of a session: what is in it, who is not, and that it is the same twice."""

import asyncio
import csv
import hashlib
import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from docx import Document

from bot.afterwards.figures import numbers
from bot.context import Context
from bot.model.mailing import Mailing, Stage, Wording
from bot.model.outcome import Outcome
from bot.model.people import Noted
from bot.model.poll import Count, Poll, PollState
from bot.model.promotion import Approval, Copy, Post, PostState
from bot.model.record import Record
from bot.model.session import Session
from bot.model.speaking import Reply, Speaking
from bot.model.wiki import Page, WikiPages
from bot.model.words import Both
from bot.services.files.dossier_writing import dossier
from storage import MemoryStore, open_store
from tests.commands.shell import circuit
from tests.promoting.house import DESCRIPTION, NAMES, NOW, SETUP

from .pilot import rows, session

pytestmark = pytest.mark.slow

HELD = replace(session(1), created=NOW - timedelta(days=200))
LATER = NOW + timedelta(hours=1)
BODY = Both("Come on ((date)).", "Venez ((date)).")
POST = Post(
    session="1",
    name="wire",
    channel=NAMES["wire"],
    copy=Copy(Both("Wire", "Le Fil"), BODY),
    step="-P14D",
    due=NOW,
    state=PostState.OUT,
    author="ben@example.org",
    out=LATER,
    address="https://gccollab.ca/wire/1",
    facts={"en": {"date": "that Thursday"}, "fr": {"date": "ce jeudi-là"}},
    approval=Approval("ana@example.org", NOW, "seal", {}, overrides="Dana is ill"),
)
DRAFT = replace(POST, name="x", channel=NAMES["x"], state=PostState.DRAFT, approval=None)
POLL = Poll(
    id="1",
    code="code1",
    question=Both("Tea?", "Thé?"),
    options=(Both("yes", "oui"), Both("no", "non")),
    session="1",
    state=PollState.CLOSED,
    created=NOW,
    created_by="ana@example.org",
    count=Count(voters=10, votes=(8, 2)),
)
WORDING = Wording(Both("Hello", "Bonjour"), Both("Dear ((name))", "Bonjour ((name))"))


def noted(what: str, who: str = "ana@example.org", **facts: str) -> Noted:
    about = facts.get("about", "session/1")
    return Noted(id=what, at=NOW, who=who, what=what, about=about, why=facts.get("why", ""))


def kept() -> tuple[Record, ...]:
    others = [each for each in rows(1, 40) if not isinstance(each, Poll | Session)]
    return (
        *others,
        POLL,
        replace(POLL, id="2", code="few", count=Count(voters=3, votes=(3, 0))),
        HELD,
        DESCRIPTION.reviewed("en", "ben@example.org").reviewed("fr", "ben@example.org"),
        POST,
        DRAFT,
        Speaking(
            session="1", address="sam@example.org", name="Sam Lee", reply=Reply.YES, asked=NOW
        ),
        WikiPages(
            session="1", en=Page("A", block="== Wiki =="), fr=Page("B", block="== Le wiki ==")
        ),
        Mailing(
            id="m/1",
            skill="reminders",
            kind="reminder",
            about="session/1",
            wordings={"all": WORDING},
            stage=Stage.DONE,
            created=NOW,
            frozen=LATER,
            by="ana@example.org",
            approved_by="ben@example.org",
        ),
        noted("session.announced"),
        noted("promo.overridden", why="Dana is ill"),
        noted("registration.exported", why="to call Person 3"),
        noted("poll.closed", about="poll/1"),
        noted("poll.posted", about="poll/9"),
        noted("speaker.details", who="sam@example.org"),
    )


def packed() -> bytes:
    store = MemoryStore()
    asyncio.run(store.run(Outcome(saves=kept()).regardless))
    context = Context(store.view(), LATER, SETUP, "dossier")
    return asyncio.run(dossier(context, HELD))


def files(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_it_holds_texts_pages_numbers_and_decisions_and_says_what_each_is() -> None:
    content = packed()
    found = files(content)
    assert [*found] == [
        "index.csv",
        *("dossier-en.docx", "dossier-en.html", "dossier-fr.docx", "dossier-fr.html"),
        *("session.json", "numbers.json", "numbers.csv", "decisions.csv", "polls.csv"),
        "resources.csv",
        *("texts/description-en.txt", "texts/description-fr.txt"),
        *("pages/wiki-en.txt", "pages/wiki-fr.txt"),
        *("posts/wire-en.txt", "posts/wire-fr.txt"),
        *("letters/m-1-all-en.txt", "letters/m-1-all-fr.txt"),
    ]
    index = {row[0]: row[1:] for row in table(found["index.csv"])[1:]}
    sums = {name: each[2] for name, each in index.items()}
    assert sums == {
        name: hashlib.sha256(each).hexdigest()
        for name, each in found.items()
        if name != "index.csv"
    }
    assert index["posts/wire-fr.txt"][:2] == [
        "The Wire (GCcollab), in French",
        "Le Fil (GCcollab), en français",
    ]
    assert found["posts/wire-en.txt"].decode() == "Wire\n\nCome on that Thursday.\n"
    assert found["posts/wire-fr.txt"].decode() == "Le Fil\n\nVenez ce jeudi-là.\n"
    assert found["pages/wiki-fr.txt"].decode() == "== Le wiki ==\n"
    assert found["letters/m-1-all-fr.txt"].decode() == "Bonjour\n\nBonjour ((name))\n"
    assert content == packed()


def test_decisions_say_who_and_why_only_where_somebody_overrode_another() -> None:
    found = table(files(packed())["decisions.csv"])
    assert [[row[1], row[4], row[5]] for row in found[1:]] == [
        ["poll.closed", "ana@example.org", ""],
        ["promo.overridden", "ana@example.org", "Dana is ill"],
        ["registration.exported", "ana@example.org", ""],
        ["session.announced", "ana@example.org", ""],
        ["mailing.approved", "ben@example.org", ""],
        ["mailing.sent", "ana@example.org", ""],
    ]


def test_nobody_who_took_part_is_named_anywhere() -> None:
    for name, content in files(packed()).items():
        words = content
        if name.endswith(".docx"):
            paragraphs = Document(io.BytesIO(content)).paragraphs
            words = "\n".join(each.text for each in paragraphs).encode()
        assert b"person3@" not in words
        assert b"Person 3" not in words
        assert b"sam@example.org" not in words


def test_the_numbers_are_those_of_the_report() -> None:
    store = MemoryStore()
    asyncio.run(store.run(Outcome(saves=kept()).regardless))
    context = Context(store.view(), LATER, SETUP, "numbers")
    expected = {name: each.value for name, each in numbers(context, HELD).figures.items()}
    found = files(packed())
    assert {
        e["name"].partition("/")[2]: e["value"] for e in json.loads(found["numbers.json"])
    } == expected
    assert expected["registered"] == 36
    assert table(found["polls.csv"])[1:] == [
        ["1", "Tea?", "Thé?", "yes", "oui", "8", "80"],
        ["1", "Tea?", "Thé?", "no", "non", "2", "20"],
    ]


def test_the_command_writes_it_once_and_notes_that(tmp_path: Path) -> None:
    async def fill() -> None:
        store = await open_store(tmp_path / "data")
        await store.run(Outcome(saves=kept()).regardless)
        await store.close()

    asyncio.run(fill())
    done = circuit(tmp_path, "dossier", "1")
    file = tmp_path / "dossier-1.zip"
    assert (done.returncode, done.stdout) == (0, f"The dossier of session 1 is in {file}.\n")
    assert "dossier-fr.docx" in files(file.read_bytes())
    again = circuit(tmp_path, "dossier", "1")
    assert (again.returncode, again.stderr) == (
        1,
        f"circuit: {file} is there already: choose another name, or say --overwrite.\n",
    )
    unknown = circuit(tmp_path, "dossier", "7", "--out", "x.zip")
    assert unknown.returncode == 1
    assert not (tmp_path / "x.zip").exists()
