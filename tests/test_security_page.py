"""What docs/security.md says is shown by a test is shown by one that is there."""

import re
from pathlib import Path

TESTS = Path(__file__).parent
NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")


def test_every_test_that_the_page_names_is_there() -> None:
    page = (TESTS.parent / "docs/security.md").read_text()
    named = NAMED.findall(page)
    gone = [
        (file, test) for file, test in named if f"def {test}(" not in (TESTS / file).read_text()
    ]
    rows = [line for line in page.splitlines() if line.count("|") == 5 and "`" in line]
    bare = [row for row in rows if not NAMED.search(row)]
    assert (gone, bare) == ([], [])
