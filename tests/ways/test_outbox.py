"""``circuit outbox``: what leaves, how far it has got, and to nobody's eyes to whom."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.commands.outbox import show
from bot.model.mailing import Mailing, Stage, Tally
from bot.model.outbox import Draft, Message, Sending, State
from tests.commands.shell import circuit, running

from .desk import NOW, opened

LETTER = Sending(
    key="registration/confirmed/1/tom@example.org/1",
    door="mail",
    to="tom@example.org",
    content=Draft("registration", "confirmed", "1/tom@example.org"),
    created=NOW,
    about="session/1",
    state=State.RETRYING,
    not_before=NOW + timedelta(minutes=1),
    attempts=2,
)
WORDS = Sending(
    key="answer/page/7",
    door="page",
    to="space",
    content=Message("hello"),
    created=NOW,
    state=State.SENT,
    changed=NOW + timedelta(seconds=5),
)
REMINDER = Mailing(
    id="3",
    skill="reminders",
    kind="reminder",
    about="session/1",
    wordings={},
    stage=Stage.RUNNING,
    created=NOW,
    not_before=NOW + timedelta(hours=1),
    began=NOW + timedelta(hours=2),
    total=40,
    tally=Tally(sent=30, failed=1, skipped=2, uncertain=3),
)


def shown(folder: Path, **flags: str) -> list[str]:
    """The lines of the command."""

    async def scene() -> list[str]:
        async with opened(folder) as desk:
            await desk.file(LETTER, WORDS, REMINDER)
            return (await desk.call(show, {"json": "", "who": "", **flags}))[1]

    return asyncio.run(scene())


def test_every_record_is_an_object_a_line_without_addresses(tmp_path: Path) -> None:
    lines: list[dict[str, Any]] = [json.loads(line) for line in shown(tmp_path, json="yes")]
    assert lines == [
        {
            "kind": "mailing",
            "key": "mailing/3",
            "state": "running",
            "channel": "mail",
            "to": "",
            "about": "session/1",
            "due": "2027-01-12T15:00:00+00:00",
            "changed": "2027-01-12T16:00:00+00:00",
            "counts": {
                "total": 40,
                "sent": 30,
                "failed": 1,
                "skipped": 2,
                "missed": 0,
                "uncertain": 3,
                "unconfirmed": 0,
                "delivered": 0,
                "bounced": 0,
                "together": 0,
                "near": 0,
            },
        },
        {
            "kind": "message",
            "key": "registration/confirmed/1/(0770fa44)/1",
            "state": "retrying",
            "channel": "mail",
            "to": "(0770fa44)",
            "about": "session/1",
            "due": "2027-01-12T14:01:00+00:00",
            "changed": "2027-01-12T14:00:00+00:00",
            "counts": {"attempts": 2},
        },
        {
            "kind": "message",
            "key": "answer/page/7",
            "state": "sent",
            "channel": "page",
            "to": "space",
            "about": "",
            "due": None,
            "changed": "2027-01-12T14:00:05+00:00",
            "counts": {"attempts": 0},
        },
    ]


def test_addresses_are_shown_to_who_asks_for_them(tmp_path: Path) -> None:
    lines = [json.loads(line) for line in shown(tmp_path, json="yes", who="yes")]
    assert [(each["key"], each["to"]) for each in lines] == [
        ("mailing/3", ""),
        ("registration/confirmed/1/tom@example.org/1", "tom@example.org"),
        ("answer/page/7", "space"),
    ]


def test_in_words_each_is_a_line(tmp_path: Path) -> None:
    words = "\n".join(shown(tmp_path)).replace("+00:00  ", "\n")
    assert words.splitlines() == [
        "running  2027-01-12T15:00:00",
        "mail  mailing/3  total 40, sent 30, failed 1, skipped 2, uncertain 3",
        "retrying  2027-01-12T14:01:00",
        "mail  (0770fa44)  registration/confirmed/1/(0770fa44)/1  attempts 2",
        "sent  2027-01-12T14:00:05",
        "page  space  answer/page/7",
    ]


def test_thousands_are_listed_whole(tmp_path: Path) -> None:
    many = [
        Sending(key=f"k/{n}", door="mail", to="x", content=Message("x"), created=NOW)
        for n in range(1_000)
    ]

    async def scene() -> list[str]:
        async with opened(tmp_path) as desk:
            await desk.file(*many)
            return (await desk.call(show, {"json": "yes", "who": ""}))[1]

    assert [json.loads(line)["key"] for line in asyncio.run(scene())] == [e.key for e in many]


@pytest.mark.slow
def test_the_command_says_the_same_alone_and_beside_the_bot(tmp_path: Path) -> None:
    lines = "create session February 25, 2027 at 1 pm about biometrics\nla biométrie\n"
    lines += "invite lee@example.com to session 1\n"
    circuit(tmp_path, "chat", "--as", "ana@example.org", typed=lines)
    alone = circuit(tmp_path, "outbox", "--json")
    with running(tmp_path):
        beside = circuit(tmp_path, "outbox", "--json")
    assert (alone.returncode, alone.stdout) == (0, beside.stdout)
    assert [json.loads(line)["channel"] for line in alone.stdout.splitlines()] == ["mail"]
