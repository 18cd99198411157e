"""What a person is to the bot: from who they are, never from what they say."""

from bot.context import Context
from bot.model.conversation import Incoming
from bot.model.people import PUBLIC, Role
from bot.model.speaking import Speaking


def role_of(context: Context, incoming: Incoming) -> Role:
    """What a person is to the bot; the one place where that is decided.

    Whom another organisation vouches for is never one of ours: at most a speaker from elsewhere.
    """
    sender = incoming.sender
    address = sender.address
    if not address and incoming.place.channel == PUBLIC:
        return Role.VISITOR
    domain = address.rpartition("@")[2]
    everyone = context.setup.local and not context.setup.domains
    ours = (everyone or domain in context.setup.domains) and not sender.outside
    if (address in context.organisers and not sender.outside) or (sender.member and ours):
        return Role.ORGANISER
    claimed = sender.outside and (everyone or domain in context.setup.domains)
    if context.view.count(Speaking, "address", address) and not claimed:
        return Role.SPEAKER
    return Role.PARTICIPANT if ours else Role.STRANGER


def speaks_as(role: Role) -> str:
    """Whose words somebody's are taken for: all others speak as participants."""
    return role.value if role in (Role.ORGANISER, Role.SPEAKER) else "participant"
