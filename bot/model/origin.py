"""What brought somebody to a session: the post whose link they followed."""

import re
from typing import NamedTuple

from bot.model.words import Language

FROM = "from"
"""The name in a query under which a link says which post it stands in, and in which language."""
WRITTEN = re.compile(r"(?P<post>[a-z0-9]+(?:-[a-z0-9]+)*)-(?P<language>en|fr)")
LONGEST = 60


class Origin(NamedTuple):
    """The name of a post, as in a plan of promotion, and the language of its text."""

    post: str
    language: Language


def tagged(address: str, origin: Origin) -> str:
    """The address of a page of ours as it stands in this text."""
    return f"{address}?{FROM}={tag(origin)}"


def tag(origin: Origin) -> str:
    """The origin in one word: ``wire-en``."""
    return f"{origin.post}-{origin.language}"


def origin_of(written: str) -> Origin | None:
    """The origin that such a word names; None if it is no such word."""
    found = WRITTEN.fullmatch(written) if len(written) <= LONGEST else None
    if found is None:
        return None
    return Origin(found["post"], "en" if found["language"] == "en" else "fr")
