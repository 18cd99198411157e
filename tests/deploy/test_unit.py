"""The units of systemd: sound, and how little a bot may do that somebody has broken into."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.deploy.machine import can_be_had, machine
from tests.deploy.wheel import ROOT

MOST = 2.0
"""Of ten, as systemd counts; below it calls a service “OK”, the best but one of its words."""
pytestmark = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="there is no systemd here"
)
VERIFIED = ("circuit.service", "circuit@lab.service")


def test_the_unit_exposes_little() -> None:
    unit = ROOT / "deploy/circuit.service"
    said = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", unit],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    found = re.search(r"Overall exposure level for circuit\.service: (\d+\.\d)", said)
    assert found is not None
    assert float(found[1]) <= MOST


@pytest.mark.slow
@pytest.mark.skipif(not can_be_had(), reason="needs root and unshare")
def test_the_units_as_they_are_installed_are_sound_and_another_teams_is_the_same_but_for_its_name(
    tmp_path: Path,
) -> None:
    with machine(tmp_path) as host:
        host.run("sh", ROOT / "deploy/team.sh", "lab", "lab.example.org")
        units = "/etc/systemd/system"
        verified = host.tried("systemd-analyze", "verify", *(f"{units}/{e}" for e in VERIFIED))
        first, another = (
            host.run("cat", f"{units}/{name}") for name in ("circuit.service", "circuit@.service")
        )
    assert (verified.returncode, verified.stdout + verified.stderr) == (0, "")
    assert another.replace("circuit-%i", "circuit").replace(" (%i)", "") == first
    assert another.count("circuit-%i") == 7
