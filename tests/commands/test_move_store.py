"""``circuit move-store``, and commands on a store in PostgreSQL."""

from pathlib import Path

import pytest

from tests.postgres import Server

from .shell import circuit

pytestmark = pytest.mark.slow
NAMED = (
    "A database is named by an address such as "
    "postgresql://circuit@db.example.org/circuit?schema=name.\n"
)
TYPED = "create session February 25, 2027 at 1 pm about biometrics\nla biométrie\n"


def test_a_session_goes_to_postgresql_and_back_and_into_a_backup(
    tmp_path: Path, postgres: Server
) -> None:
    url = postgres.url
    shown = "postgresql:///postgres"

    def ask(**settings: str) -> str:
        return circuit(
            tmp_path, "chat", "--as", "ana@example.org", typed="list sessions\n", **settings
        ).stdout

    assert circuit(tmp_path, "chat", "--as", "ana@example.org", typed=TYPED).returncode == 0
    before = ask()
    assert "biometrics" in before
    refused = circuit(tmp_path, "chat", "--as", "ana@example.org", CIRCUIT_STORE=url)
    assert (refused.returncode, refused.stderr.partition(". ")[0]) == (
        1,
        "circuit: CIRCUIT_STORE names a database that is empty, but data holds records",
    )
    moved = circuit(tmp_path, "move-store", "data", url)
    lines = moved.stdout.splitlines()
    assert lines[0].endswith(f" records are in {shown}, each checked.")
    assert lines[1:] == [
        "The old ones are kept in data/aside-1, out of use: remove them when you no longer need them.",
        "Now set CIRCUIT_STORE to its address and start the bot: circuit run",
    ]
    assert ask(CIRCUIT_STORE=url) == before
    looked = circuit(tmp_path, "doctor", CIRCUIT_STORE=url).stdout.splitlines()
    assert f"ok       records are in PostgreSQL, schema “{postgres.schema}”" in looked
    kept = circuit(tmp_path, "backup", "copy", CIRCUIT_STORE=url)
    assert (kept.returncode, kept.stdout) == (0, f"Every record is in {tmp_path}/copy.\n")
    again = circuit(tmp_path, "restore", "copy", CIRCUIT_STORE=url)
    assert again.stderr.startswith("circuit: The database already holds records")
    other = f"{url}_restored"
    assert circuit(tmp_path, "restore", "copy", CIRCUIT_STORE=other).returncode == 0
    assert ask(CIRCUIT_STORE=other) == before
    back = circuit(tmp_path, "move-store", url, "new")
    assert back.stdout.splitlines()[2] == (
        "Now set CIRCUIT_DATA=new, without CIRCUIT_STORE, and start the bot: circuit run"
    )
    assert ask(CIRCUIT_DATA="new") == before
    gone = circuit(tmp_path, "chat", "--as", "ana@example.org", CIRCUIT_STORE=url)
    assert "were moved to new" in gone.stderr


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("nothing", "circuit: There are no records where they were to be moved from.\n"),
        (
            "mysql://db.example.org/circuit",
            f"circuit: {NAMED}",
        ),
    ],
)
def test_what_cannot_be_moved_is_said(tmp_path: Path, source: str, words: str) -> None:
    ended = circuit(tmp_path, "move-store", source, "new")
    assert (ended.returncode, ended.stderr) == (1, words)
