"""The script that installs the bot, in a clean Debian: installed, upgraded, gone back from, restored."""

import json
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pytest

from tests.commands.shell import PRODUCTION, free_port
from tests.deploy.wheel import ROOT, built

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        os.environ.get("CIRCUIT_PROVE") != "1" or os.geteuid() != 0 or not shutil.which("debootstrap"),
        reason="takes minutes, root, debootstrap and a mirror of Debian; make prove runs it",
    ),
]  # fmt: skip
LONGEST = 1_200
PATH = "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
READY = {"ready": True, "store": "open", "outbox": "running"}


class Debian:
    """A Debian in a folder, with nothing in it but what every Debian has."""

    def __init__(self, folder: Path) -> None:
        self.root, self.port = folder / "root", free_port()
        _done("debootstrap", "--variant=minbase", "bookworm", self.root)
        shutil.copytree(ROOT / "deploy", self.root / "root/deploy")
        self.dist = self.root / "root/dist"
        _wheels(folder, self.dist)

    def run(self, *command: str) -> str:
        """What a command says, run there as root."""
        return _done("chroot", self.root, *command)

    def install(self) -> str:
        """What the script says."""
        return self.run("sh", "/root/deploy/install.sh", "/root/dist")

    def newer(self) -> None:
        """Let the wheel be another one, as that of the next version is."""
        with zipfile.ZipFile(next(self.dist.glob("circuit-*.whl")), "a") as wheel:
            wheel.writestr("bot/next_version.txt", "newer")

    def version(self) -> str:
        """The version that commands and the service use."""
        return self.run("readlink", "/opt/circuit/current").strip()

    @contextmanager
    def serving(self) -> Iterator[None]:
        """While this lasts, the bot serves."""
        command = ["chroot", str(self.root), "circuit", "run"]
        process = subprocess.Popen(command, env={"PATH": PATH})
        try:
            self._await_ready()
            yield
        finally:
            process.terminate()
            process.wait(timeout=60)

    def _await_ready(self) -> None:
        until = monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz") as response:
                    assert json.load(response) == READY
                    return
            except urllib.error.URLError:
                assert monotonic() < until


def _done(*command: object) -> str:
    environment = {"PATH": PATH, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        [str(each) for each in command],
        env=environment, capture_output=True, text=True, check=False, timeout=LONGEST,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _wheels(folder: Path, dist: Path) -> None:
    """What ``make wheels`` gives."""
    locked = (ROOT / "requirements.lock").read_text().splitlines()
    pinned = [line.removesuffix(" \\") for line in locked if "--hash" not in line]
    versions = folder / "versions.txt"
    versions.write_text("\n".join(pinned))
    ours = f"{built(folder)}[postgres]"
    command = [sys.executable, "-m", "pip", "--quiet", "wheel", "--wheel-dir", str(dist)]
    subprocess.run([*command, "--constraint", str(versions), ours], check=True, timeout=LONGEST)


def test_a_bot_is_installed_upgraded_and_gone_back_from_in_a_clean_debian(tmp_path: Path) -> None:
    debian = Debian(tmp_path)
    first = debian.install()
    settings = debian.root / "etc/circuit/circuit.env"
    assert "it is not started yet" in first
    assert (settings.stat().st_mode & 0o777, settings.stat().st_uid) == (0o640, 0)
    given = {**PRODUCTION, "CIRCUIT_DATA": "/var/lib/circuit", "CIRCUIT_PORT": str(debian.port)}
    written = "".join(f"{name}={value}\n" for name, value in given.items())
    settings.write_text(written)
    debian.install()
    old = debian.version()
    with debian.serving():
        debian.newer()
        said = debian.install()
    backups = [each.name for each in (debian.root / "var/backups/circuit").iterdir()]
    newest = sorted(backups)[-1]
    assert f"Every record is in /var/backups/circuit/{newest}." in said
    assert (settings.read_text(), debian.version() == old) == (written, False)
    with debian.serving():
        pass
    debian.run("sh", "-c", 'ln -sfn "$(cat /opt/circuit/previous)" /opt/circuit/current')
    assert debian.version() == old
    debian.run("mv", "/var/lib/circuit", "/var/lib/circuit.newer")
    debian.run(*"install -d -m 0700 -o circuit -g circuit /var/lib/circuit".split())
    debian.run("circuit", "restore", f"/var/backups/circuit/{newest}")
    with debian.serving():
        pass
