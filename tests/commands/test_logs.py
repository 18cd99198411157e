"""What the log says, and what it never says."""

import asyncio
import io
import json
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.assistant import Assistant, House
from bot.clock import StillClock
from bot.commands.logs import JsonFormatter, PlainFormatter, escaped, secrets_of
from bot.context import EVERYONE, Heard, Skill, Turn
from bot.errors import TryLater
from bot.model.conversation import Incoming, Sender
from bot.model.outcome import Outcome
from bot.model.people import Place
from bot.model.setup import Setup
from bot.settings import Settings
from bot.skills import Skills
from storage import MemoryStore

NOW = datetime(2027, 1, 12, 14, 0, tzinfo=UTC)
BODY = "help, my PIN is 4711\x1b[2J"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What this bot logs, formed as it is when it serves."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(PlainFormatter({"aGk4Zr-Qv7_pL2mXw9Tb"}))
    logger = logging.getLogger("bot")
    logger.addHandler(handler)
    logger.propagate = False
    yield stream
    logger.propagate = True
    logger.removeHandler(handler)


def lines(written: io.StringIO) -> list[str]:
    """The lines of the log without the times they begin with."""
    return [line.partition(" ")[2] for line in written.getvalue().splitlines()]


def test_a_line_begins_with_the_time_in_utc() -> None:
    record = logging.LogRecord("bot.x", logging.INFO, "x.py", 1, "hello %s", ("world",), None)
    record.created = NOW.timestamp()
    assert PlainFormatter().format(record) == "2027-01-12T14:00:00.000+00:00 INFO bot.x hello world"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("one\ntwo", r"one\ntwo"),
        ("2027 INFO all is well\r\n2027 ERROR", r"2027 INFO all is well\r\n2027 ERROR"),
        ("\x1b[31mred\x07", r"\x1b[31mred\x07"),
        ("up\u2028down\u202eback\x85", r"up\u2028down\u202eback\x85"),
        ("à 13 h, “déjà”", "à 13 h, “déjà”"),
    ],
)
def test_a_value_stays_on_its_line_and_drives_no_terminal(
    value: str, shown: str, written: io.StringIO
) -> None:
    logging.getLogger("bot.sample").warning("a title: %s", value)
    assert lines(written) == [f"WARNING bot.sample a title: {shown}"]


def test_half_a_character_is_written_as_its_number() -> None:
    assert escaped("half \ud800") == r"half \ud800"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("nudge/session-1/sam@example.org/2", "nudge/session-1/[address]/2"),
        ("Sam <sam.o'lee+x@mail.example.org>,", "Sam <[address]>,"),
        ("/s/card-7." + "0f" * 16, "/s/card-7.[signature]"),
        ("Authorization: Bearer abc.def-123", "Authorization: Bearer [token]"),
        ("signed with aGk4Zr-Qv7_pL2mXw9Tb!", "signed with [secret]!"),
    ],
)
def test_secrets_tokens_and_addresses_are_left_out(
    value: str, shown: str, written: io.StringIO
) -> None:
    logging.getLogger("bot.sample").warning("%s", value)
    assert lines(written) == [f"WARNING bot.sample {shown}"]


def test_every_password_and_token_is_a_secret() -> None:
    chosen = Settings(
        secret="one",
        smtp_url="smtps://circuit:p%40ss@mail.example.org",
        store="postgresql://circuit:fourteen@db.example.org/circuit?password=fifteen",
        webex_token="two",
        webex_webhook_secret="three",
        teams_app_password="four",
        hook_token="five",
        notify_key="six",
        model_key="twelve",
        flow_url="https://a.logic.azure.com/b?sig=seven",
        wiki_password="thirteen",
        teams_channel_url="https://a.logic.azure.com/c?sig=eight",
        webinar_token="nine",
        metrics_token="sixteen",
        webinar_refresh="client:ten:eleven",
    )
    words = {"one", "p%40ss", "p@ss", "two", "three", "four", "five", "six", "seven", "eight"}
    host = {
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "client:ten:eleven",
    }
    assert secrets_of(chosen) == {*words, *host, chosen.flow_url, chosen.teams_channel_url}
    assert secrets_of(Settings()) == {""}


def places(written: io.StringIO) -> list[str]:
    """The lines below the first, without the places in this file."""
    return [
        re.sub(r"\S+test_logs.py:\d+ ", "", line) for line in written.getvalue().splitlines()[1:]
    ]


def fail() -> None:
    """Fail twice over, with words nobody else should read."""
    try:
        int(BODY)
    except ValueError as problem:
        raise OSError(28, "No space left on device", "sam@example.org") from problem


def test_an_error_is_its_kind_and_the_places_it_came_through(written: io.StringIO) -> None:
    try:
        fail()
    except OSError:
        logging.getLogger("bot.sample").exception("not written")
    assert lines(written)[0] == "ERROR bot.sample not written"
    assert places(written) == [
        "    in fail",
        "    ValueError",
        "    in test_an_error_is_its_kind_and_the_places_it_came_through",
        "    in fail",
        "    OSError: No space left on device",
    ]


def test_an_error_of_ours_keeps_its_words_without_addresses(written: io.StringIO) -> None:
    problem = TryLater("the mail server does not know\nsam@example.org")
    logging.getLogger("bot.sample").error("not sent", exc_info=problem)
    assert places(written)[-1] == r"    TryLater: the mail server does not know\n[address]"


def broken(turn: Turn) -> Outcome:
    """Break, with what was written in the words of the error."""
    raise ValueError(f"cannot read {turn.incoming.text!r} of {turn.address}")


BROKEN = Heard(broken, EVERYONE)


async def heard(text: str) -> str:
    """What Chantal is told by a bot whose help is broken."""
    skill = Skill("help", hears={"help": BROKEN})
    house = House(
        MemoryStore(),
        StillClock(NOW),
        Setup(local=True),
        Skills((skill,), {"help": BROKEN}, {"help": skill}),
        {},
    )
    incoming = Incoming(
        id="1",
        place=Place("terminal", "chantal@example.org"),
        sender=Sender("chantal@example.org", "Chantal Gagnon"),
        private=True,
        at=NOW,
        text=text,
    )
    return (await Assistant(house).hear(incoming)).text


def test_what_broke_a_skill_is_logged_under_the_reference_the_person_is_told(
    written: io.StringIO,
) -> None:
    told = asyncio.run(heard("aide"))
    found = re.search(r"sous la référence ([0-9a-f]{8})\.", told)
    assert found is not None
    assert lines(written)[0] == f"ERROR bot.assistant turn {found[1]} broke"
    assert places(written)[-2:] == ["    in broken", "    ValueError"]


def test_what_broke_a_skill_is_logged_without_what_was_written(written: io.StringIO) -> None:
    asyncio.run(heard(BODY))
    log = written.getvalue()
    assert "ValueError" in log
    assert [each for each in ("4711", "PIN", "chantal", "\x1b") if each in log] == []


def test_a_log_for_programs_is_an_object_a_line_and_as_silent() -> None:
    with pytest.raises(FileNotFoundError) as problem:
        Path("/nowhere/at/all").read_bytes()
    trouble = (problem.type, problem.value, problem.tb)
    words = "no room for %s\nwith secret-of-ours"
    record = logging.LogRecord("bot.x", logging.ERROR, "x", 1, words, ("a@b.ca",), trouble)
    record.created = NOW.timestamp()
    line = JsonFormatter({"secret-of-ours"}).format(record)
    found = json.loads(line)
    trace = found.pop("trace")
    assert (line.count("\n"), trace[-1]) == (0, "FileNotFoundError: No such file or directory")
    assert (
        trace[0].partition(" in ")[2] == "test_a_log_for_programs_is_an_object_a_line_and_as_silent"
    )
    assert found == {
        "at": "2027-01-12T14:00:00.000+00:00",
        "level": "ERROR",
        "logger": "bot.x",
        "message": r"no room for [address]\nwith [secret]",
    }
