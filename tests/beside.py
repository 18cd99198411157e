"""What lies beside the project: published specifications, and sentences that others labelled."""

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared" / "data"
SPECIFICATIONS = Path(os.environ.get("CIRCUIT_SPECS", SHARED / "specs"))
EXAMPLES = Path(os.environ.get("CIRCUIT_EXAMPLES", SHARED))


def specification(name: str) -> Path:
    """A published specification; the test is left out where it is missing, in CI it may fail."""
    return _needed(SPECIFICATIONS / name, "CIRCUIT_SPECS")


def examples(name: str) -> Path:
    """Labelled sentences; the test is left out where they are missing, in CI it may fail."""
    return _needed(EXAMPLES / name, "CIRCUIT_EXAMPLES")


def _needed(file: Path, variable: str) -> Path:
    """The file; CI that says where it must be fails without it."""
    if not file.is_file():
        promised = os.environ.get("CI") == "true" and variable in os.environ
        (pytest.fail if promised else pytest.skip)(f"no {file}")
    return file
