"""The Webex REST API over aiohttp (developer.webex.com; webex-openapi-specs of 2026-05)."""

import re
from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import quote

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, FormData

from bot.assistant.doors import retry_after
from bot.assistant.files import AT_ONCE, beginning
from bot.clock import Clock
from bot.documents.tables.limits import LARGEST_REPORT
from bot.errors import Gone, Rejected, TryLater

PATIENCE = ClientTimeout(total=20.0, sock_connect=5.0)
PATIENCE_WITH_FILES = ClientTimeout(total=60.0, sock_connect=5.0)
NOT_TAKEN = frozenset({408, 423, 429, 500, 503})
PERHAPS_TAKEN = frozenset({502, 504})
NEXT = re.compile(r'<([^>]+)>;\s*rel="?next"?')
Json = Mapping[str, Any]


class WebexApi:
    """Calls Webex with the bot's token, never anything else; one session for all calls."""

    def __init__(self, url: str, token: str) -> None:
        """``url`` without a stroke at its end."""
        self._url, self._token = url, token
        self._session: ClientSession | None = None

    async def get(self, path: str, **query: str) -> Json:
        """What is at a path; raises TryLater, Gone or Rejected."""
        return (await self._call("GET", f"{self._url}/{path}", params=query))[0]

    async def items(self, path: str, **query: str) -> AsyncIterator[Json]:
        """Every item of a list, page by page."""
        url, params = f"{self._url}/{path}", query
        while url:
            found, links = await self._call("GET", url, params=params)
            link = NEXT.search(links)
            for item in found.get("items", ()):
                yield item
            url, params = link[1] if link else "", {}
            if url and not url.startswith(f"{self._url}/"):
                raise Rejected("the next page is not at Webex")

    async def post(self, path: str, body: Json) -> Json:
        """What was made; raises TryLater, Gone, Rejected, TimeoutError if it may have been made."""
        return (await self._call("POST", f"{self._url}/{path}", json=body))[0]

    async def upload(self, path: str, form: FormData) -> Json:
        """What was made of a form with a file; raises as ``post`` does."""
        return (await self._call("POST", f"{self._url}/{path}", data=form))[0]

    async def file_name(self, url: str) -> str:
        """The name of a file in a message; raises Rejected for what is not kept at Webex itself."""
        self._must_be_a_file(url)
        async with self._request("HEAD", url) as response:
            if response.status != 200:
                raise Rejected(f"Webex answered {response.status}")
            disposition = response.content_disposition
            return (disposition.filename if disposition else None) or ""

    async def file(self, url: str) -> bytes:
        """What is in a file of a message, as far as it is read: a byte more than the largest.

        Raises TryLater, Gone, or Rejected; no redirect is followed.
        """
        self._must_be_a_file(url)
        try:
            async with self._request("GET", url, timeout=PATIENCE_WITH_FILES) as response:
                if response.status != 200:
                    await _answered(response)
                    raise Rejected(f"Webex answered {response.status}")
                return await beginning(response.content.iter_chunked(AT_ONCE), LARGEST_REPORT + 1)
        except TimeoutError:
            raise TryLater("Webex does not answer") from None
        except ClientError as problem:
            raise TryLater(f"Webex cannot be reached: {type(problem).__name__}") from problem

    def _must_be_a_file(self, url: str) -> None:
        """Return if this is where Webex keeps what is in messages: our token goes nowhere else."""
        if not url.startswith(f"{self._url}/contents/") or ".." in url:
            raise Rejected("the file is not at Webex")

    async def delete(self, path: str) -> None:
        """Take something away; raises as ``post`` does."""
        await self._call("DELETE", f"{self._url}/{path}")

    async def _call(self, method: str, url: str, **options: Any) -> tuple[Json, str]:
        """What was answered, and the links that came with it."""
        try:
            async with self._request(method, url, **options) as response:
                return await _answered(response), response.headers.get("Link", "")
        except TimeoutError:
            if method == "GET":
                raise TryLater("Webex does not answer") from None
            raise
        except ClientError as problem:
            raise TryLater(f"Webex cannot be reached: {type(problem).__name__}") from problem

    def _request(self, method: str, url: str, **options: Any) -> Any:
        if self._session is None:
            headers = {"Authorization": f"Bearer {self._token}"}
            self._session = ClientSession(timeout=PATIENCE, headers=headers, trust_env=True)
        return self._session.request(method, url, allow_redirects=False, **options)

    async def close(self) -> None:
        """Let go of connections."""
        if self._session is not None:
            await self._session.close()


async def _answered(response: ClientResponse) -> Json:
    status = response.status
    if status < 300:
        found = await response.json(content_type=None) if status != 204 else {}
        return found if isinstance(found, Mapping) else {}
    after = retry_after(response.headers.get("Retry-After"), Clock().now())
    if status == 401:
        raise TryLater("Webex does not know our token")
    if status in PERHAPS_TAKEN and response.method != "GET":
        raise TimeoutError(f"Webex answered {status}")
    if status in NOT_TAKEN | PERHAPS_TAKEN:
        raise TryLater(f"Webex answered {status}", after=after)
    if status in (403, 404):
        raise Gone(f"Webex answered {status}")
    raise Rejected(f"Webex answered {status}")


def part(id_: str) -> str:
    """An id as it stands in a path, where dots alone would lead elsewhere."""
    if not id_.strip("."):
        raise Rejected("no id of Webex")
    return quote(id_, safe="")
