"""``circuit misses``: what was not understood is kept without anything personal, and becomes examples."""

import asyncio
import json
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import app, settings
from bot.assistant.housekeeping import done_with
from bot.channels.terminal.stage import DirectStage
from bot.channels.terminal.talk import parse
from bot.commands.misses import block, kept
from bot.model.miss import Miss
from bot.model.record import View
from bot.understanding import masked

from .shell import circuit

pytestmark = pytest.mark.slow

NOW = datetime(2027, 1, 12, 14, 0, tzinfo=UTC)
TALK = """Now: 2027-01-12 09:00
Ana: create session February 25 at 1 pm about biometrics / la biométrie
Ana: yeet session 1
Ana: yeet session 1
Ana: 1
Tom: the weather is lovely
Ana: don't cancel session 1
"""


async def played(talk: str, **given: str) -> DirectStage:
    """A stage on which this was said."""
    steps = parse(talk)
    assert steps[0].now is not None
    stage = await app.stage(settings.read(given, Path("none")), steps[0].now)
    for step in steps[1:]:
        await stage.act(step)
    return stage


def misses(talk: str, **given: str) -> list[tuple[str, str, int, dict[str, int]]]:
    """What is kept after a talk: role, words, how often, and what it was said to mean."""

    async def scene() -> list[Miss]:
        stage = await played(talk, **given)
        return kept(stage._assistant.house.store.view())

    return [(m.role, m.words, m.count, dict(m.meant)) for m in asyncio.run(scene())]


def test_nothing_is_kept_unless_it_is_set() -> None:
    assert misses(TALK) == []


def test_what_was_not_understood_is_counted_with_what_it_meant() -> None:
    """What was held back on purpose is understood, and is not among them."""
    assert misses(TALK, CIRCUIT_MISSES="30") == [
        ("organiser", "yeet session #", 2, {"session.show": 1}),
        ("participant", "the weather is lovely", 1, {}),
    ]


def removed(view: View, now: datetime) -> list[str]:
    """The sentences that are taken out by then."""
    gone = [record for outcome in done_with(view, now) for record in outcome.removes]
    return [record.words for record in gone if isinstance(record, Miss)]


def test_it_goes_after_the_days_that_are_set() -> None:
    async def scene() -> list[list[str]]:
        stage = await played(TALK, CIRCUIT_MISSES="30")
        view = stage._assistant.house.store.view()
        over = NOW + timedelta(days=30)
        return [removed(view, over + timedelta(seconds=away)) for away in (-1, 1)]

    assert tuple(asyncio.run(scene())) == ([], ["yeet session #", "the weather is lovely"])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("call Priya Sharma at 613-555-0100 about session 2", "call … at # about session #"),
        ("inv sam.lee@example.org to session 1", "… ‹address› to session #"),
        ("see https://example.org/a?user=sam", "see ‹link›"),
        ("crée “Le dossier de Louise” vite", "crée ‹title› vite"),
        ("jean tremblay ne viendra pas", "… ne viendra pas"),
        ("priya can't come", "… can't come"),
        ("PRIYA SHARMA, CANCEL", "… , cancel"),
        ("Bonjour, je m'appelle Louise Tremblay, employée 123456", "bonjour , je m' appelle … , … #"),
        ("محمد session 2", "… session #"),
        ("@priya bonjour", "… bonjour"),
        ("yeet the session 2", "yeet the session #"),
        ("613 555 0100", ""),
        ("word " * 41, ""),
    ],
)  # fmt: skip
def test_nothing_personal_is_left(text: str, left: str) -> None:
    assert masked(text) == left


@pytest.mark.parametrize(
    ("language", "words", "said", "slots"),
    [
        ("en", "yeet session # , please", "yeet session 2, please", {"session": "2"}),
        ("fr", "vire la séance #", "vire la séance 2", {"session": "2"}),
    ],
)
def test_an_example_is_toml_with_the_slots_that_were_read(
    language: Any, words: str, said: str, slots: dict[str, str]
) -> None:
    miss = Miss(id="x", words=words, role="organiser", language=language, count=2, until=NOW)
    (example,) = tomllib.loads(block(miss, "session.cancel", NOW))["frame"]["example"]
    assert (example[language], example["role"], example["slots"]) == (said, "organiser", slots)


def test_the_command_lists_them_and_makes_an_example(tmp_path: Path) -> None:
    typed = "yeet session 1\nhello\n"
    circuit(tmp_path, "chat", "--as", "ana@example.org", typed=typed, CIRCUIT_MISSES="30")
    listed = circuit(tmp_path, "misses", "--json")
    row = json.loads(listed.stdout)
    assert (row["words"], row["role"], row["count"]) == ("yeet session #", "organiser", 1)
    made = circuit(tmp_path, "misses", "--example", "1", "--intent", "session.cancel")
    assert tomllib.loads(made.stdout)["frame"]["example"][0]["en"] == "yeet session 2"
    refused = circuit(tmp_path, "misses", "--example", "4")
    words = "circuit: There is no number 4: “circuit misses” lists 1.\n"
    assert (refused.returncode, refused.stderr) == (1, words)
