"""Our wheel, built from the code as it stands and installed where nothing else of ours is."""

import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = ("bot", "storage", "cards", "pyproject.toml", "setup.py", "README.md", "LICENSE")
LONGEST = 300


def built(folder: Path) -> Path:
    """The wheel, built from a copy of the code."""
    code = folder / "code"
    for each in SOURCES:
        if (ROOT / each).is_dir():
            shutil.copytree(ROOT / each, code / each, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            code.mkdir(exist_ok=True)
            shutil.copy(ROOT / each, code / each)
    (code / "node_modules").symlink_to((ROOT / "node_modules").resolve())
    _pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, code)
    return next(folder.glob("circuit-*.whl"))


def installed(wheel: Path, folder: Path) -> Path:
    """The folder of a fresh environment's programs; what we depend on is that of the tests."""
    venv.create(folder, with_pip=False)
    python = folder / "bin/python"
    _pip("--python", python, "install", "--no-deps", "--no-index", wheel)
    packages = next((folder / "lib").glob("python3*/site-packages"))
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin"


def _pip(*arguments: object) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*command, *map(str, arguments)], check=True, timeout=LONGEST)
