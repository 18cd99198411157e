"""What all tests share: no deadline for a single example, and a temporary folder of their own."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis
import pytest

from .postgres import Server, serving

# How long an example takes is the machine's affair; tests are not timed.
hypothesis.settings.register_profile("circuit", deadline=None)
hypothesis.settings.register_profile("quick", deadline=None, max_examples=20)
hypothesis.settings.load_profile("circuit")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs PostgreSQL is slow."""
    for item in items:
        if "postgres_server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True, scope="session")
def own_temporary_folder() -> Iterator[None]:
    """What bots leave in the machine's temporary folder is cleared away; any user may enter it."""
    with (
        TemporaryDirectory(prefix="circuit-tests-") as folder,
        pytest.MonkeyPatch.context() as patch,
    ):
        Path(folder).chmod(0o755)
        patch.setenv("TMPDIR", folder)
        patch.setattr(tempfile, "tempdir", folder)
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A PostgreSQL for all tests of this process."""
    yield from serving()


@pytest.fixture
def postgres(postgres_server: Server) -> Server:
    """The same, with a schema for this test alone."""
    postgres_server.fresh()
    return postgres_server
