"""A server needs no Node: the wheel holds all that the page is made of."""

import os
import subprocess
import urllib.request
from pathlib import Path

import pytest

from tests.commands.shell import free_port
from tests.deploy.wheel import ROOT, built, installed

pytestmark = pytest.mark.slow
SCRIPTS = {
    "adaptivecards.min.js": "adaptivecards/dist/adaptivecards.min.js",
    "markdown-it.min.js": "markdown-it/dist/markdown-it.min.js",
}


def test_an_installed_wheel_serves_the_page_without_node(tmp_path: Path) -> None:
    programs, home = installed(built(tmp_path), tmp_path / "venv"), tmp_path / "home"
    home.mkdir()
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("CIRCUIT_", "PYTHON"))}
    port = free_port()
    environment = {**kept, "CIRCUIT_PORT": str(port)}
    where = subprocess.run(
        [programs / "python", "-c", "import bot; print(bot.__file__)"],
        cwd=home, env=environment, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert Path(where).is_relative_to(tmp_path / "venv")
    process = subprocess.Popen(
        [programs / "circuit", "run"], cwd=home, env=environment, stdout=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline().startswith(b"Circuit is at ")
        found = {name: _got(port, f"/static/{name}") for name in SCRIPTS}
        page = _got(port, "/")
    finally:
        process.terminate()
        process.communicate(timeout=30)
    packages = ROOT / "node_modules"
    assert found == {name: (packages / path).read_bytes() for name, path in SCRIPTS.items()}
    assert page == (ROOT / "bot/channels/pages/static/page.html").read_bytes()


def _got(port: int, path: str) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as response:
        content: bytes = response.read()
        return content
