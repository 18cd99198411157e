"""What we depend on: looked through for newer versions twice a year at least."""

import subprocess

import pytest

from tests.commands.shell import ROOT

OLDEST = "180 days ago"
"""``make audit`` asks the network what is known of holes; where it can't, the age must do."""


def changes(lock: str, *limits: str) -> str:
    """The last change of a lock within the limits; empty where there is none, or no history."""
    command = ["git", "log", "-1", "--format=%cI", *limits, "--", lock]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("lock", ["requirements.lock", "package-lock.json"])
def test_the_lock_is_younger_than_half_a_year(lock: str) -> None:
    if not changes(lock):
        pytest.skip("the history of the code is not here")
    assert changes(lock, f"--since={OLDEST}"), "bring the versions up to date, then “make audit”"
