"""``circuit teams-package``: the app package to upload in Microsoft Teams."""

import importlib.metadata
from pathlib import Path

from bot.commands.start import begin
from bot.documents.teams_package import package
from bot.errors import Misconfigured
from bot.settings import Settings


def main(file: Path) -> int:
    """0 once the package is written."""
    chosen = begin()
    _refuse_unfit(chosen)
    version = importlib.metadata.version("circuit")
    try:
        file.write_bytes(package(chosen.teams_app_id, chosen.public_url, version))
    except OSError as problem:
        raise Misconfigured(
            f"The package could not be written to {file}: {problem.strerror or problem}."
        ) from problem
    print(f"The app is in {file}. In Teams: Apps, Manage your apps, Upload an app.")
    return 0


def _refuse_unfit(chosen: Settings) -> None:
    if not chosen.teams_app_id:
        raise Misconfigured(
            "CIRCUIT_TEAMS_APP_ID is missing: it is the application id of the bot's registration."
        )
    if not chosen.public_url.startswith("https://"):
        raise Misconfigured(
            "CIRCUIT_PUBLIC_URL must be the https:// address people reach the bot at."
        )
