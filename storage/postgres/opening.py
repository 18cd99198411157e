"""A store in PostgreSQL opened, or words about why it cannot be."""

import psycopg

from bot.errors import Misconfigured
from storage.postgres.address import Address
from storage.postgres.link import Link, StoreInUse
from storage.postgres.schema import prepare
from storage.postgres.store import PATIENCE, PostgresStore
from storage.store import StoreAway


async def open_postgres(
    address: Address, installation: str, *, alone: bool = True, patience: float = PATIENCE
) -> PostgresStore:
    """The store at this address, made if there is none yet; of one installation only.

    ``alone`` refuses a second process. Raises ``Misconfigured``, in words, if the database cannot
    be used.
    """
    link = Link(address, alone=alone)
    store = PostgresStore(link, patience)
    try:
        await prepare(await link.connected(), address, installation)
        await store.begin()
    except (StoreAway, psycopg.Error) as problem:
        await link.close()
        raise unusable(address, problem) from problem
    except BaseException:
        await link.close()
        raise
    return store


def unusable(address: Address, problem: Exception) -> Misconfigured:
    """Why a database cannot be used, in words that say what to do."""
    if isinstance(problem, StoreInUse):
        return Misconfigured(
            f"Another Circuit is already using the schema “{address.schema}” of this database. "
            "Stop it first."
        )
    cause = str(problem.__cause__ or "").strip() or str(problem).strip()
    return Misconfigured(
        f"The database of CIRCUIT_STORE cannot be used: {cause}. Circuit needs a PostgreSQL that "
        "it may connect to, and the right to make a schema in it."
    )
