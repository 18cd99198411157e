"""What the doors for files share: an errand by its verb, and how a file is fetched.

A receipt tells the skill what came of it, as JSON under ``found``; what can never succeed is told
as ``refused``, the key of a text, with its facts.
"""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

import orjson

from bot.assistant.doors import Again
from bot.assistant.files import Files
from bot.errors import Refusal, Rejected
from bot.model.outbox import Errand, Sending

Facts = Mapping[str, Any]
Verb = Callable[[str, Facts], Coroutine[Any, Any, Facts]]
NOT_FETCHED = "registration_file.not_fetched"


class Verbs:
    """A door for errands about files; ``to`` of a sending is our name for the file."""

    rate = 100.0
    again: Again = "resend"

    def __init__(self, files: Files, verbs: Mapping[str, Verb]) -> None:
        """Where files are kept, and what is done by which word, beside fetching one."""
        self._files = files
        self._verbs: Mapping[str, Verb] = {"fetch": self._fetch, **verbs}

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """What was found; raises TryLater where a file cannot be fetched at the moment."""
        errand = sending.content
        if not isinstance(errand, Errand):
            raise Rejected("not an errand")
        try:
            found = await self._verbs[errand.verb](sending.to, errand.facts)
        except Refusal as refusal:
            found = {"refused": refusal.key, "facts": refusal.facts}
        return {"found": orjson.dumps(found).decode()}

    async def close(self) -> None:
        """Nothing to let go of."""

    async def _fetch(self, file: str, facts: Facts) -> Facts:
        try:
            await self._files.fetch(file, facts["channel"], facts["source"])
        except Rejected:
            raise Refusal(NOT_FETCHED, file=facts["shown"]) from None
        return {}
