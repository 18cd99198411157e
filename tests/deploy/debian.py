"""A Debian of its own, in a folder: with nothing in it, or with systemd running there."""

import json
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.commands.shell import PRODUCTION, free_port
from tests.deploy.wheel import ROOT, built

in_prove = pytest.mark.skipif(
    os.environ.get("CIRCUIT_PROVE") != "1" or os.geteuid() != 0 or not shutil.which("debootstrap"),
    reason="takes minutes, root, debootstrap and a mirror of Debian; make prove runs it",
)
LONGEST = 1_200
PATH = "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
BOOT = """
mount --make-rprivate /
mount --bind "$1" "$1"
cd "$1"
mount -t proc proc proc
mount --bind proc/sys proc/sys
mount -o remount,ro,bind proc/sys
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs tmpfs run
mount -t tmpfs -o mode=755 tmpfs dev
for each in null zero full random urandom tty; do
    touch "dev/$each"
    mount --bind "/dev/$each" "dev/$each"
done
mkdir dev/shm dev/pts
mount -t tmpfs tmpfs dev/shm
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
ln -s pts/ptmx dev/ptmx
mkdir -p outside
pivot_root . outside
exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin \\
    sh -c 'umount -l /outside; exec /lib/systemd/systemd --show-status=0'
"""
"""How its systemd becomes the first process of a machine; nothing of the machine outside may change.

A mere chroot will not do: a process in one may make no user namespace (user_namespaces(7)), and the
unit asks for one.
"""
READY = {"ready": True, "store": "open", "outbox": "running"}


class Debian:
    """A Debian in a folder, with nothing in it but what every Debian has, and these packages."""

    def __init__(self, folder: Path, *packages: str) -> None:
        self.root = folder / "root"
        self._inside = ["chroot", str(self.root)]
        self.ports = {"circuit": free_port(), "circuit-lab": free_port()}
        more = [f"--include={','.join(packages)}"] if packages else []
        _done("debootstrap", "--variant=minbase", *more, "bookworm", self.root)
        shutil.copytree(ROOT / "deploy", self.root / "root/deploy")
        self.dist = self.root / "root/dist"
        _wheels(folder, self.dist)

    def run(self, *command: str) -> str:
        """What a command says, run there as root."""
        return _done(*self._inside, *command)

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
        process = subprocess.Popen([*self._inside, name, "run"], env={"PATH": PATH})
        try:
            self.await_ready(name)
            yield
        finally:
            process.terminate()
            process.wait(timeout=60)

    def await_ready(self, name: str) -> None:
        """Return once the bot serves."""
        self.until(lambda: _ready(self.ports[name]))

    @contextmanager
    def booted(self) -> Iterator[None]:
        """While this lasts, its systemd runs there as on a machine of its own."""
        spaces = "--pid --mount --uts --ipc --cgroup --fork --kill-child=KILL".split()
        outside = subprocess.Popen(
            ["unshare", *spaces, "sh", "-euc", BOOT, "boot", self.root], start_new_session=True
        )
        before = self._inside
        try:
            first = _child_of(outside.pid)
            self._inside = (
                f"nsenter --target {first} --pid --mount --uts --ipc --cgroup --root --wd".split()
            )
            self.until(self._is_running)
            yield
        finally:
            self._inside = before
            outside.kill()
            outside.wait(timeout=60)

    def _is_running(self) -> bool:
        """Whether its systemd has started everything."""
        asked = [*self._inside, "systemctl", "is-system-running"]
        return subprocess.run(asked, capture_output=True, check=False).stdout == b"running\n"

    def until(self, holds: Callable[[], bool]) -> None:
        """Return once this holds, within a minute."""
        until = monotonic() + 60
        while not holds():
            assert monotonic() < until
            sleep(0.1)


def _ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as response:
            return bool(json.load(response) == READY)
    except urllib.error.URLError:
        return False


def _child_of(pid: int) -> str:
    """The number of the one process that it has started, once it has."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    until = monotonic() + 60
    while not (found := children.read_text().split()):
        assert monotonic() < until
        sleep(0.01)
    return found[0]


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
