"""``circuit promotion --session N --json``: every post of a session, in both languages."""

import asyncio
import json
from argparse import Namespace

from bot import app, texts
from bot.commands.beside import carried_out
from bot.commands.start import begin
from bot.context import Context
from bot.control import Call, nothing_typed, printed
from bot.errors import Misconfigured
from bot.model.promotion import Post
from bot.model.session import Session
from bot.model.words import LANGUAGES, Phrase
from bot.promoting import approving, plan
from bot.promoting.naming import called
from bot.promoting.rendering import rendered

NAME = "promotion"
Row = dict[str, object]


def main(chosen: Namespace) -> int:
    """The exit code: 0 once it is said; raises Misconfigured for a session that is not there."""
    arguments = {"session": chosen.session, "json": "yes" if chosen.json else ""}
    call = Call(arguments, nothing_typed(), printed)
    return asyncio.run(carried_out(begin(), NAME, call, tell))


async def tell(house: app.Opened, call: Call) -> int:
    """Say every post as it would go out now, with its count and its state."""
    home = house.assistant.house
    view = home.store.view()
    session = view.get(Session, call.arguments["session"])
    if session is None:
        phrase = Phrase("sessions.unknown", {"named": call.arguments["session"]})
        raise Misconfigured(texts.render(phrase, "en"))
    context = Context(view, home.time.now(), home.setup, NAME)
    posts = [approving.current(context, session, each) for each in plan.posts(context, session)]
    if call.arguments["json"]:
        rows = [row for each in posts for row in _rows(context, each)]
        found = {"session": int(session.id), "channels": rows}
        await call.out(json.dumps(found, ensure_ascii=False, separators=(",", ":")))
        return 0
    await call.out("\n\n".join(_in_words(context, each) for each in posts))
    return 0


def _rows(context: Context, post: Post) -> list[Row]:
    """The post in each language, for programs; a limit of 0 is none."""
    sides = rendered(context, post).sides
    return [
        {
            "name": post.name,
            "lang": each,
            "text": "\n".join(filter(None, (sides[each].subject, sides[each].text))),
            "count": sides[each].count,
            "limit": sides[each].limit,
            "state": post.state.value,
        }
        for each in LANGUAGES
    ]


def _in_words(context: Context, post: Post) -> str:
    names = called(post)
    head = f"{names.en} / {names.fr} ({post.state.value}, {post.due.isoformat()})"
    sides = rendered(context, post).sides
    return "\n\n".join([head, *(sides[each].text for each in LANGUAGES)])
