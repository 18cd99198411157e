"""One server of the Teams endpoint, for ``bench.platforms``: ``MODE FOLDER CONNECTOR KEYS``.

Modes: ``plain`` and ``plain reply`` are aiohttp alone; ``ours`` is the bot as it is; ``stock`` and
``cured`` are botbuilder's CloudAdapter in front of the same assistant and store, as it comes and
with the one line that takes 85 % of its time away. CONNECTOR and KEYS are addresses of another
process. Prints a line of JSON when it listens: the port, and the cards that speakers were shown.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web

from bot import app, settings
from bot.assistant.limits import Limits
from bot.channels.pages import application
from bot.channels.teams.incoming import CHANNEL, read
from bot.channels.teams.pace import Pace
from bot.model.conversation import Card, Incoming
from bot.model.outcome import Outcome
from bot.model.people import Account, Contact, Place, Route, route_key
from bot.model.poll import PollKey
from tests.polls.crowd import POLL
from tests.teams.connector import TENANT
from tests.teams.tokens import APP_ID

PEOPLE = 400
SESSION = "create session on February 25, 2028 at 1 pm about maps / les cartes"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Unlimited(Limits):
    """A few people stand in for very many: they may say as much as they like."""

    def exceeded(self, address: str, at: datetime) -> bool:  # noqa: ARG002
        """Never."""
        return False


def main() -> None:
    """Serve until told to stop."""
    mode, folder, connector, keys = sys.argv[1:]
    asyncio.run(_serve(mode, Path(folder), connector, keys))


async def _serve(mode: str, folder: Path, service: str, keys: str) -> None:
    if mode.startswith("plain"):
        await _listen(_plain(mode, service), {})
        return
    chosen = replace(
        settings.read({"CIRCUIT_DATA": str(folder)}, folder / "none"),
        teams_app_id=APP_ID,
        teams_tenant_id=TENANT,
        teams_metadata_url=keys,
    )
    async with app.opened(chosen) as house:
        assert house.teams is not None
        house.teams.door.pace = Pace(())
        house.assistant._limits = Unlimited()
        cards = await _invited(house, service)
        # What preparing left to be sent is no part of what is measured.
        await house.assistant.settle()
        await house.assistant.house.store.run(
            Outcome(saves=(POLL, PollKey(poll=POLL.id, key="k" * 64))).regardless
        )
        sending = asyncio.create_task(house.assistant.outbox.run())
        served = web.Application(client_max_size=2**20)
        if mode == "ours":
            served = application(replace(app.pages(house), people=()))
            house.teams.add_to(served)
        else:
            served.router.add_post("/api/messages", _botbuilder(mode, house, keys))
        await _listen(served, {"cards": cards})
        sending.cancel()


async def _listen(served: web.Application, told: dict[str, Any]) -> None:
    runner = web.AppRunner(served, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(json.dumps({"port": runner.addresses[0][1], **told}), flush=True)
    await asyncio.Event().wait()


def _plain(mode: str, service: str) -> web.Application:
    served = web.Application()
    sessions: list[ClientSession] = []

    async def answer(request: web.Request) -> web.Response:
        await request.json()
        if mode == "plain reply":
            if not sessions:
                sessions.append(ClientSession())
            url = f"{service}v3/conversations/c/activities"
            body = {"type": "message", "text": "ok"}
            async with sessions[0].post(url, json=body) as posted:
                await posted.read()
        return web.json_response({"statusCode": 200, "type": "message", "value": "ok"})

    served.router.add_post("/api/messages", answer)
    return served


async def _invited(house: app.Opened, service: str) -> dict[str, str]:
    """Many speakers who are known in Teams and were asked for a session; the card of each."""
    store, assistant, now = (
        house.assistant.house.store,
        house.assistant,
        house.assistant.house.time.now(),
    )
    facts = {"service": service, "bot": "28:circuit", "tenant": TENANT}
    people = [f"s{number}@example.org" for number in range(PEOPLE)]
    for address in people:
        place, first = Place(CHANNEL, address), address.partition("@")[0]
        account = Account(id=f"{CHANNEL}/{TENANT}/object-{first}", at=now, address=address)
        route = Route(place=route_key(place), facts=facts)
        contact = Contact(address=address, places=(place,))
        await store.run(Outcome(saves=(account, route, contact)).regardless)
    texts = [SESSION, *(f"invite {address} to session 1" for address in people)]
    for number, text in enumerate(texts):
        incoming = Incoming(
            id=f"prepare/{number}",
            place=Place("page", "ana@example.org"),
            sender=app.CAST["Ana"],
            private=True,
            at=now,
            text=text,
        )
        await assistant.hear(incoming)
    shown = store.view().find(Card, "about", "session/1")
    return {card.person: card.ref for card in shown if card.person in people}


def _botbuilder(mode: str, house: app.Opened, metadata: str) -> Handler:
    from botbuilder.core import ActivityHandler, InvokeResponse, TurnContext
    from botbuilder.integration.aiohttp import (
        CloudAdapter,
        ConfigurationBotFrameworkAuthentication,
    )
    from botbuilder.schema import AdaptiveCardInvokeResponse
    from botframework.connector.auth import ChannelValidation
    from msrest.universal_http.requests import ClientRetryPolicy

    ChannelValidation.open_id_metadata_endpoint = metadata
    if mode == "cured":
        ClientRetryPolicy.safe_codes = frozenset(ClientRetryPolicy.safe_codes)  # type: ignore[assignment]

    class Registration:
        APP_ID, APP_PASSWORD = APP_ID, "x"

    class Bot(ActivityHandler):  # type: ignore[misc]
        async def on_invoke_activity(self, context: TurnContext) -> InvokeResponse:
            answered = await _same_work(house, context.activity)
            body = AdaptiveCardInvokeResponse(
                status_code=200, type=answered["type"], value=answered["value"]
            )
            return InvokeResponse(status=200, body=body)

    adapter, bot = CloudAdapter(ConfigurationBotFrameworkAuthentication(Registration())), Bot()

    async def answer(request: web.Request) -> web.StreamResponse:
        found: web.StreamResponse = await adapter.process(request, bot)
        return found

    return answer


async def _same_work(house: app.Opened, activity: Any) -> dict[str, Any]:
    """What our own endpoint does once a request is read and found genuine."""
    assert house.teams is not None
    user, conversation = activity.from_property, activity.conversation
    raw = {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "id": activity.id,
        "serviceUrl": activity.service_url,
        "from": {"id": user.id, "name": user.name, "aadObjectId": user.aad_object_id},
        "conversation": {"id": conversation.id, "conversationType": "personal"},
        "recipient": {"id": "28:circuit"},
        "channelData": activity.channel_data,
        "value": activity.value,
    }
    answered = await house.teams._heard(read(raw))
    assert answered is not None
    return dict(answered)


if __name__ == "__main__":
    main()
