"""What ``circuit doctor`` says of ways out to many: GC Notify, the flow, a channel of Teams."""

from bot.channels.receipts import PATH
from bot.clock import Clock
from bot.commands.finding import Finding
from bot.errors import Rejected, TryLater
from bot.services.notify.api import NotifyApi
from bot.services.notify.template import CONTENT, NAME, SUBJECT, Template, fits
from bot.settings import Settings

WANTED = f"the subject {SUBJECT}, the message {CONTENT} and no other placeholder"


async def notify(chosen: Settings) -> list[Finding]:
    """Whether GC Notify knows the key, has our template, and can tell us what became of letters."""
    if not chosen.notify_key:
        return [Finding("GC Notify is off; set CIRCUIT_NOTIFY_KEY to turn it on")]
    api = NotifyApi(chosen.notify_url, chosen.notify_key, Clock())
    try:
        return [*await _service(api), _callbacks(chosen)]
    finally:
        await api.close()


async def _service(api: NotifyApi) -> list[Finding]:
    what = "GC Notify"
    try:
        named = await Template(api).named()
    except TryLater as problem:
        setting = "KEY" if problem.hindrance == "not_let_in" else "URL"
        return [Finding(what, f"{problem}; check CIRCUIT_NOTIFY_{setting}")]
    except Rejected as problem:
        return [Finding(what, f"{problem}; check CIRCUIT_NOTIFY_URL")]
    template = f"GC Notify's template “{NAME}”"
    if not named:
        to_do = f"there is none; make an e-mail template of that name, with {WANTED}"
        return [Finding(what), Finding(template, to_do)]
    fine = any(map(fits, named))
    return [Finding(what), Finding(template, "" if fine else f"it must have {WANTED}")]


def _callbacks(chosen: Settings) -> Finding:
    what = f"GC Notify calls {chosen.public_url}{PATH}"
    if not chosen.hook_token:
        return Finding("GC Notify does not call us; set CIRCUIT_HOOK_TOKEN to hear what came back")
    fine = chosen.public_url.startswith("https://") or chosen.local
    return Finding(what, "" if fine else "it needs https; set CIRCUIT_PUBLIC_URL")


def flow(chosen: Settings) -> Finding:
    """Whether a flow is set up; it is not called, because it would mail."""
    if not chosen.flow_url:
        return Finding("the flow for letters to many is off; set CIRCUIT_FLOW_URL to turn it on")
    return Finding("the flow for letters to many is set; it is first called when one leaves")


def teams_channel(chosen: Settings) -> Finding:
    """Whether a channel of Teams takes posts; it is not called, because it would post."""
    if chosen.local and not chosen.teams_channel_url:
        return Finding(
            "posts to a channel of Teams stay on the local page; set CIRCUIT_TEAMS_CHANNEL_URL"
        )
    if not chosen.teams_channel_url:
        return Finding("posts to a channel of Teams are off; set CIRCUIT_TEAMS_CHANNEL_URL")
    return Finding("the webhook of a channel of Teams is set; it is first called for a post")
