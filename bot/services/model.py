"""A drafting model at any address that speaks as OpenAI's chat completions do.

``POST <address>/chat/completions`` with ``{"model", "messages"}`` gives ``{"choices": [{"message":
{"content"}, "finish_reason"}]}``; ``GET <address>/models`` gives ``{"data": [{"id"}]}`` (OpenAI API
reference; vLLM, llama.cpp and Ollama follow it; what else may be asked differs from one to the
next). It is given no tools, and what it says is text: the skill that asked decides on it.
"""

from collections.abc import Mapping
from typing import Any

import orjson
from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout
from yarl import URL

from bot.assistant.doors import Again, retry_after
from bot.assistant.files import beginning
from bot.clock import Clock
from bot.errors import Rejected, TryLater
from bot.model.outbox import MODEL, Errand, Sending

PATIENCE = ClientTimeout(total=120.0, sock_connect=10.0)
LARGEST = 1_000_000
AT_ONCE = 65_536
NOT_LET_IN = frozenset({401, 403, 404})
LATER = frozenset({408, 409, 425, 429})
Json = Mapping[str, Any]


class Useless(Exception):
    """What came back is no draft, by the name of what is wrong with it."""


class DraftingModel:
    """A door for errands that ask for a draft; what comes back is text and nothing else."""

    name = MODEL
    rate = 1.0
    again: Again = "resend"

    def __init__(self, url: str, key: str, patience: ClientTimeout = PATIENCE) -> None:
        """``url`` ends in ``?model=name``, or else the first model that it lists is asked."""
        self._url, self._patience = URL(url), patience
        self._name = self._url.query.get("model", "")
        self._rest = {name: value for name, value in self._url.query.items() if name != "model"}
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._session: ClientSession | None = None

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """The ``text`` that the model answered, or the name of the ``problem`` with its answer.

        Raises TryLater or TimeoutError where it gave none.
        """
        errand = sending.content
        if not isinstance(errand, Errand):
            raise Rejected("not an errand")
        try:
            return {"text": await self._drafted(errand.facts["messages"])}
        except Useless as problem:
            return {"problem": str(problem)}

    async def _drafted(self, messages: object) -> str:
        name = self._name or (await self.names())[0]
        asked = {"model": name, "messages": messages}
        return _text(await self._called("POST", "chat/completions", orjson.dumps(asked)))

    async def names(self) -> list[str]:
        """The models there are, one or more; raises as ``send`` does, and Useless."""
        found = await self._called("GET", "models", b"")
        try:
            names = [str(each["id"]) for each in found["data"]]
        except (LookupError, TypeError):
            names = []
        if not names:
            raise Useless("model_rubbish")
        return names

    async def close(self) -> None:
        """Let go of connections."""
        if self._session is not None:
            await self._session.close()

    async def _called(self, method: str, path: str, body: bytes) -> Json:
        if self._session is None:
            self._session = ClientSession(timeout=self._patience, headers=self._headers)
        url = (self._url.with_query(None) / path).with_query(self._rest or None)
        json = {"Content-Type": "application/json"} if body else {}
        try:
            async with self._session.request(
                method, url, data=body or None, headers=json, allow_redirects=False
            ) as response:
                return await _answered(response)
        except ClientError as problem:
            raise TryLater(f"the model cannot be reached: {type(problem).__name__}") from None


async def _answered(response: ClientResponse) -> Json:
    """The object that was answered; no more of it is read than a draft can have."""
    status = response.status
    if status in LATER or status >= 500:
        after = retry_after(response.headers.get("Retry-After"), Clock().now())
        raise TryLater(f"the model answered {status}", after=after)
    if status in NOT_LET_IN:
        raise Useless("model_not_let_in")
    raw = await beginning(response.content.iter_chunked(AT_ONCE), LARGEST + 1)
    try:
        found = orjson.loads(raw) if status == 200 and len(raw) <= LARGEST else None
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise Useless("model_rubbish")
    return found


def _text(found: Json) -> str:
    try:
        choice = found["choices"][0]
        text, ended = choice["message"]["content"], choice.get("finish_reason")
    except (LookupError, TypeError, AttributeError):
        raise Useless("model_rubbish") from None
    if not isinstance(text, str) or not text.strip():
        raise Useless("model_rubbish")
    if ended == "length":
        raise Useless("model_cut_short")
    return text
