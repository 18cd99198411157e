"""A machine to install on: this one, with folders of its own where an installation puts things."""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.commands.shell import ROOT

PATH = "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
CHANGED = ("/etc", "/opt", "/usr/local/bin", "/var/lib", "/var/backups", "/var/log")
LONGEST = 120
HIDDEN = """
mount -t tmpfs tmpfs /mnt
for each in {changed}; do
    mkdir -p "/mnt/new$each" "/mnt/work$each"
    mount -t overlay overlay -o "lowerdir=$each,upperdir=/mnt/new$each,workdir=/mnt/work$each" "$each"
done
mkdir -p /mnt/code /mnt/python /mnt/packages
mount --bind "{code}" /mnt/code
mount --bind "{python}" /mnt/python
mount --bind "{packages}" /mnt/packages
mkdir -p /opt/circuit/1/bin
cp "{program}" /opt/circuit/1/bin/circuit
ln -s /opt/circuit/1 /opt/circuit/current
echo ready
exec sleep infinity
"""
PROGRAM = """#!/bin/sh
export PYTHONPATH=/mnt/code:/mnt/packages PYTHONDONTWRITEBYTECODE=1 PYTHONHOME=/mnt/python LD_LIBRARY_PATH=/mnt/python/lib
exec /mnt/python/bin/python3 -m bot "$@"
"""
"""What install.sh puts in place, with the code of these tests in it."""


class Machine:
    """Commands run in it see its folders; nothing of them is left outside."""

    def __init__(self, pid: int) -> None:
        self._inside = ["nsenter", f"--mount=/proc/{pid}/ns/mnt"]

    def run(self, *command: object) -> str:
        """What a command says, run there as root; it must succeed."""
        done = self.tried(*command)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def tried(self, *command: object) -> subprocess.CompletedProcess[str]:
        """What came of a command."""
        return subprocess.run(
            [*self._inside, *map(str, command)],
            env={"PATH": PATH}, cwd="/", capture_output=True, text=True, check=False, timeout=LONGEST,
        )  # fmt: skip

    def started(self, *command: object) -> subprocess.Popen[bytes]:
        """A command that goes on."""
        return subprocess.Popen([*self._inside, *map(str, command)], env={"PATH": PATH}, cwd="/")


@contextmanager
def machine(folder: Path) -> Iterator[Machine]:
    """A machine on which the program is installed, and nothing is set up; it needs root."""
    program = folder / "circuit"
    program.write_text(PROGRAM)
    program.chmod(0o755)
    script = HIDDEN.format(
        changed=" ".join(CHANGED), code=ROOT, python=sys.base_prefix,
        packages=sysconfig.get_path("purelib"), program=program,
    )  # fmt: skip
    process = subprocess.Popen(
        ["unshare", "--mount", "sh", "-euc", script], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield Machine(process.pid)
    finally:
        process.kill()
        process.communicate()


def can_be_had() -> bool:
    """Whether we may make one here."""
    return os.geteuid() == 0 and shutil.which("unshare") is not None
