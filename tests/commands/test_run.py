"""``circuit run``: a bot that serves, and the commands beside it."""

import http.client
import os
import resource
import signal
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.segments import CLOSED

from .shell import LONGEST, PRODUCTION, Running, circuit, free_port, running

pytestmark = pytest.mark.slow

CREATE = "create session February 25, 2027 at 1 pm about biometrics\nla biométrie\n"


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Running]:
    """A bot in local mode; its data are in the folder data."""
    with running(tmp_path) as bot:
        yield bot


def status(bot: Running, path: str = "/healthz") -> int:
    """How a bot answers to a browser."""
    connection = http.client.HTTPConnection("127.0.0.1", bot.port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def last_line(data: Path) -> bytes:
    """The last line of the store's last journal."""
    return max(data.glob("*.journal")).read_bytes().splitlines(keepends=True)[-1]


def said(folder: Path, words: str) -> str:
    """What Ana is told in a terminal."""
    return circuit(folder, "chat", "--as", "ana@example.org", typed=words).stdout


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_bot_that_is_told_to_stop_closes_its_store(
    sign: signal.Signals, bot: Running, tmp_path: Path
) -> None:
    assert last_line(tmp_path / "data") != CLOSED
    assert bot.stop(sign) == 0
    assert last_line(tmp_path / "data") == CLOSED
    assert not (tmp_path / "data/control.sock").exists()
    assert [line for line in bot.lines if " INFO " not in line] == []


def test_a_bot_stops_while_somebody_looks_and_somebody_talks(bot: Running, tmp_path: Path) -> None:
    page = http.client.HTTPConnection("127.0.0.1", bot.port, timeout=10)
    page.request("GET", "/local/stream")
    assert page.getresponse().status == 200
    talker = socket.socket(socket.AF_UNIX)
    talker.connect(str(tmp_path / "data/control.sock"))
    talker.sendall(b'{"command": "chat", "arguments": {"address": "tom@example.org"}}\n')
    assert talker.recv(100) == b'{"ready": true}\n'
    assert bot.stop() == 0
    assert last_line(tmp_path / "data") == CLOSED
    assert talker.recv(100) == b""
    talker.close()
    page.close()
    assert [line for line in bot.lines if " INFO " not in line] == []


def test_a_second_bot_on_the_same_folder_is_refused_with_words(
    bot: Running, tmp_path: Path
) -> None:
    second = circuit(tmp_path, "run", CIRCUIT_PORT=str(free_port()))
    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr == (
        "circuit: Another Circuit is already using data. Stop it first, or give it your command: "
        "while it runs, it answers on data/control.sock.\n"
    )
    assert status(bot) == 200


def test_a_bot_that_was_killed_holds_nothing(bot: Running, tmp_path: Path) -> None:
    said(tmp_path, CREATE)
    assert bot.stop(signal.SIGKILL) == -signal.SIGKILL
    assert (tmp_path / "data/control.sock").exists()
    ended = circuit(tmp_path, "backup", "copy")
    assert (ended.returncode, ended.stderr) == (0, "")
    with running(tmp_path) as again:
        assert "biometrics" in said(tmp_path, "list sessions")
        assert again.stop() == 0


def test_a_port_that_is_taken_is_refused_with_words(bot: Running, tmp_path: Path) -> None:
    second = circuit(tmp_path, "run", CIRCUIT_DATA="other", CIRCUIT_PORT=str(bot.port))
    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr == (
        f"circuit: port {bot.port} is in use by another program; set CIRCUIT_PORT\n"
    )
    assert not (tmp_path / "other/control.sock").exists()


def test_what_the_bot_keeps_is_its_owners_alone(bot: Running, tmp_path: Path) -> None:
    said(tmp_path, CREATE + "invite kim@example.org to session 1\n")
    found = [tmp_path / "data", *(tmp_path / "data").iterdir()]
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in found}
    assert (modes["data"], modes["control.sock"]) == (0o700, 0o600)
    assert {name for name, mode in modes.items() if mode & 0o077 and not (tmp_path / "data" / name).is_dir()} == set()  # fmt: skip


def test_a_backup_beside_the_bot_goes_through_it(bot: Running, tmp_path: Path) -> None:
    said(tmp_path, CREATE)
    ended = circuit(tmp_path, "backup", "copy")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == f"Every record is in {tmp_path}/copy.\n"
    restored = circuit(tmp_path, "restore", "copy", CIRCUIT_DATA="new/data")
    assert (restored.returncode, restored.stderr) == (0, "")
    assert said(tmp_path / "new", "list sessions") == said(tmp_path, "list sessions")
    assert status(bot) == 200


def test_a_refusal_beside_the_bot_reads_like_one_without(bot: Running, tmp_path: Path) -> None:
    beside = circuit(tmp_path, "backup", "none/copy")
    restoring = circuit(tmp_path, "restore", "copy")
    assert bot.stop() == 0
    alone = circuit(tmp_path, "backup", "none/copy")
    assert (beside.returncode, beside.stdout, beside.stderr) == (
        alone.returncode,
        alone.stdout,
        alone.stderr,
    )
    assert beside.stderr == (
        f"circuit: {tmp_path}/none/copy cannot be written: No such file or directory.\n"
    )
    assert restoring.returncode == 1


def test_nothing_is_restored_under_a_running_bot(bot: Running, tmp_path: Path) -> None:
    circuit(tmp_path, "backup", "copy")
    ended = circuit(tmp_path, "restore", "copy")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("circuit: Another Circuit is already using data.")


def test_a_doctor_beside_the_bot_knows_that_it_runs(bot: Running, tmp_path: Path) -> None:
    ended = circuit(tmp_path, "doctor")
    assert "ok       the bot is running; 0 records when it started" in ended.stdout.splitlines()
    assert f"ok       port {bot.port} on 127.0.0.1" in ended.stdout.splitlines()
    assert ended.stderr == ""


def test_hostile_bytes_on_the_socket_do_not_stop_the_bot(bot: Running, tmp_path: Path) -> None:
    for sent in (os.urandom(4096), b"[" * 200_000 + b"\n", b"x" * 3_000_000, b"{}\n" * 1000):
        with socket.socket(socket.AF_UNIX) as hostile:
            hostile.connect(str(tmp_path / "data/control.sock"))
            try:
                hostile.sendall(sent)
            except ConnectionError:
                continue
    assert status(bot) == 200
    assert circuit(tmp_path, "backup", "copy").returncode == 0
    assert bot.stop() == 0
    assert "Traceback" not in bot.log


def test_the_log_of_a_conversation_holds_nothing_of_it(bot: Running, tmp_path: Path) -> None:
    said(tmp_path, CREATE + "invite kim@example.org to session 1\nannounce session 1\n")
    secret = (tmp_path / "data/secret").read_text("utf-8")
    assert bot.stop() == 0
    held = ("biom", "kim", "@", secret)
    assert [each for each in held if each in bot.log] == []


def test_a_bot_in_production_has_no_page_and_nobody_to_be(tmp_path: Path) -> None:
    with running(tmp_path, **PRODUCTION) as bot:
        assert (status(bot), status(bot, "/")) == (200, 404)
        ended = circuit(tmp_path, "chat", "--as", "ana@example.org", typed="help")
        assert (ended.returncode, ended.stdout) == (1, "")
        assert ended.stderr == (
            "circuit: circuit chat is for local mode: "
            "in production, a chat platform says who people are.\n"
        )
        assert bot.stop() == 0
    held = (PRODUCTION["CIRCUIT_SECRET"], "w0rd", "@", "Traceback")
    assert [each for each in held if each in bot.log] == []


def test_a_bot_whose_disk_refuses_a_write_stops_with_words(bot: Running, tmp_path: Path) -> None:
    resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (1, 1))
    ended = circuit(tmp_path, "chat", "--as", "ana@example.org", typed=CREATE)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("circuit: ")
    bot.wait_for("the bot cannot go on")
    assert bot.process.wait(LONGEST) == 1
    assert "StoreBroken: the disk refused a write: [Errno 27] File too large" in bot.log
    assert [each for each in ("biom", "@", "Traceback") if each in bot.log] == []
