"""How the bot asks Microsoft for a token, by the kind of its registration."""

import asyncio
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from bot.channels.teams.sdk import Authority, Registration
from bot.errors import TryLater

from .connector import TENANT
from .tokens import APP_ID

LOGIN = "https://login.microsoftonline.com"
TOKEN = {"access_token": "a-token", "expires_in": 3600, "token_type": "Bearer"}
SCOPE = "https://api.botframework.com/.default"


class Microsoft:
    """What Microsoft would answer; every request is kept."""

    def __init__(self, *, status: int = 200) -> None:
        """``status`` is that of the answer to a request for a token."""
        self.status = status
        self.asked: list[tuple[str, dict[str, str]]] = []

    def send(self, request: requests.PreparedRequest, **__: Any) -> requests.Response:
        """The answer, as an adapter of requests gives it."""
        parts = urlsplit(str(request.url))
        place = f"{parts.scheme}://{parts.netloc}{parts.path}"
        form = parse_qs(str(request.body or parts.query))
        self.asked.append((place, {name: values[0] for name, values in form.items()}))
        told: dict[str, Any] = TOKEN if self.status == 200 else {"error": "invalid_client"}
        if "openid-configuration" in place:
            base = place.partition("/v2.0/")[0]
            told = {
                "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                "token_endpoint": f"{base}/oauth2/v2.0/token",
                "issuer": f"{base}/v2.0",
            }
        answer = requests.Response()
        answer.status_code = 200 if "openid-configuration" in place else self.status
        answer._content = json.dumps(told).encode()
        answer.request, answer.url = request, str(request.url)
        return answer


def asked(registration: Registration, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The token, where it was asked for, and what was said of whom and for what."""
    microsoft = Microsoft()
    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", microsoft.send)
    token = asyncio.run(Authority(registration).token())
    place, form = microsoft.asked[-1]
    return token, place, form


@pytest.mark.parametrize(
    ("tenant", "at"), [(TENANT, TENANT), ("", "botframework.com")], ids=["single", "multi"]
)
def test_a_secret_is_shown_to_the_tenant_of_the_registration(
    tenant: str, at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, place, form = asked(Registration(APP_ID, "secret", tenant), monkeypatch)
    assert (token, place) == ("a-token", f"{LOGIN}/{at}/oauth2/v2.0/token")
    known = {name: form[name] for name in ("client_id", "client_secret", "grant_type", "scope")}
    assert known == {
        "client_id": APP_ID,
        "client_secret": "secret",
        "grant_type": "client_credentials",
        "scope": SCOPE,
    }


def test_a_managed_identity_is_asked_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    token, place, form = asked(Registration(APP_ID, "", TENANT), monkeypatch)
    assert (token, place) == (
        "a-token",
        "http://169.254.169.254/metadata/identity/oauth2/token",
    )
    assert (form["client_id"], form["resource"]) == (APP_ID, "https://api.botframework.com")


def test_a_refused_secret_is_tried_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    microsoft = Microsoft(status=401)
    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", microsoft.send)
    with pytest.raises(TryLater, match="Microsoft gave no token"):
        asyncio.run(Authority(Registration(APP_ID, "wrong", TENANT)).token())
