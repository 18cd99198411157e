"""Invitations: the card a speaker answers with, what follows from an answer, calendar entries.

When a session moves or is cancelled, the skill that does it merges ``moved`` or ``cancelled`` into
its outcome; ``told`` are those who will hear of it. All of them speak of speakers, moderators and
hosts alike.
"""

from bot.invites.calendar import CANCEL, PUBLISH, REQUEST, invite, published, uid
from bot.invites.letters import cancelled, holders, moved, sent, told, withdrawn

__all__ = [
    "CANCEL",
    "PUBLISH",
    "REQUEST",
    "cancelled",
    "holders",
    "invite",
    "moved",
    "published",
    "sent",
    "told",
    "uid",
    "withdrawn",
]
