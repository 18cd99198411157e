"""What ``circuit doctor`` says of Webex and Teams: token, scopes, endpoint, tenant, clock."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot import app
from bot.channels.teams.sdk import Authority, Registration
from bot.channels.webex.rest import WebexApi
from bot.channels.webex.webhooks import PATH
from bot.clock import Clock
from bot.commands.finding import Finding
from bot.errors import Rejected, TryLater
from bot.settings import Settings

PATIENCE = ClientTimeout(total=10.0)
MOST_APART = timedelta(minutes=4)
KEYS = "https://login.botframework.com/v1/.well-known/openidconfiguration"


async def webex(chosen: Settings, running: "app.Opened | None") -> list[Finding]:
    """Whether Webex knows the token, lets the bot read and is reached at the right place."""
    if not chosen.webex_token:
        return [Finding("Webex is off; set CIRCUIT_WEBEX_TOKEN to turn it on")]
    api = WebexApi(chosen.webex_api_url, chosen.webex_token)
    try:
        way_in = _webex_connection(running)
        if chosen.webex_webhook_secret:
            way_in = await _webex_calls(api, chosen)
        return [await _webex_token(api), await _webex_rooms(api), way_in]
    finally:
        await api.close()


async def _webex_token(api: WebexApi) -> Finding:
    what = "Webex token"
    try:
        me = await api.get("people/me")
    except TryLater as problem:
        if "token" in str(problem):
            return Finding(
                what, "Webex does not know it; make a new one and set CIRCUIT_WEBEX_TOKEN"
            )
        return Finding(what, f"{problem}; check CIRCUIT_WEBEX_API_URL, the proxy and the network")
    except Rejected as problem:
        return Finding(what, f"{problem}; check CIRCUIT_WEBEX_API_URL")
    if me.get("type") != "bot":
        return Finding(what, "it is a person's; use the token of a bot")
    return Finding(f"{what}: {me.get('displayName', '')}")


async def _webex_rooms(api: WebexApi) -> Finding:
    what = "Webex rooms"
    try:
        rooms = [each async for each in api.items("rooms", max="100")]
    except (TryLater, Rejected) as problem:
        return Finding(what, f"{problem}; the token needs the scope to read rooms and messages")
    return Finding(f"{what}: the bot is in {len(rooms)}")


async def _webex_calls(api: WebexApi, chosen: Settings) -> Finding:
    """Whether Webex can call us, and whether it still tries to."""
    target = f"{chosen.public_url}{PATH}"
    what = f"Webex calls {target}"
    if not chosen.public_url.startswith("https://"):
        return Finding(what, "Webex needs https; set CIRCUIT_PUBLIC_URL")
    try:
        hooks = [each async for each in api.items("webhooks", max="100")]
    except (TryLater, Rejected) as problem:
        return Finding(what, f"{problem}; the token needs the scope to read webhooks")
    ours = [each for each in hooks if each.get("targetUrl") == target]
    if not ours:
        return Finding(f"{what}: asked to when the bot runs")
    if any(each.get("status") != "active" for each in ours):
        return Finding(
            what,
            "Webex gave up, because it could not reach us; see that the address is open to the "
            "internet, and start the bot again",
        )
    return Finding(what)


def _webex_connection(running: "app.Opened | None") -> Finding:
    if running is None or running.webex is None:
        return Finding("Webex connection: made when the bot runs")
    problem = running.webex.connection.problem
    to_do = f"{problem}; check CIRCUIT_WEBEX_DISCOVERY_URL, the proxy and the network"
    return Finding("Webex connection", to_do if problem else "")


async def teams(chosen: Settings, _: "app.Opened | None") -> list[Finding]:
    """Whether Microsoft gives the bot a token, publishes its keys, and shows the same time."""
    if not chosen.teams_app_id:
        return [Finding("Teams is off; set CIRCUIT_TEAMS_APP_ID to turn it on")]
    return [_endpoint(chosen), await _keys(chosen), await _teams_token(chosen)]


def _endpoint(chosen: Settings) -> Finding:
    what = f"Teams endpoint {chosen.public_url}/api/messages"
    fine = chosen.public_url.startswith("https://") or chosen.local
    return Finding(what, "" if fine else "Teams needs https; set CIRCUIT_PUBLIC_URL")


async def _keys(chosen: Settings) -> Finding:
    what = "Microsoft's signing keys"
    url = chosen.teams_metadata_url or KEYS
    try:
        async with ClientSession(timeout=PATIENCE, trust_env=True) as http, http.get(url) as found:
            status, date = found.status, found.headers.get("Date", "")
    except (ClientError, TimeoutError) as problem:
        return Finding(what, f"they cannot be had ({type(problem).__name__}); check the network")
    if status != 200:
        return Finding(what, f"they cannot be had (answer {status}); check the network")
    return Finding(what, _clock_fault(date))


def _clock_fault(date: str) -> str:
    """What to do if the machine's clock is not Microsoft's; tokens are refused then."""
    try:
        there = parsedate_to_datetime(date).astimezone(UTC)
    except ValueError:
        return ""
    apart = _apart(there, Clock().now())
    return f"the clock of this machine is {apart} off; set it right" if apart > MOST_APART else ""


def _apart(one: datetime, other: datetime) -> timedelta:
    return abs(one - other)


async def _teams_token(chosen: Settings) -> Finding:
    what = "Teams credentials"
    if chosen.teams_metadata_url:
        return Finding(f"{what} are not asked for: CIRCUIT_TEAMS_METADATA_URL is for tests")
    registration = Registration(
        chosen.teams_app_id, chosen.teams_app_password, chosen.teams_tenant_id
    )
    try:
        await Authority(registration).token()
    except TryLater as problem:
        how = (
            "check CIRCUIT_TEAMS_APP_PASSWORD and CIRCUIT_TEAMS_TENANT_ID"
            if chosen.teams_app_password
            else "without CIRCUIT_TEAMS_APP_PASSWORD this machine must have the managed identity"
        )
        return Finding(what, f"{problem}; {how}")
    return Finding(what)
