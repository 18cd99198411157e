"""``circuit power-automate-package``: a flow to import, which brings a form's responses."""

from pathlib import Path

from bot.commands.start import begin
from bot.documents.flow_package import FORM, TOKEN, package
from bot.errors import Misconfigured


def main(file: Path) -> int:
    """0 once the package is written."""
    chosen = begin()
    if not chosen.public_url.startswith("https://"):
        raise Misconfigured("CIRCUIT_PUBLIC_URL must be the https:// address flows reach us at.")
    try:
        file.write_bytes(package(chosen.public_url))
    except OSError as problem:
        raise Misconfigured(
            f"The package could not be written to {file}: {problem.strerror or problem}."
        ) from problem
    print(f"The flow is in {file}. It was not tested in a tenant.")
    print("In Power Automate: My flows, Import, Import Package (Legacy).")
    print(f"Then put your form's id for {FORM}, and CIRCUIT_HOOK_TOKEN for {TOKEN}.")
    return 0
