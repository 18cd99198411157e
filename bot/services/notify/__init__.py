"""GC Notify: one call for up to 50,000 letters, for federal teams; no calendar entries.

https://documentation.notification.canada.ca/en/send.html
"""

import asyncio
from collections.abc import Mapping

import orjson

from bot.assistant.doors import Again
from bot.documents import notify_body
from bot.documents.letter import subject
from bot.errors import Rejected, SomeRejected, TryLater
from bot.model.mailing import Batch, Pattern, put_in
from bot.model.outbox import Sending
from bot.model.setup import MOST_BY_NOTIFY
from bot.services.notify.api import BadRows, NotifyApi
from bot.services.notify.template import Template

CHANNEL = "notify"
LARGEST = 9_000_000
"""Bytes of one call, a tenth below what GC Notify takes."""
MORE_A_ROW = 350
"""Bytes for what differs from person to person, on average: address, name, link, marks of JSON."""
HEADER = ("email address", "reference", "subject", "body")
"""A ``reference`` in a row comes back with what became of it (app/celery/tasks.py, 2026-08-07)."""


class Notify:
    """A door for letters to many. Each row is one person; nothing but their letter is personal."""

    name = CHANNEL
    rate = 1000 / 60
    again: Again = "ask"
    daily = 0

    def __init__(self, api: NotifyApi) -> None:
        """Nothing is asked yet."""
        self._api = api
        self._template = Template(api)

    def most(self, pattern: Pattern) -> int:
        """How many people one call takes: 50,000, or fewer where the letter is long."""
        longest = put_in(_body(pattern), pattern.values)
        row = len(orjson.dumps([subject(pattern.letter), longest])) + MORE_A_ROW
        return max(1, min(MOST_BY_NOTIFY, LARGEST // row))

    async def carry(self, batch: Batch) -> Mapping[str, str]:
        """The number of the job. Raises as a Carrier does."""
        template = await self._template.id()
        request = await asyncio.to_thread(_request, batch, template)
        try:
            found = await self._api.post("v2/notifications/bulk", request)
        except BadRows as problem:
            raise SomeRejected(str(problem), _in_rows(batch, problem.rows)) from None
        except TryLater as problem:
            if problem.hindrance == "no_template":
                self._template.forget()
            raise
        job = found.get("data")
        return {"job": str(job.get("id", ""))} if isinstance(job, dict) else {}

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """Raises Rejected: what goes to one person leaves by mail."""
        raise Rejected(f"{sending.door} takes letters to many only")

    async def close(self) -> None:
        """Let go of connections."""
        await self._api.close()


def _request(batch: Batch, template: str) -> bytes:
    """The call for a batch."""
    pattern, named = batch.pattern, subject(batch.pattern.letter)
    same = {name: notify_body.value(text) for name, text in pattern.values.items()}
    body = _body(pattern)
    rows = [HEADER]
    for each in batch.people:
        own = {name: notify_body.value(text) for name, text in each.values.items()}
        rows.append((each.to.address, batch.key, named, put_in(body, {**same, **own})))
    return orjson.dumps(
        {
            "name": f"Circuit {batch.key}",
            "template_id": template,
            "reference": batch.key,
            "rows": rows,
        }
    )


def _body(pattern: Pattern) -> str:
    return notify_body.written(pattern.letter)


def _in_rows(batch: Batch, rows: frozenset[int]) -> frozenset[str]:
    """The addresses of the people in these rows."""
    return frozenset(each.to.address for n, each in enumerate(batch.people) if n in rows)
