"""A flow of Power Automate that mails for us: “When an HTTP request is received”.

The address of its trigger is its password: it stands in no log, no error and no record. What the
flow is given: ``{"id", "kind", "session", "subject", "html", "to", "bcc_batch"}``, as
docs/power-automate.md tells whoever builds it.
https://learn.microsoft.com/azure/connectors/connectors-native-reqres
"""

from collections.abc import Mapping, Sequence

import orjson
from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    TCPConnector,
)
from yarl import URL

from bot.assistant.doors import Again, retry_after
from bot.clock import Clock
from bot.documents import body
from bot.documents.letter import BESIDE, subject
from bot.errors import Rejected, TryLater
from bot.model.mailing import Batch, Pattern, put_in
from bot.model.outbox import Letter, Sending
from bot.model.setup import MAILBOX
from bot.model.words import LANGUAGES

CHANNEL = "flow"
PATIENCE = ClientTimeout(total=130.0, sock_connect=10.0)
"""A flow with a response of its own has 120 seconds to give it."""
PERHAPS_TAKEN = frozenset({408, 502, 504})
NOT_LET_IN = frozenset({401, 403, 404})
TAKES_NO_SUCH_THING = frozenset({400, 413, 415})


class Flow:
    """A door for letters to many, 500 people a call; everybody gets the same words."""

    name = CHANNEL
    rate = MAILBOX.rate / MAILBOX.most
    again: Again = "ask"
    daily = MAILBOX.daily

    def __init__(self, url: str) -> None:
        """``url`` is that of the flow's trigger, with its signature."""
        # As it was given: what is signed must not be written in another way.
        self._url = URL(url, encoded=True)
        self._session: ClientSession | None = None

    def most(self, pattern: Pattern) -> int:  # noqa: ARG002 - letters of any length
        """How many people one call takes."""
        return MAILBOX.most

    async def carry(self, batch: Batch) -> Mapping[str, str]:
        """Nothing but that the flow has it. Raises as a Carrier does."""
        try:
            async with self._open().post(
                self._url, data=_request(batch), allow_redirects=False
            ) as response:
                _check(response)
        except (ClientConnectorError, ConnectionTimeoutError) as problem:
            raise TryLater(f"the flow cannot be reached: {type(problem).__name__}") from None
        except (ClientError, ValueError) as problem:
            raise TimeoutError(f"the flow is lost: {type(problem).__name__}") from None
        return {}

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """Raises Rejected: what goes to one person leaves by mail."""
        raise Rejected(f"{sending.door} takes letters to many only")

    async def close(self) -> None:
        """Let go of connections."""
        if self._session is not None:
            await self._session.close()

    def _open(self) -> ClientSession:
        if self._session is None:
            self._session = ClientSession(
                connector=TCPConnector(force_close=True),
                timeout=PATIENCE,
                headers={"Content-Type": "application/json"},
                trust_env=True,
            )
        return self._session


def _check(response: ClientResponse) -> None:
    """Raises what an answer other than yes means; 202 is a flow that has begun.

    502 and 504 come from a flow that began and gave no response of its own in time.
    """
    status = response.status
    if status < 300:
        return
    if status in PERHAPS_TAKEN:
        raise TimeoutError(f"the flow answered {status}")
    if status in TAKES_NO_SUCH_THING:
        raise Rejected(f"the flow answered {status}")
    raise TryLater(
        f"the flow answered {status}",
        after=retry_after(response.headers.get("Retry-After"), Clock().now()),
        hindrance="not_let_in" if status in NOT_LET_IN else "",
    )


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
