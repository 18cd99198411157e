"""Everything that is measured, in one table: ``python -m bench``."""

from bench import (
    attendance,
    bringing,
    hooks,
    mail,
    mailing,
    pacing,
    pilot,
    platforms,
    promotion,
    start,
    store,
    turns,
    turns_on_postgres,
    understanding,
    votes,
    webex,
)
from bench.table import show


def main() -> None:
    """Measure and print."""
    rows = [*store.rows(store.FULL), *turns.rows(), *start.rows(), *platforms.rows(), *webex.rows()]
    show(
        [
            *rows,
            *mail.rows(),
            *mailing.rows(),
            *hooks.rows(),
            *bringing.rows(),
            *attendance.rows(),
            *pacing.rows(),
            *pilot.rows(),
            *promotion.rows(),
            *votes.rows(),
            *understanding.rows(),
            *turns_on_postgres.rows(),
        ]
    )


if __name__ == "__main__":
    main()
