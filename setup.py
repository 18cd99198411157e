"""Builds the wheel with the page's own scripts in it, so that a server needs no Node."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

PACKAGES = Path(__file__).parent / "node_modules"
SCRIPTS = (
    "adaptivecards/LICENSE",
    "adaptivecards/dist/adaptivecards.min.js",
    "markdown-it/LICENSE",
    "markdown-it/dist/markdown-it.min.js",
)


class WithScripts(build_py):
    """Copies what the page needs of node_modules; where one works on the code, it stays there."""

    def run(self) -> None:
        """Build as ever, then copy."""
        super().run()
        if self.editable_mode:
            return
        place = Path(self.build_lib) / "bot/channels/pages/packages"
        for each in SCRIPTS:
            if not (PACKAGES / each).is_file():
                raise SystemExit(f"node_modules/{each} is missing. Run: make setup")
            (place / each).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(PACKAGES / each, place / each)


setup(cmdclass={"build_py": WithScripts})
