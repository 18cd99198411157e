"""``circuit poll results NUMBER --json``: how a poll stands, or how it ended."""

import asyncio
import json
from argparse import Namespace

from bot import app, texts
from bot.commands.beside import carried_out
from bot.commands.start import begin
from bot.commands.typed import typed
from bot.context import Context
from bot.control import Call, printed
from bot.errors import Misconfigured
from bot.model.poll import Poll, PollKind
from bot.model.record import View
from bot.model.words import LANGUAGES
from bot.polling import counting, shown

NAME = "poll results"


def main(chosen: Namespace) -> int:
    """The exit code: 0 once it is said; raises Misconfigured for a poll that is not there."""
    arguments = {"poll": chosen.number, "json": "yes" if chosen.json else ""}
    call = Call(arguments, typed(), printed)
    return asyncio.run(carried_out(begin(), NAME, call, tell))


async def tell(house: app.Opened, call: Call) -> int:
    """Say how the poll stands; hidden results stay hidden."""
    home = house.assistant.house
    view = home.store.view()
    poll = view.get(Poll, call.arguments["poll"])
    if poll is None:
        raise Misconfigured(f"There is no poll {call.arguments['poll']}.")
    if call.arguments["json"]:
        await call.out(json.dumps(_facts(view, poll), ensure_ascii=False, separators=(",", ":")))
        return 0
    context = Context(view, home.time.now(), home.setup, "poll")
    await call.out(texts.render_in(shown.results(context, poll), LANGUAGES))
    return 0


def _facts(view: View, poll: Poll) -> dict[str, object]:
    """The poll for programs; ``votes`` is null where nobody may know them, or not yet."""
    count = counting.shown(view, poll)
    votes = count.votes if count else [None] * len(poll.options)
    pairs = zip(poll.options, votes, strict=True)
    facts: dict[str, object] = {
        "poll": int(poll.id),
        "state": poll.state.value,
        "options": [{"en": each.en, "fr": each.fr, "votes": many} for each, many in pairs],
        "voters": counting.voters(view, poll),
    }
    if poll.kind is PollKind.WORDS:
        facts["words"] = list(count.words) if count else None
    return facts
