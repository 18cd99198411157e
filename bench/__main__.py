"""Everything that is measured, in one table: ``python -m bench``."""

from bench import start, turns
from bench.table import show


def main() -> None:
    """Measure and print."""
    rows = [*turns.rows(), *start.rows()]
    show(rows)


if __name__ == "__main__":
    main()
