"""``circuit promotion``: every post of a session, the same beside a bot that runs and without one."""

import asyncio
import json
from pathlib import Path

import pytest

from bot.model.outcome import Outcome
from storage import open_store
from tests.promoting.house import RECORDS

from .shell import circuit, running

pytestmark = pytest.mark.slow

WIRE = (
    "Mini discussion “Digital credentials and privacy”, February 25, 1\u00a0p.m. (ET). "
    "Register: http://127.0.0.1:3978/r/1?from=wire-en"
)


def fill(folder: Path) -> None:
    """A store with a session that has its description and its speakers."""

    async def filled() -> None:
        store = await open_store(folder / "data")
        await store.run(Outcome(saves=RECORDS).regardless)
        await store.close()

    asyncio.run(filled())


def test_every_post_is_there_in_both_languages(tmp_path: Path) -> None:
    fill(tmp_path)
    done = circuit(tmp_path, "promotion", "--session", "1", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    rows = [(row["name"], row["lang"]) for row in found["channels"]]
    assert found["session"] == 1
    assert rows == [
        (name, language)
        for name in (
            "communications event group-digital group-open-government newsletter director partners"
            " attendees wire x gcmessage teams x-2"
        ).split()
        for language in ("en", "fr")
    ]
    assert next(row for row in found["channels"] if row["name"] == "wire") == {
        "name": "wire",
        "lang": "en",
        "text": WIRE,
        "count": len(WIRE),
        "limit": 140,
        "state": "draft",
    }
    assert {row["state"] for row in found["channels"]} == {"draft"}
    assert all(row["count"] <= row["limit"] or not row["limit"] for row in found["channels"])


@pytest.mark.slow
def test_the_same_is_said_beside_a_bot_that_runs(tmp_path: Path) -> None:
    fill(tmp_path)
    alone = circuit(tmp_path, "promotion", "--session", "1")
    with running(tmp_path, CIRCUIT_PUBLIC_URL="http://127.0.0.1:3978"):
        beside = circuit(tmp_path, "promotion", "--session", "1")
    assert (beside.returncode, beside.stdout) == (0, alone.stdout)
    assert alone.stdout.startswith(
        "pack for Communications / trousse pour les Communications (draft"
    )


def test_a_session_that_is_not_there_is_named(tmp_path: Path) -> None:
    fill(tmp_path)
    done = circuit(tmp_path, "promotion", "--session", "99")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "circuit: I know of no session “99”. Write “list sessions” to see them.\n"
    )
