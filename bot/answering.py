"""Word in the room where something was asked for that took its time."""

from collections.abc import Mapping
from typing import Any

from bot import texts
from bot.context import Context, Turn
from bot.model.outbox import Message, Sending
from bot.model.outcome import Outcome
from bot.model.words import LANGUAGES, Phrase

Facts = Mapping[str, Any]


def there(turn: Turn) -> Facts:
    """Where somebody waits for the answer, and in which languages."""
    place = turn.incoming.place
    return {"channel": place.channel, "room": place.room, "languages": list(turn.languages)}


def answered(context: Context, sending: Sending, said: Phrase, tell: Facts) -> Outcome:
    """The answer there, to what this errand was for."""
    languages = tuple(each for each in LANGUAGES if each in tell["languages"])
    message = Sending(
        key=f"{sending.key}/told",
        door=tell["channel"],
        to=tell["room"],
        content=Message(texts.render_in(said, languages)),
        created=context.now,
        about=sending.about,
    )
    return Outcome(sends=(message,))
