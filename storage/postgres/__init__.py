"""The store in PostgreSQL: its rows in memory, and their one order kept by the database."""

from storage.postgres.address import Address, is_address
from storage.postgres.store import PostgresStore, open_postgres

__all__ = ["Address", "PostgresStore", "is_address", "open_postgres"]
