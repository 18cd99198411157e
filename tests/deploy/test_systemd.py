"""The services under systemd: started at boot, begun again when killed, upgraded, stopped at once."""

from pathlib import Path

import pytest

from tests.deploy.debian import Debian, in_prove

pytestmark = [pytest.mark.slow, in_prove]
HELD_BACK = {"NoNewPrivileges": "yes", "PrivateUsers": "yes", "ProtectSystem": "strict"}


def _shown(debian: Debian, *names: str) -> dict[str, str]:
    """What systemd says of the first service."""
    lines = debian.run("systemctl", "show", f"--property={','.join(names)}", "circuit").splitlines()
    return dict(line.split("=", 1) for line in lines)


def test_two_bots_are_started_at_boot_begun_again_when_killed_and_upgraded_under_systemd(
    tmp_path: Path,
) -> None:
    debian = Debian(tmp_path, "systemd", "dbus")
    with debian.booted():
        assert "circuit is not started yet" in debian.install()
        debian.fill_in("circuit")
        assert "Started: journalctl -u circuit shows its log." in debian.install()
        debian.run("sh", "/root/deploy/team.sh", "lab", "lab.example.org")
        debian.fill_in("circuit-lab")
        lab = debian.run("sh", "/root/deploy/team.sh", "lab", "lab.example.org")
        assert "Started: journalctl -u circuit@lab shows its log." in lab
        for each in ("circuit", "circuit-lab"):
            debian.await_ready(each)
    with debian.booted():
        for each in ("circuit", "circuit-lab"):
            debian.await_ready(each)
        assert _shown(debian, *HELD_BACK) == HELD_BACK
        killed = _shown(debian, "MainPID")
        debian.run("systemctl", "kill", "--signal=KILL", "circuit")
        debian.until(lambda: _shown(debian, "MainPID") not in (killed, {"MainPID": "0"}))
        debian.await_ready("circuit")
        again = _shown(debian, "MainPID")
        debian.run("circuit", "backup", "/tmp/now.backup")
        assert debian.run("stat", "--format=%a %U", "/tmp/now.backup") == "600 circuit\n"
        debian.newer()
        said = debian.install()
        newest = debian.backups("circuit")[-1]
        assert f"Every record is in /var/backups/circuit/{newest}." in said
        for each in ("circuit", "circuit-lab"):
            debian.await_ready(each)
        upgraded = _shown(debian, "MainPID")
        assert len({each["MainPID"] for each in (killed, again, upgraded)}) == 3
        debian.run("systemctl", "stop", "circuit", "circuit@lab")
        ended = {"Result": "success", "ExecMainStatus": "0"}
        assert _shown(debian, *ended) == ended
        assert debian.run("systemctl", "--failed", "--plain", "--no-legend") == ""
