"""Transcripts that people bring, read in a process of their own; only what is short is kept."""

from collections.abc import Mapping
from typing import Any

import orjson

from bot.errors import Refusal
from bot.services.files.apart import done_apart

READER = "bot.services.files.transcript_reader"
LARGEST = 10_000_000
"""Bytes: a transcript of two hours has some 300,000."""


async def read(content: bytes) -> Mapping[str, Any]:
    """The key points of a transcript and its numbers, ready for the skill that hears of them.

    Raises Refusal where it is none, is empty, or is too large.
    """
    if len(content) > LARGEST:
        raise Refusal("transcript.too_large", most=LARGEST // 1_000_000)
    written = await done_apart(READER, content)
    if written is None:
        raise Refusal("transcript.not_one")
    found: Mapping[str, Any] = orjson.loads(written)
    if "refused" in found:
        raise Refusal(str(found["refused"]))
    return found
