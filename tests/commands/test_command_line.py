"""What every command has in common: help, exit codes, words instead of tracebacks."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import main

from .shell import circuit, environment

pytestmark = pytest.mark.slow

COMMANDS = [
    "run",
    "work",
    "chat",
    "understand",
    "dates",
    "doctor",
    "teams-package",
    "power-automate-package",
    "import",
    "export",
    "mailbox",
    "poll",
    "promotion",
    "rehearse",
    "report",
    "dossier",
    "misses",
    "outbox",
    "backup",
    "restore",
    "move-store",
]


def test_help_is_a_short_list_of_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert re.findall(r"^    ([a-z-]+)", said, re.MULTILINE) == COMMANDS
    assert len(said.splitlines()) < 40


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_of_its_own(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: circuit {command} ")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["dance"],
        ["--loud"],
        ["run", "--loud"],
        ["backup"],
        ["restore", "one", "two"],
        ["chat"],
        ["chat", "--as"],
        ["chat", "--as", "ana@example.org", "--script", "story.talk"],
    ],
)
def test_wrong_usage_is_exit_2_with_the_right_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (2, "")
    assert said.err.startswith("usage: circuit")


@pytest.mark.parametrize("command", [["run"], ["backup", "copy"], ["chat", "--as", "a@b.ca"]])
def test_a_refusal_is_exit_1_with_words_and_no_traceback(
    command: list[str], tmp_path: Path
) -> None:
    ended = circuit(tmp_path, *command, CIRCUIT_PORT="many", CIRCUIT_MODE="perhaps")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.splitlines() == [
        "circuit: CIRCUIT_MODE must be local or production.",
        "circuit: CIRCUIT_PORT must be a port number, such as 3978.",
    ]
    assert not (tmp_path / "data").exists()


def test_a_reader_who_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "dates"],
        cwd=tmp_path,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stdin is not None
        process.stdin.write(b'{"id": 1}\n')
        process.stdin.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == 0
