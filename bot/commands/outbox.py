"""``circuit outbox``: everything that leaves the house, and how far it has got."""

import asyncio
import hashlib
import json
import re
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from bot import app
from bot.commands.beside import carried_out
from bot.commands.start import begin
from bot.control import Call, nothing_typed, printed
from bot.model.mailing import Mailing, Stage
from bot.model.outbox import Sending, State
from bot.model.record import View

NAME = "outbox"
AT_ONCE = 300
ADDRESS = re.compile(r"[^\s/@]+@[^\s/@]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A sending or a mailing: where it stands, when it may leave or last changed, and numbers."""

    kind: str
    key: str
    state: str
    channel: str
    to: str
    about: str
    due: datetime | None
    changed: datetime | None
    counts: dict[str, int]


def main(chosen: Namespace) -> int:
    """The exit code, once everything is listed."""
    flags = {name: "yes" if getattr(chosen, name) else "" for name in ("json", "who")}
    call = Call(flags, nothing_typed(), printed)
    return asyncio.run(carried_out(begin(), NAME, call, show))


async def show(house: app.Opened, call: Call) -> int:
    """Say each on a line of its own: what is under way first, others are heard in between.

    Addresses are shown only where they are asked for.
    """
    lines = _lines(house.assistant.house.store.view())
    while some := list(islice(lines, AT_ONCE)):
        shown = some if call.arguments["who"] else map(_without_addresses, some)
        written = map(_in_json if call.arguments["json"] else _in_words, shown)
        await call.out("\n".join(written))
        await asyncio.sleep(0)
    return 0


def _lines(view: View) -> Iterator[Line]:
    for stage in Stage:
        yield from map(_of_mailing, view.oldest(Mailing, "stage_", stage))
    for state in State:
        yield from map(_of_sending, view.oldest(Sending, "status", state))


def _of_mailing(mailing: Mailing) -> Line:
    return Line(
        kind="mailing",
        key=f"mailing/{mailing.id}",
        state=mailing.stage,
        channel=mailing.door,
        to="",
        about=mailing.about,
        due=mailing.ready_at,
        changed=mailing.ended or mailing.began or mailing.created,
        counts={"total": mailing.total, **asdict(mailing.tally)},
    )


def _of_sending(sending: Sending) -> Line:
    return Line(
        kind="message",
        key=sending.key,
        state=sending.state,
        channel=sending.door,
        to=sending.to,
        about=sending.about,
        due=sending.ready_at,
        changed=sending.changed or sending.created,
        counts={"attempts": sending.attempts},
    )


def _without_addresses(line: Line) -> Line:
    """The same for everybody's eyes: each address as a mark that tells it from others."""
    key, to, about = (ADDRESS.sub(_mark, each) for each in (line.key, line.to, line.about))
    return Line(**{**_fields(line), "key": key, "to": to, "about": about})


def _mark(address: re.Match[str]) -> str:
    return f"({hashlib.sha256(address[0].lower().encode()).hexdigest()[:8]})"


def _fields(line: Line) -> dict[str, Any]:
    return {name: getattr(line, name) for name in Line.__slots__}


def _in_json(line: Line) -> str:
    return json.dumps(_fields(line), ensure_ascii=False, default=_instant)


def _instant(value: object) -> str:
    assert isinstance(value, datetime)
    return value.isoformat(timespec="seconds")


def _in_words(line: Line) -> str:
    when = line.due or line.changed
    counts = ", ".join(f"{name} {count}" for name, count in line.counts.items() if count)
    words = (line.state, _instant(when) if when else "", line.channel, line.to, line.key, counts)
    return "  ".join(word for word in words if word)
