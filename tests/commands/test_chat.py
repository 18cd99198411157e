"""``circuit chat``: a line is a message; a talk goes as written, or the difference is shown."""

import os
import pty
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from bot.__main__ import main

from .shell import LONGEST, PRODUCTION, ROOT, circuit, environment

pytestmark = pytest.mark.slow

TALK = """\
Now: 2027-01-12 09:00
Tom: hello
Bot: Hello Tom! Write “help” to see what you can ask me.
"""


def played(
    folder: Path, talk: str | bytes, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str, str]:
    """The exit code, what was printed and what was refused, of a talk in a file."""
    file = folder / "story.talk"
    file.write_bytes(talk if isinstance(talk, bytes) else talk.encode())
    code = main(["chat", "--script", str(file)])
    said = capsys.readouterr()
    return code, said.out.replace(f"{file}: ", ""), said.err.replace(str(file), "story.talk")


def test_every_line_of_a_pipe_is_a_message(tmp_path: Path) -> None:
    lines = "hello\r\n\n   \nbonjour"
    ended = circuit(tmp_path, "chat", "--as", " Tom@Example.org ", typed=lines)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert [line.partition("!")[0] for line in ended.stdout.splitlines()] == [
        "Hello Tom",
        "Bonjour Tom",
    ]


def test_what_is_found_out_meanwhile_is_told_at_the_terminal(tmp_path: Path) -> None:
    create = "create session last Thursday of February at 1 pm about biometrics / la biométrie"
    typed = f"{create}\ncheck everything for session 1\n"
    said = circuit(tmp_path, "chat", "--as", "ana@example.org", typed=typed).stdout
    assert "Session 1, “biometrics”: 4 things need somebody." in said.splitlines()


def test_a_card_does_not_say_again_what_the_words_beside_it_say(tmp_path: Path) -> None:
    lines = circuit(tmp_path, "chat", "--as", "ana@example.org", typed="create session").stdout
    asked = "What will the session be about, and when? Fill in the card, or answer with its title."
    assert [line.strip() for line in lines.splitlines()][:2] == [asked, "Title in English"]
    assert lines.count(asked) == 1


def test_a_terminal_without_accents_shows_what_it_can(tmp_path: Path) -> None:
    ended = circuit(
        tmp_path, "chat", "--as", "chantal@example.org", typed="bonjour", PYTHONIOENCODING="ascii"
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("Bonjour Chantal! ")
    assert "?" in ended.stdout


def test_a_message_of_a_million_letters_is_answered(tmp_path: Path) -> None:
    ended = circuit(tmp_path, "chat", "--as", "tom@example.org", typed="x" * 2_000_000)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert len(ended.stdout.splitlines()) == 1


@pytest.mark.parametrize("address", ["ana", "Ana <ana@example.org>", "a@b.ca,c@d.ca", ""])
def test_somebody_without_one_address_is_refused(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["chat", "--as", address]) == 1
    assert capsys.readouterr() == (
        "",
        "circuit: --as takes one mail address, such as ana@example.org.\n",
    )


def test_nobody_is_somebody_else_in_production(tmp_path: Path) -> None:
    ended = circuit(tmp_path, "chat", "--as", "ana@example.org", typed="help", **PRODUCTION)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == (
        "circuit: circuit chat is for local mode: "
        "in production, a chat platform says who people are.\n"
    )
    assert not (tmp_path / "data").exists()


def test_a_person_who_leaves_by_control_c_is_let_go_at_once(tmp_path: Path) -> None:
    keyboard, terminal = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "chat", "--as", "tom@example.org"],
        cwd=tmp_path,
        env=environment(),
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # What is started in the background is made deaf to Ctrl+C.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as process:
        assert process.stdout is not None
        assert process.stdout.read(2) == b"> "
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=LONGEST)
    os.close(keyboard)
    os.close(terminal)
    assert (process.returncode, out, err) == (0, b"", b"")


def test_a_talk_that_goes_as_written_is_exit_0(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert played(tmp_path, TALK, capsys) == (0, "as written, 2 steps\n", "")


def test_a_talk_that_goes_otherwise_is_exit_1_with_the_difference(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = played(tmp_path, TALK.replace("Hello Tom!", "Hi Tom!"), capsys)
    assert (code, err) == (1, "")
    assert out.splitlines() == [
        "line 2: expected",
        "Bot: Hi Tom! Write “help” to see what you can ask me.",
        "got",
        "Bot: Hello Tom! Write “help” to see what you can ask me.",
    ]


@pytest.mark.parametrize(
    ("talk", "words"),
    [
        ("", "A talk begins with a line such as “Now: 2027-01-12 09:00”."),
        ("Tom: hello\n", "A talk begins with a line such as “Now: 2027-01-12 09:00”."),
        (TALK + "what\n", "line 4: this is neither said, pressed nor expected: what"),
        (TALK + "Zoe: hi\n", "line 4: nobody here is Zoe; there are Ana, Ben, Sam, Chantal, Tom, Dana."),
        ("Now: 2027-13-45 09:00\n", "story.talk is not a talk: month must be in 1..12."),
    ],
)  # fmt: skip
def test_a_talk_that_cannot_be_read_is_refused_with_words(
    talk: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert played(tmp_path, talk, capsys) == (1, "", f"circuit: {words}\n")


def test_a_button_nobody_was_shown_is_a_difference(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = played(tmp_path, TALK + "Tom presses yes\n", capsys)
    assert (code, out, err) == (1, "line 4: no card in Tom has a button “yes”\n", "")


def test_a_file_that_is_no_text_is_refused_with_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = played(tmp_path, b"\xff\xfe", capsys)
    assert (code, out) == (1, "")
    assert err.startswith("circuit: story.talk is not a talk: ")
    assert main(["chat", "--script", str(tmp_path / "none.talk")]) == 1
    assert capsys.readouterr().err == (
        f"circuit: {tmp_path}/none.talk cannot be read: No such file or directory.\n"
    )


def test_a_talk_goes_the_same_way_whatever_the_settings_are(tmp_path: Path) -> None:
    (tmp_path / "circuit.env").write_text("CIRCUIT_MODE=production\nCIRCUIT_ORGANISERS=x@y.ca\n")
    talk = str(ROOT / "tests/talks/session_create_en.talk")
    ended = circuit(tmp_path, "chat", "--script", talk, CIRCUIT_MODE="production")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == [tmp_path / "circuit.env"]
