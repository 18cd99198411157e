"""Reads a ``.talk``: a conversation anyone can write, which is also a test.

Now: 2027-01-12 09:00
Ana: create session last Thursday of February at 1 pm about biometrics
Bot: Session 1 …
  [keep] [other_1]
Ana presses keep
Sam presses save with biography="Writes.", language=fr
Bot to the space: Sam Lee will speak. / Sam Lee prendra la parole.
Mail to sam@example.org: Your session … with invite REQUEST, sequence 0
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.errors import Misconfigured
from bot.model.session import OTTAWA

SPACE = "space"
NOW = re.compile(r"Now: (\d{4}-\d\d-\d\d \d\d:\d\d)$")
PRESSES = re.compile(
    r"(?P<who>\w+) presses (?P<button>\w+)(?P<again> again)?(?: of (?P<whose>\w+))?"
    r"(?P<space> in the space)?(?: with (?P<fields>.+))?$"
)
FIELD = re.compile(r'(\w+)=(?:"([^"]*)"|([^,\s]+))(?:,\s*|$)')
BOT = re.compile(r"Bot(?: to (?P<to>the space|\w+))?: ?(?P<text>.*)$")
MAIL = re.compile(r"Mail to (?P<to>\S+): (?P<text>.*)$")
SAYS = re.compile(r"(?P<who>\w+)(?P<space> in the space)?: ?(?P<text>.*)$")
BUTTONS = re.compile(r"(\[\w+\] ?)+$")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that left the bot: an answer (``to`` empty), a message, a letter."""

    to: str
    text: str
    buttons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done, and all that must leave the bot because of it."""

    number: int
    who: str = ""
    text: str = ""
    in_space: bool = False
    button: str = ""
    again: bool = False
    whose: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    now: datetime | None = None
    expected: tuple[Line, ...] = ()


def parse(source: str) -> list[Step]:
    """The steps of a talk in order; raises Misconfigured with the line that cannot be read."""
    steps: list[Step] = []
    expected: list[Line] = []
    for number, text in _lines(source):
        line = _line(text)
        if line is not None:
            expected.append(line)
            continue
        if steps:
            steps[-1] = _closed(steps[-1], expected)
        expected = []
        steps.append(_step(number, text))
    if steps:
        steps[-1] = _closed(steps[-1], expected)
    return steps


def _closed(step: Step, expected: list[Line]) -> Step:
    values = {name: getattr(step, name) for name in step.__slots__}
    return Step(**values | {"expected": tuple(expected)})


def _lines(source: str) -> Iterator[tuple[int, str]]:
    """The lines with their numbers, continuation lines joined to the one they belong to."""
    start, held = 0, ""
    for number, text in enumerate(source.splitlines(), 1):
        if text.startswith("  ") and held:
            held += "\n" + text[2:]
            continue
        if held:
            yield start, held
        blank = not text.strip() or text.startswith("#")
        start, held = number, "" if blank else text.rstrip()
    if held:
        yield start, held


def _line(text: str) -> Line | None:
    """What must leave the bot, if the line says that."""
    first, _, rest = text.partition("\n")
    mail = MAIL.match(first)
    if mail:
        return Line(mail["to"], mail["text"])
    bot = BOT.match(first)
    if not bot:
        return None
    said = [bot["text"], *rest.split("\n")] if rest else [bot["text"]]
    buttons: tuple[str, ...] = ()
    if len(said) > 1 and BUTTONS.match(said[-1]):
        buttons = tuple(re.findall(r"\w+", said.pop()))
    to = SPACE if bot["to"] == "the space" else (bot["to"] or "")
    return Line(to, "\n".join(said), buttons)


def _step(number: int, text: str) -> Step:
    now = NOW.match(text)
    if now:
        at = datetime.fromisoformat(now[1]).replace(tzinfo=ZoneInfo(OTTAWA))
        return Step(number, now=at)
    press = PRESSES.match(text)
    if press:
        fields = {
            name: quoted or plain for name, quoted, plain in FIELD.findall(press["fields"] or "")
        }
        return Step(
            number,
            press["who"],
            in_space=bool(press["space"]),
            button=press["button"],
            again=bool(press["again"]),
            whose=press["whose"] or "",
            fields=fields,
        )
    says = SAYS.match(text)
    if not says:
        raise Misconfigured(f"line {number}: this is neither said, pressed nor expected: {text}")
    return Step(number, says["who"], says.string[says.start("text") :], bool(says["space"]))


def difference(step: Step, heard: list[Line]) -> str:
    """What is not as the talk says, in words; empty if all is as it says.

    What goes to different people may leave in any order; what goes to one person may not.
    """
    wanted = sorted(step.expected, key=lambda line: line.to)
    got = sorted(heard, key=lambda line: line.to)
    for want, have in zip(wanted, got, strict=False):
        if not _same(want, have):
            return f"line {step.number}: expected\n{shown(want)}\ngot\n{shown(have)}"
    missing, extra = wanted[len(got) :], got[len(wanted) :]
    if missing:
        return f"line {step.number}: never left:\n" + "\n".join(map(shown, missing))
    if extra:
        return f"line {step.number}: left, and is not in the talk:\n" + "\n".join(map(shown, extra))
    return ""


def _same(want: Line, have: Line) -> bool:
    if want.to != have.to or want.buttons != have.buttons:
        return False
    wanted, had = _plain(want.text), _plain(have.text)
    if "@" in want.to:
        pattern = ".*".join(re.escape(part) for part in wanted.split("…"))
        return re.fullmatch(pattern, had) is not None
    return wanted == had


def _plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\u00a0", " ").strip().splitlines())


def shown(line: Line) -> str:
    """The line as it stands in a talk."""
    if "@" in line.to:
        return f"Mail to {line.to}: {line.text}"
    head = {"": "Bot", SPACE: "Bot to the space"}.get(line.to, f"Bot to {line.to}")
    text = _plain(line.text).replace("\n", "\n  ")
    buttons = f"\n  {' '.join(f'[{name}]' for name in line.buttons)}" if line.buttons else ""
    return f"{head}: {text}{buttons}"
