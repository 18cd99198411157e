"""What ``circuit doctor`` says of webinars in Webex: the token, its scopes, the licence."""

from bot import app, texts
from bot.assistant.webinars import Webinars
from bot.commands.finding import Finding
from bot.errors import Refusal, Rejected, TryLater
from bot.model.words import Phrase
from bot.settings import Settings

WHAT = "webinars in Webex"


async def webinars(chosen: Settings, running: "app.Opened | None") -> Finding:
    """Whether webinars can be made with the token that is set.

    A bot that runs is asked itself: its token is renewed in one place only.
    """
    if not chosen.webinar_token:
        return Finding("webinars are made by hand; set CIRCUIT_WEBINAR_TOKEN to have them made")
    if running is not None and running.assistant.house.webinars is not None:
        return await _found(running.assistant.house.webinars)
    own = app.webinars(chosen)
    assert own is not None
    try:
        return await _found(own)
    finally:
        await own.close()


async def _found(host: Webinars) -> Finding:
    try:
        types = await host.meetings.types()
    except Refusal as refusal:
        return Finding(WHAT, texts.render(Phrase(refusal.key, refusal.facts), "en"))
    except TryLater as problem:
        return Finding(WHAT, f"{problem}; check CIRCUIT_WEBEX_API_URL, the proxy and the network")
    except Rejected as problem:
        return Finding(WHAT, f"{problem}; check CIRCUIT_WEBINAR_SITE")
    most = max(each.capacity for each in types)
    return Finding(f"{WHAT}, for up to {most} people")
