"""The scripts that install bots, in a clean Debian: installed, upgraded, gone back from, restored."""

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
        self.root = folder / "root"
        self.ports = {"circuit": free_port(), "circuit-lab": free_port()}
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

    def settings(self, name: str) -> Path:
        """The file with the settings of an installation."""
        return self.root / f"etc/{name}/circuit.env"

    def fill_in(self, name: str) -> str:
        """Write settings that do; what was written."""
        own = {"CIRCUIT_DATA": f"/var/lib/{name}", "CIRCUIT_PORT": str(self.ports[name])}
        written = "".join(f"{each}={value}\n" for each, value in (PRODUCTION | own).items())
        self.settings(name).write_text(written)
        return written

    def backups(self, name: str) -> list[str]:
        """The backups of an installation, the newest last."""
        return sorted(each.name for each in (self.root / "var/backups" / name).iterdir())

    @contextmanager
    def serving(self, name: str = "circuit") -> Iterator[None]:
        """While this lasts, the bot serves."""
        command = ["chroot", str(self.root), name, "run"]
        process = subprocess.Popen(command, env={"PATH": PATH})
        try:
            self._await_ready(self.ports[name])
            yield
        finally:
            process.terminate()
            process.wait(timeout=60)

    def _await_ready(self, port: int) -> None:
        until = monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as response:
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
    settings = debian.settings("circuit")
    assert "circuit is not started yet" in first
    assert (settings.stat().st_mode & 0o777, settings.stat().st_uid) == (0o640, 0)
    written = debian.fill_in("circuit")
    debian.install()
    debian.run("sh", "/root/deploy/team.sh", "lab", "lab.example.org")
    debian.fill_in("circuit-lab")
    old = debian.version()
    with debian.serving(), debian.serving("circuit-lab"):
        debian.newer()
        said = debian.install()
    newest = debian.backups("circuit")[-1]
    assert f"Every record is in /var/backups/circuit/{newest}." in said
    assert (
        f"Every record is in /var/backups/circuit-lab/{debian.backups('circuit-lab')[-1]}." in said
    )
    assert (settings.read_text(), debian.version() == old) == (written, False)
    with debian.serving(), debian.serving("circuit-lab"):
        pass
    debian.run("sh", "-c", 'ln -sfn "$(cat /opt/circuit/previous)" /opt/circuit/current')
    assert debian.version() == old
    debian.run("mv", "/var/lib/circuit", "/var/lib/circuit.newer")
    debian.run(*"install -d -m 0700 -o circuit -g circuit /var/lib/circuit".split())
    debian.run("circuit", "restore", f"/var/backups/circuit/{newest}")
    with debian.serving():
        pass
