"""Commands as processes of their own, in a folder of their own, with settings of their own."""

import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
LONGEST = 30
PRODUCTION = {
    "CIRCUIT_MODE": "production",
    "CIRCUIT_PUBLIC_URL": "https://circuit.example.org",
    "CIRCUIT_SECRET": "aGk4Zr-Qv7_pL2mXw9Tb",
    "CIRCUIT_ORGANISERS": "ana@example.org",
    "CIRCUIT_DOMAINS": "example.org",
    "CIRCUIT_SMTP_URL": "smtps://circuit:p%40ss-w0rd@127.0.0.1",
    "CIRCUIT_MAIL_FROM": "circuit@example.org",
    "CIRCUIT_MAIL_REPLY_TO": "team@example.org",
}


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(**settings: str) -> dict[str, str]:
    """The environment of this process, with these settings and no others."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CIRCUIT_")}
    return {**kept, "PYTHONPATH": str(ROOT), "CIRCUIT_DATA": "data", **settings}


def circuit(
    folder: Path, *arguments: str, typed: str = "", **settings: str
) -> subprocess.CompletedProcess[str]:
    """A command that came to its end."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        check=False,
        cwd=folder,
        env=environment(**settings),
        input=typed,
        capture_output=True,
        text=True,
        timeout=LONGEST,
    )


@dataclass
class Running:
    """A bot that serves."""

    process: subprocess.Popen[bytes]
    port: int
    lines: list[str] = field(default_factory=list)

    def wait_for(self, words: str) -> None:
        """Return once the log says these words."""
        assert self.process.stderr is not None
        while not self.lines or words not in self.lines[-1]:
            ready, _, _ = select.select([self.process.stderr], [], [], LONGEST)
            line = self.process.stderr.readline() if ready else b""
            assert line, f"it never said “{words}”, but {self.lines}"
            self.lines.append(line.decode())

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> int:
        """The exit code, once it has stopped; ``lines`` hold its log then, the last one too."""
        self.process.send_signal(sign)
        _, rest = self.process.communicate(timeout=LONGEST)
        self.lines += rest.decode().splitlines(keepends=True)
        return self.process.returncode

    @property
    def log(self) -> str:
        """What it said on standard error."""
        return "".join(self.lines)


@contextmanager
def running(folder: Path, **settings: str) -> Iterator[Running]:
    """A bot that serves on a free port, in local mode in the afternoon.

    In the morning it writes its digest by itself.
    """
    port = free_port()
    if settings.get("CIRCUIT_MODE") != "production":
        settings = {"CIRCUIT_CLOCK": "2027-01-12T14:00:00-05:00", **settings}
    command = [sys.executable, "-m", "bot", "run"]
    with started(command, folder, port, CIRCUIT_PORT=str(port), **settings) as bot:
        bot.wait_for("listening on")
        yield bot


@contextmanager
def working(folder: Path, **settings: str) -> Iterator[Running]:
    """A process that sends and asks what is due, and serves nobody."""
    with started([sys.executable, "-m", "bot", "work"], folder, 0, **settings) as worker:
        worker.wait_for("at work")
        yield worker


@contextmanager
def started(command: Sequence[str], folder: Path, port: int, **settings: str) -> Iterator[Running]:
    """A process of the bot; killed when it is left."""
    process = subprocess.Popen(
        command,
        bufsize=0,
        cwd=folder,
        env=environment(**settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        try:
            yield Running(process, port)
        finally:
            process.kill()
