"""A PostgreSQL of our own for one run, as it comes, where initdb and asyncpg can be had."""

import os
import shutil
import subprocess
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import orjson

from bench.registration import NUMBERS, registration

NOBODY = 65534
SCHEMA = """
create table if not exists r(id bigserial primary key, email text unique, session text,
 status text, at timestamptz, doc text);
create index on r(session); create index on r(status); create index on r(at)
"""
INSERT = "insert into r(email, session, status, at, doc) values($1, $2, $3, $4, $5)"


class Postgres:
    """A server on a socket in a folder, and twenty connections to it."""

    def __init__(self, folder: Path) -> None:
        self._data = folder / "postgres"
        self._data.mkdir()
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:
            # PostgreSQL does not run as root.
            folder.chmod(0o755)
            os.chown(self._data, NOBODY, NOBODY)
            self._as = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        self._command("initdb", "--auth=trust", "--username=bench", "--encoding=UTF8")
        self._command("pg_ctl", "--wait", "-o", f"-k {self._data} -h ''", "start")
        self._pool: Any = None

    async def open(self, records: int) -> None:
        """Connect, and register as many people as the others hold."""
        asyncpg = import_module("asyncpg")
        self._pool = await asyncpg.create_pool(
            host=str(self._data), user="bench", database="postgres", min_size=20, max_size=20
        )
        self._records = records
        await self._pool.execute(SCHEMA)
        await self._pool.executemany(INSERT, [_values(number) for number in range(records)])

    async def one(self) -> None:
        """One registration, durable."""
        await self._pool.execute(INSERT, *_values(next(NUMBERS)))

    async def forget(self, _first: int) -> None:
        """Remove what came after the first records."""
        await self._pool.execute("delete from r where id > $1", self._records)

    async def close(self) -> None:
        """Let the connections go."""
        await self._pool.close()

    def stop(self) -> None:
        """Stop the server."""
        self._command("pg_ctl", "--mode=immediate", "stop")

    def _command(self, name: str, *arguments: str) -> None:
        subprocess.run(
            [name, "--pgdata", str(self._data), *arguments],
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **self._as,
        )


def _values(number: int) -> tuple[Any, ...]:
    made = registration(number)
    text = orjson.dumps(made).decode()
    return made.email, made.session, made.status, made.registered_at, text


def started(folder: Path) -> Postgres | None:
    """A running server; None where there is no initdb, no asyncpg, or it will not start."""
    if shutil.which("initdb") is None or find_spec("asyncpg") is None:
        return None
    try:
        return Postgres(folder)
    except (OSError, subprocess.CalledProcessError):
        return None
