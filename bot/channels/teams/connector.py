"""The Bot Connector's REST API, version 3, over aiohttp.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
"""

from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from bot.assistant.doors import retry_after
from bot.channels.teams.incoming import THREAD
from bot.channels.teams.sdk import Authority
from bot.clock import Clock
from bot.errors import Gone, Rejected, TryLater

HOSTS = (
    "smba.trafficmanager.net",
    ".botframework.com",
    ".teams.microsoft.com",
    ".botframework.azure.us",
    ".teams.microsoft.us",
)
"""Where Microsoft's clouds have their connectors; ``.name`` stands for all hosts below it."""

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
PATIENCE = ClientTimeout(total=15.0, sock_connect=5.0)
NOT_TAKEN = frozenset({412, 429, 500, 503})
PERHAPS_TAKEN = frozenset({502, 504})
MOST_A_PAGE = 500


class Connector:
    """Speaks to the platform in the name of the bot, only at addresses that are the platform's."""

    def __init__(self, authority: Authority, *, loopback: bool) -> None:
        """``loopback`` lets this machine stand in for the platform, for tests and local mode."""
        self.authority, self._loopback = authority, loopback
        self._session: ClientSession | None = None

    def genuine(self, service_url: str) -> bool:
        """Whether this may be an address of the platform."""
        try:
            split = urlsplit(service_url)
            host = (split.hostname or "").lower()
        except ValueError:
            return False
        if split.scheme == "http":
            return self._loopback and host in LOOPBACK
        known = any(host == each or (each[0] == "." and host.endswith(each)) for each in HOSTS)
        return split.scheme == "https" and known

    async def post(self, service: str, room: str, activity: Mapping[str, Any]) -> str:
        """The id of the message that was posted.

        Raises Gone, Rejected, TryLater, or TimeoutError if it may have been posted.
        """
        found = await self._call("POST", service, f"{_part(room)}/activities", activity)
        return str(found.get("id", ""))

    async def begin(
        self, service: str, channel: str, route: Mapping[str, Any], activity: Mapping[str, Any]
    ) -> tuple[str, str]:
        """The ids of a new message in a channel and of its conversation; raises as ``post`` does.

        ``route`` names the ``tenant`` and the ``bot``.
        """
        tenant = str(route["tenant"])
        body = {
            "isGroup": True,
            "bot": {"id": route["bot"]},
            "tenantId": tenant,
            "channelData": {"channel": {"id": channel}, "tenant": {"id": tenant}},
            "activity": activity,
        }
        found = await self._call("POST", service, "", body)
        conversation = str(found.get("id", ""))
        return str(found.get("activityId") or conversation.partition(THREAD)[2]), conversation

    async def update(self, service: str, room: str, id_: str, activity: Mapping[str, Any]) -> None:
        """Put another message in the place of one; raises as ``post`` does."""
        path = f"{_part(room)}/activities/{_part(id_)}"
        await self._call("PUT", service, path, {**activity, "id": id_})

    async def member(self, service: str, room: str, user: str) -> Mapping[str, Any]:
        """Who somebody in a room is: ``email``, ``userPrincipalName``, ``tenantId``, ``name``."""
        return await self._call("GET", service, f"{_part(room)}/members/{_part(user)}", None)

    async def members(self, service: str, room: str) -> AsyncIterator[Mapping[str, Any]]:
        """Everybody in a room, page by page."""
        token = ""
        while True:
            path = f"{_part(room)}/pagedmembers?pageSize={MOST_A_PAGE}"
            if token:
                path += f"&continuationToken={_part(token)}"
            page = await self._call("GET", service, path, None)
            for each in page.get("members", ()):
                yield each
            token = str(page.get("continuationToken") or "")
            if not token:
                return

    async def _call(
        self, method: str, service: str, path: str, body: Mapping[str, Any] | None
    ) -> Mapping[str, Any]:
        if not self.genuine(service):
            raise Rejected("this is no address of the platform")
        url = f"{service.rstrip('/')}/v3/conversations/{path}".rstrip("/")
        token = await self.authority.token()
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            request = self._open().request(method, url, json=body, headers=headers)
            async with request as response:
                return await self._answered(response)
        except TimeoutError:
            if method == "GET":
                raise TryLater("the platform does not answer") from None
            raise
        except ClientError as problem:
            raise TryLater(f"the platform cannot be reached: {type(problem).__name__}") from problem

    async def _answered(self, response: ClientResponse) -> Mapping[str, Any]:
        status = response.status
        if status < 300:
            found = await response.json(content_type=None) if response.content_length != 0 else {}
            return found if isinstance(found, Mapping) else {}
        after = retry_after(response.headers.get("Retry-After"), Clock().now())
        if status == 401:
            self.authority.forget_token()
            raise TryLater("the platform does not know our token", after=after)
        if status in PERHAPS_TAKEN and response.method != "GET":
            raise TimeoutError(f"the platform answered {status}")
        if status in NOT_TAKEN | PERHAPS_TAKEN:
            raise TryLater(f"the platform answered {status}", after=after)
        if status in (403, 404):
            raise Gone(f"the platform answered {status}")
        raise Rejected(f"the platform answered {status}")

    def _open(self) -> ClientSession:
        if self._session is None:
            self._session = ClientSession(timeout=PATIENCE, trust_env=True)
        return self._session

    async def close(self) -> None:
        """Let go of connections."""
        if self._session is not None:
            await self._session.close()


def _part(text: str) -> str:
    """An id as it stands in a path, where dots alone would lead elsewhere."""
    if not text.strip("."):
        raise Rejected("no id of the platform")
    return quote(text, safe="")
