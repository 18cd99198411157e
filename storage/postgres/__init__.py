"""The store in PostgreSQL: its rows in memory, and their one order kept by the database."""

from storage.postgres.address import Address, is_address
from storage.postgres.ledger import PostgresLedgers
from storage.postgres.opening import open_postgres
from storage.postgres.place import Database
from storage.postgres.presence import Presence
from storage.postgres.store import PostgresStore

__all__ = [
    "Address",
    "Database",
    "PostgresLedgers",
    "PostgresStore",
    "Presence",
    "is_address",
    "open_postgres",
]
