"""The scripts that install bots, in a clean Debian: installed, upgraded, gone back from, restored."""

from pathlib import Path

import pytest

from tests.deploy.debian import Debian, in_prove

pytestmark = [pytest.mark.slow, in_prove]


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
