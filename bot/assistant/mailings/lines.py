"""What a line of a mailing's ledger says of one person: how their letter ended, and what of it."""

from datetime import datetime

from bot.model.once import Told
from storage.ledger import BEGUN, UNCERTAIN, Note

NOTHING = Note("never")
SENT, FAILED, SKIPPED, MISSED, LATER = "sent", "failed", "skipped", "missed", "later"
TOGETHER, NEAR = "together", "near"
ENDS = (SENT, FAILED, SKIPPED, MISSED, TOGETHER, NEAR)
REFUSED = "refused"
LEFT = frozenset({SENT, BEGUN, UNCERTAIN})


def put_off(tries: int, until: datetime, batch: int = 0, beside: tuple[str, ...] = ()) -> str:
    """What the ledger says of a letter put off: after how many tries, until when, its batch.

    Where it may have arrived all the same, also what it told of ``beside`` its own.
    """
    return " ".join((str(tries), until.isoformat(), str(batch), *beside))


def attempts(note: Note) -> int:
    """How often it was tried before, as the ledger says."""
    return int(note.why.split()[0]) if note.end == LATER else 0


def when(note: Note) -> datetime:
    """When it may be tried again, as the ledger says."""
    return datetime.fromisoformat(note.why.split()[1])


def batch_of(note: Note) -> int:
    """The number of the batch in which it was tried and surely not taken; 0 for none."""
    return int(note.why.split()[2]) if note.end == LATER else 0


def told(note: Note, otherwise: datetime) -> Told | None:
    """What a letter told that has left, or may have; None if surely none has.

    ``otherwise`` is when, where the ledger does not say.
    """
    if note.end in LEFT:
        return Told.read(note.why, otherwise)
    if note.end == LATER and note.uncertain:
        return Told(when(note), tuple(note.why.split()[3:]))
    return None
