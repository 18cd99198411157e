"""A flow of Power Automate that mails for us: “When an HTTP request is received”.

What the flow is given: ``{"id", "kind", "session", "subject", "html", "to", "bcc_batch"}``, as
docs/power-automate.md tells whoever builds it.
"""

from collections.abc import Mapping, Sequence

import orjson

from bot.assistant.doors import Again
from bot.documents import body
from bot.documents.letter import BESIDE, subject
from bot.errors import Rejected
from bot.model.mailing import Batch, Pattern, put_in
from bot.model.outbox import Letter, Sending
from bot.model.setup import MAILBOX
from bot.model.words import LANGUAGES
from bot.services.flow.trigger import Trigger

CHANNEL = "flow"


class Flow:
    """A door for letters to many, 500 people a call; everybody gets the same words."""

    name = CHANNEL
    rate = MAILBOX.rate / MAILBOX.most
    again: Again = "ask"
    daily = MAILBOX.daily

    def __init__(self, url: str) -> None:
        """``url`` is that of the flow's trigger, with its signature."""
        self._trigger = Trigger(url)

    def most(self, pattern: Pattern) -> int:  # noqa: ARG002 - letters of any length
        """How many people one call takes."""
        return MAILBOX.most

    async def carry(self, batch: Batch) -> Mapping[str, str]:
        """Nothing but that the flow has it. Raises as a Carrier does."""
        await self._trigger.post(_request(batch))
        return {}

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """Raises Rejected: what goes to one person leaves by mail."""
        raise Rejected(f"{sending.door} takes letters to many only")

    async def close(self) -> None:
        """Let go of connections."""
        await self._trigger.close()


def _request(batch: Batch) -> bytes:
    """What the flow is given; a language that these people are not written in is empty."""
    letter, values = batch.pattern.anonymous, batch.pattern.values
    titles = {each: values.get(f"title_{each}", "") for each in LANGUAGES}
    return orjson.dumps(
        {
            "id": batch.key,
            "kind": batch.kind,
            "session": {"id": batch.about.partition("/")[2], "title": titles},
            "subject": _in_each(letter, _subjects(letter)),
            "html": _in_each(letter, _pages(letter, values)),
            "to": [each.to.address for each in batch.people],
            "bcc_batch": int(batch.key.rpartition("/")[2]),
        }
    )


def _in_each(letter: Letter, words: Sequence[str]) -> dict[str, str]:
    return {**dict.fromkeys(LANGUAGES, ""), **dict(zip(letter.languages, words, strict=False))}


def _subjects(letter: Letter) -> list[str]:
    """The subject of each language; the whole where both have the same."""
    sides = subject(letter).split(BESIDE)
    alike = len(sides) != len(letter.languages)
    return [subject(letter)] * len(letter.languages) if alike else sides


def _pages(letter: Letter, values: Mapping[str, str]) -> list[str]:
    """Each language as a piece of a page."""
    parts = zip(body.parts(letter), letter.languages, strict=False)
    return [body.division(put_in(part, values), language) for part, language in parts]
