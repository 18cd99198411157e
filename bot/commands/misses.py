"""``circuit misses``: what was not understood, the most frequent first; and examples made of it."""

import asyncio
import difflib
import json
from argparse import Namespace
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from bot import app
from bot.commands.beside import carried_out
from bot.commands.start import begin
from bot.control import Call, nothing_typed, printed
from bot.errors import Misconfigured
from bot.model.miss import Miss
from bot.model.record import View
from bot.model.words import Language
from bot.understanding import example, taken_as
from bot.understanding.masking import MARKS, NUMBER
from bot.understanding.notation import grammar

NAME = "misses"
STAND_INS = {
    MARKS["email"]: "sam@example.org",
    MARKS["url"]: "https://example.org",
    MARKS["quote"]: "“Open data”",
    NUMBER: "2",
}
"""What an example has in the place of the marks."""
NOTHING = "Nothing is kept: set CIRCUIT_MISSES to a number of days to keep what is not understood."
NONE_YET = "Everything was understood so far."


def main(chosen: Namespace) -> int:
    """The exit code; raises Misconfigured for a number or an intent that is not there."""
    number = str(chosen.example or "")
    arguments = {"json": "yes" if chosen.json else "", "example": number, "intent": chosen.intent}
    call = Call(arguments, nothing_typed(), printed)
    return asyncio.run(carried_out(begin(), NAME, call, tell))


async def tell(house: app.Opened, call: Call) -> int:
    """Say each on a line, or the example that one makes."""
    home = house.assistant.house
    found = kept(home.store.view())
    if call.arguments["example"]:
        miss = _numbered(found, int(call.arguments["example"]))
        intent = _known(call.arguments["intent"] or _likeliest(miss))
        await call.out(block(miss, intent, home.time.now()))
        return 0
    if call.arguments["json"]:
        for miss in found:
            await call.out(json.dumps(_fields(miss), ensure_ascii=False))
        return 0
    await call.out("\n".join(_in_words(found)) or (NONE_YET if home.setup.misses_days else NOTHING))
    return 0


def kept(view: View) -> list[Miss]:
    """Every sentence, the most frequent first."""
    found = view.between(Miss, "until", None, None)
    return sorted(found, key=lambda miss: (-miss.count, miss.words, miss.role))


def _fields(miss: Miss) -> Mapping[str, Any]:
    return {
        "words": miss.words,
        "role": miss.role,
        "language": miss.language,
        "count": miss.count,
        "offered": list(miss.offered),
        "meant": dict(miss.meant),
    }


def _in_words(found: list[Miss]) -> Iterator[str]:
    for number, miss in enumerate(found, start=1):
        meant = ", ".join(f"{intent} {count}×" for intent, count in miss.meant.items())
        offered = ", ".join(miss.offered)
        told = f"meant: {meant}" if meant else f"offered: {offered}" if offered else ""
        words = (f"{number}.", f"{miss.count}×", miss.role, miss.language or "?", miss.words, told)
        yield "  ".join(word for word in words if word)


def _numbered(found: list[Miss], number: int) -> Miss:
    if not 0 < number <= len(found):
        raise Misconfigured(f"There is no number {number}: “circuit misses” lists {len(found)}.")
    return found[number - 1]


def _likeliest(miss: Miss) -> str:
    """What it was said to mean most often, or else what it resembles most."""
    return max(miss.meant, key=lambda intent: miss.meant[intent], default="") or next(
        iter(miss.offered), ""
    )


def _known(intent: str) -> str:
    names = sorted({each.name for each in grammar().intents})
    if intent in names:
        return intent
    near = difflib.get_close_matches(intent, names, n=3, cutoff=0)
    raise Misconfigured(f"Say with --intent what it is to mean, such as {', '.join(near)}.")


def block(miss: Miss, intent: str, now: datetime) -> str:
    """The sentence as an example for a frame, in TOML, with the slots that are read in it.

    The other language is left for somebody to write; beside it is how the frame says it now.
    """
    written: Language = miss.language or "en"
    other: Language = "fr" if written == "en" else "en"
    said = _filled_in(miss.words)
    slots = taken_as(said, intent, miss.role, now).slots
    files = sorted({each.file for each in grammar().intents if each.name == intent})
    lines = [
        f"# Put this below a frame of “{intent}” in frames/{' or '.join(files)}, and its new words",
        "# into the word lists; tests/test_frames.py then says whether it is understood.",
        "[[frame.example]]",
        f"{written} = {_quoted(said)}",
        f'{other} = ""  # known so far: {example(intent, other)}',
        f'role = "{miss.role}"',
        f"slots = {{ {', '.join(f'{name} = {_quoted(value)}' for name, value in slots.items())} }}",
    ]
    return "\n".join(lines)


def _filled_in(words: str) -> str:
    """The sentence with something in the place of each mark, and no space before a stop."""
    pieces = [STAND_INS.get(piece, piece) for piece in words.split()]
    said = " ".join(pieces)
    for sign in ",.!?":
        said = said.replace(f" {sign}", sign)
    return said


def _quoted(value: object) -> str:
    """The value as TOML writes it; strings, numbers and lists of them are written as in JSON."""
    return json.dumps(value, ensure_ascii=False)
