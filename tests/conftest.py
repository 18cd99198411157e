"""What all tests share: no deadline for a single example, and a temporary folder of their own."""

import tempfile
from collections.abc import Iterator

import hypothesis
import pytest

# How long an example takes is the machine's affair; tests are not timed.
hypothesis.settings.register_profile("circuit", deadline=None)
hypothesis.settings.load_profile("circuit")


@pytest.fixture(autouse=True, scope="session")
def own_temporary_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What a bot leaves in the machine's temporary folder is cleared away with the tests' own."""
    folder = str(tmp_path_factory.mktemp("temporary"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", folder)
        patch.setattr(tempfile, "tempdir", folder)
        yield
