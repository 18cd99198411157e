"""P1 to P6, P8 and P9: the store beside the disk's own limit, SQLite, PostgreSQL and TinyDB.

``python -m bench.store`` holds 30,000 records in each; ``--quick`` takes less than a minute. What
is compared is measured in turn, round after round, and the ratio is the middle one of the rounds'.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import growth, opening, postgres, rates
from bench.rates import Volume
from bench.table import Row, show

FULL = Volume(records=30_000, seconds=1.0, rounds=7)
QUICK = Volume(records=30_000, seconds=0.25, rounds=5)


def rows(volume: Volume) -> Iterator[Row]:
    """Every row."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = postgres.started(folder)
        try:
            yield from rates.rows(folder, volume, server)
        finally:
            if server is not None:
                server.stop()
        yield from growth.rows(folder, volume)
        yield from opening.rows(folder, volume)


if __name__ == "__main__":
    show(list(rows(QUICK if "--quick" in sys.argv else FULL)))
