"""Where records are kept: one contract, and what fulfils it."""

from storage.codec import rewritten
from storage.conflicting import ConflictingStore
from storage.embedded import JournalStore, open_store
from storage.journal import StoreBroken
from storage.ledger import FileLedgers, Ledger, Ledgers, LedgerTaken, MemoryLedgers
from storage.memory import MemoryStore
from storage.store import Elsewhere, KeptStore, Shared, Store, StoreAway

__all__ = [
    "ConflictingStore",
    "Elsewhere",
    "FileLedgers",
    "JournalStore",
    "KeptStore",
    "Ledger",
    "LedgerTaken",
    "Ledgers",
    "MemoryLedgers",
    "MemoryStore",
    "Shared",
    "Store",
    "StoreAway",
    "StoreBroken",
    "open_store",
    "rewritten",
]
