"""The wiki that tests share: made once, thrown away after."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.wiki.mediawiki import MediaWiki, running


@pytest.fixture(scope="session")
def wiki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MediaWiki]:
    """A real MediaWiki; tests use pages of their own."""
    folder: Path = tmp_path_factory.mktemp("wiki")
    with running(folder) as found:
        yield found
