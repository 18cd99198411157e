"""``circuit import transcript FILE --session N``: what was said, made short."""

import asyncio
import json
import uuid
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot import app, texts
from bot.commands.beside import carried_out, note
from bot.commands.brought import YES, arguments, content_of, language, why
from bot.commands.passing import reads
from bot.commands.start import begin
from bot.commands.typed import typed
from bot.control import Call, printed
from bot.errors import Misconfigured, Refusal
from bot.model.conversation import Delivery, Incoming, Sender
from bot.model.outcome import Answer
from bot.model.people import Place
from bot.model.session import Session
from bot.model.summary import SKILL
from bot.model.words import Phrase
from bot.services.files import transcripts

NAME = "import transcript"


def main(chosen: Namespace) -> int:
    """The exit code: 0 if the transcript was taken in, or was only looked at; 1 if not.

    Raises Misconfigured without a session.
    """
    if not chosen.session:
        raise Misconfigured("A transcript is of a session: add --session NUMBER.")
    call = Call({**arguments(chosen), "session": chosen.session}, typed(), printed)
    return asyncio.run(carried_out(begin(), NAME, call, take_in, reads("file")))


async def take_in(house: app.Opened, call: Call) -> int:
    """Say what was found in the transcript, and keep it if that is wanted.

    Raises Misconfigured where the file, or the session, cannot be taken.
    """
    try:
        session, file = _session(house, call), Path(call.arguments["file"])
        content = await asyncio.to_thread(content_of, file, transcripts.LARGEST)
        found = await transcripts.read(content)
        told = {**found, "session": session.id, "languages": [language(call)]}
        incoming = _delivery(house, told)
    except Refusal as refusal:
        raise Misconfigured(why(refusal, call)) from refusal
    if not call.arguments["yes"]:
        await _say(call, house.assistant.answer(incoming))
        if call.arguments["json"] or not await _agreed(call):
            return 0 if call.arguments["json"] else 1
    await note(house, "summary.brought", f"session/{session.id}")
    answer = await house.assistant.hear(incoming)
    if call.arguments["yes"]:
        await _say(call, answer)
    return 0


def _session(house: app.Opened, call: Call) -> Session:
    named = call.arguments["session"]
    session = house.assistant.house.store.view().get(Session, named)
    if session is None:
        raise Refusal("sessions.unknown", named=named)
    return session


def _delivery(house: app.Opened, facts: Mapping[str, Any]) -> Incoming:
    run = uuid.uuid4().hex
    return Incoming(
        id=run,
        place=Place("file", run),
        sender=Sender(""),
        private=False,
        at=house.assistant.house.time.now(),
        delivery=Delivery(SKILL, facts),
    )


async def _say(call: Call, answer: Answer) -> None:
    if call.arguments["json"]:
        await call.out(json.dumps(answer.facts, ensure_ascii=False, separators=(",", ":")))
        return
    await call.out(answer.text)


async def _agreed(call: Call) -> bool:
    await call.out(texts.render(Phrase("transcript.go"), language(call)))
    answer = await anext(call.typed, "")
    return answer.strip().strip(".!").casefold() in YES
