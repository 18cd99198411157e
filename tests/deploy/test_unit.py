"""The unit of systemd: how little a bot may do that somebody has broken into."""

import re
import shutil
import subprocess

import pytest

from tests.deploy.wheel import ROOT

MOST = 2.0
"""Of ten, as systemd counts; below it calls a service “OK”, the best but one of its words."""


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
def test_the_unit_exposes_little() -> None:
    unit = ROOT / "deploy/circuit.service"
    said = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", unit],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    found = re.search(r"Overall exposure level for circuit\.service: (\d+\.\d)", said)
    assert found is not None
    assert float(found[1]) <= MOST
