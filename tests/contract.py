"""What is asked of a fake service, and what it answers, against the published OpenAPI."""

from collections.abc import Collection
from dataclasses import dataclass, field

from aiohttp import web
from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from werkzeug.datastructures import Headers, ImmutableMultiDict

HOST = "https://service.example"
"""Where the contract is told that its service is; the fake is on loopback."""


@dataclass
class Asked:
    """A request in the form the checker takes."""

    method: str
    path: str
    query: ImmutableMultiDict[str, str]
    headers: Headers
    body: bytes | None
    content_type: str
    host_url: str = HOST
    parameters: RequestParameters = field(init=False)

    def __post_init__(self) -> None:
        """Gather what is not in the body."""
        self.parameters = RequestParameters(query=self.query, header=self.headers)


@dataclass(frozen=True)
class Answered:
    """An answer in the form the checker takes."""

    data: bytes
    status_code: int
    content_type: str
    headers: Headers


@dataclass
class Contract:
    """What was asked and answered against the contract; nothing is, where it is not here.

    ``unsaid`` are parameters that the service gives itself, in links to further pages.
    """

    published: OpenAPI | None
    unsaid: Collection[str] = ()
    violations: list[str] = field(default_factory=list)
    checked: int = 0

    async def check(self, request: web.Request) -> Asked:
        """Keep what the contract says against a request."""
        asked = Asked(
            request.method.lower(),
            request.path,
            ImmutableMultiDict({k: v for k, v in request.query.items() if k not in self.unsaid}),
            Headers(list(request.headers.items())),
            await request.read() or None,
            request.headers.get("Content-Type", "application/octet-stream"),
        )
        if self.published is not None:
            self.checked += 1
            try:
                self.published.validate_request(asked)
            except OpenAPIError as problem:
                self._note(asked, problem)
        return asked

    def check_answer(self, asked: Asked, response: web.Response) -> None:
        """Keep what the contract says against an answer that is no error."""
        if self.published is None or response.status >= 300 or response.status == 204:
            return
        assert isinstance(response.body, bytes)
        headers = Headers({"Content-Type": response.content_type})
        given = Answered(response.body, response.status, response.content_type, headers)
        try:
            self.published.validate_response(asked, given)
        except OpenAPIError as problem:
            self._note(asked, problem)

    def _note(self, asked: Asked, problem: OpenAPIError) -> None:
        why = problem.__cause__ or problem
        why = getattr(why, "schema_errors", None) or why
        self.violations.append(f"{asked.method} {asked.path}: {why}"[:500])
