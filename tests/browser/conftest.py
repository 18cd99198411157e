"""A real bot on a free port, and a real browser in front of it."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).parents[2]
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Play once more what fails in the browser: what a busy machine broke passes, a defect fails."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[str]:
    """The address of a bot in local mode, its clock at January 12, 2027."""
    with running(tmp_path / "data") as url:
        yield url


@contextmanager
def running(data: Path) -> Iterator[str]:
    """The address of a bot in local mode on this folder, its clock at January 12, 2027."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "CIRCUIT_DATA": str(data),
        "CIRCUIT_PORT": str(port),
        "CIRCUIT_CLOCK": "2027-01-12T14:00:00Z",
    }
    process = subprocess.Popen([sys.executable, "-m", "bot", "run"], cwd=ROOT, env=environment)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url)
        yield url
    finally:
        process.terminate()
        process.wait(10)


def _wait(url: str) -> None:
    for _ in range(500):
        try:
            with urllib.request.urlopen(f"{url}/healthz"):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.02)
    raise TimeoutError("the bot never listened")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def windows(browser: Browser, bot: str) -> Iterator[Callable[..., Page]]:
    """Opens windows on the bot, closes them before it stops, and fails if a script broke."""
    broken: list[str] = []
    contexts: list[BrowserContext] = []

    def opened(**options: Any) -> Page:
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda problem: broken.append(str(problem)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert broken == []
