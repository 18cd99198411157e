"""Who is meant by an address, a name or “me”, where somebody of the team is to do something."""

from bot.context import Turn
from bot.errors import Refusal
from bot.model.addresses import mailbox
from bot.model.people import Contact


def address_of(turn: Turn, written: str) -> str:
    """The address; raises Refusal for a name that nobody has, or several."""
    said = " ".join(written.split())
    if said == "me":
        return turn.address
    if "@" in said:
        return mailbox(said).lower()
    contacts = turn.context.view.find(Contact, "folded", said.casefold())
    known = {each.address for each in contacts}
    organisers = known & turn.context.organisers
    found = organisers if len(known) > 1 and organisers else known
    if len(found) != 1:
        raise Refusal("plan.whose", named=said)
    return found.pop()
