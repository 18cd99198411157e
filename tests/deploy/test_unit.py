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
VERIFIED = (
    "circuit.service",
    "circuit@lab.service",
    "circuit-work.service",
    "circuit-work@lab.service",
)


@pytest.mark.parametrize("name", ["circuit", "circuit-work"])
def test_the_unit_exposes_little(name: str) -> None:
    unit = ROOT / f"deploy/{name}.service"
    said = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", unit],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    found = re.search(rf"Overall exposure level for {name}\.service: (\d+\.\d)", said)
    assert found is not None
    assert float(found[1]) <= MOST


def test_a_worker_may_do_what_a_bot_may() -> None:
    bot, worker = (
        (ROOT / f"deploy/{name}.service").read_text().partition("\nRestart=")[2]
        for name in ("circuit", "circuit-work")
    )
    assert worker == bot


@pytest.mark.slow
@pytest.mark.skipif(not can_be_had(), reason="needs root and unshare")
def test_the_units_as_they_are_installed_are_sound_and_another_teams_is_the_same_but_for_its_name(
    tmp_path: Path,
) -> None:
    with machine(tmp_path) as host:
        host.run("sh", ROOT / "deploy/team.sh", "lab", "lab.example.org")
        units = "/etc/systemd/system"
        verified = host.tried("systemd-analyze", "verify", *(f"{units}/{e}" for e in VERIFIED))
        first, another, worker, its_worker = (
            host.run("cat", f"{units}/{name}.service")
            for name in ("circuit", "circuit@", "circuit-work", "circuit-work@")
        )
    assert (verified.returncode, verified.stdout + verified.stderr) == (0, "")
    assert another.replace("circuit-%i", "circuit").replace(" (%i)", "") == first
    assert another.count("circuit-%i") == 7
    assert its_worker.replace("circuit-%i", "circuit").replace(" (%i)", "") == worker
    assert its_worker.count("circuit-%i") == 10
