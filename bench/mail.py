"""P13 and P15: a bilingual reminder with its invite, written and sent to many people.

P13 is the CPU time to write one, beside jinja2 that renders the same text and the same page and
writes no mail, and beside EmailMessage. P15 is how many leave in a second by ten connections,
beside aiosmtplib alone with ten: to a server that does next to nothing, to aiosmtpd, and to the
smtp-sink of Postfix where it is installed; each in a process of its own. Rounds are interleaved;
shown are medians, with the least and the most.
"""

import asyncio
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import chain, cycle, islice
from statistics import median
from typing import Any

import aiosmtplib
import jinja2

from bench.reminder import BLANKS, BODY, ENVELOPE, HOUSE, LETTER, NOW, Reader, readers
from bench.table import Row, show
from bot.clock import StillClock
from bot.documents import body
from bot.documents.form_letter import FormLetter
from bot.documents.layout import BLANK
from bot.documents.letter import Mailing, Written, message
from bot.model.outbox import Letter
from bot.services.mail.smtp import SmtpMail

ROUNDS, CONNECTIONS = 7, 10
SENT = {"raw": 3000, "aiosmtpd": 1000, "smtp-sink": 3000}
GOALS = {"raw": ("2", "4"), "aiosmtpd": ("0.9", ""), "smtp-sink": ("", "")}
SMTP_SINK = shutil.which("smtp-sink", path=f"{os.environ['PATH']}:/usr/sbin")


def writers() -> dict[str, Callable[[Reader], object]]:
    """Ways to write to one person, by name."""
    form = FormLetter(LETTER, ENVELOPE, BLANKS)
    text = jinja2.Environment().from_string(_braced(body.text(_named())))
    page = jinja2.Environment(autoescape=True).from_string(_braced(body.page(_named())))
    return {
        "ours": lambda to: form.fill(to.person, to.message_id, to.values),
        "jinja2": lambda to: (text.render(to.values), page.render(to.values)),
        "EmailMessage": _whole,
    }


def _named() -> Letter:
    """The letter with words in the places of its blanks, which survive the page."""
    return replace(LETTER, body=BLANK.sub(r"BLANK\1END", BODY))


def _braced(text: str) -> str:
    return re.sub("BLANK([a-z]+)END", r"{{ \1 }}", text)


def _whole(to: Reader) -> bytes:
    filled = BLANK.sub(lambda blank: to.values[blank[1]], BODY)
    assert LETTER.invite is not None
    letter = replace(LETTER, body=filled, invite=replace(LETTER.invite, attendee=to.person))
    mailing = Mailing("mini.example.org", f"https://circuit.example.org/u/{to.values['token']}")
    own = replace(ENVELOPE, to=to.person, message_id=to.message_id, mailing=mailing)
    return bytes(message(letter, own))


def written() -> dict[str, list[float]]:
    """CPU time of one letter in µs, by way to write it, in each round."""
    many, ways = readers(), writers()
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS + 1):
        for name, write in ways.items():
            these = many[:50] if name == "EmailMessage" else many
            began = time.process_time()
            for each in these:
                write(each)
            spent[name].append((time.process_time() - began) / len(these) * 1e6)
    return {name: found[1:] for name, found in spent.items()}


async def _ours(port: int, letters: Iterator[Written]) -> None:
    url = f"smtp://127.0.0.1:{port}?connections={CONNECTIONS}"
    door = SmtpMail(url, HOUSE, StillClock(NOW))

    async def send() -> None:
        for letter in letters:
            await door.post(letter)

    await asyncio.gather(*(send() for _ in range(CONNECTIONS)))
    await door.close()


async def _aiosmtplib(port: int, letters: Iterator[Written]) -> None:
    async def send() -> None:
        client = aiosmtplib.SMTP(hostname="127.0.0.1", port=port, start_tls=False)
        await client.connect()
        for letter in letters:
            await client.sendmail(HOUSE.sender.address, letter.to, letter.raw)
        await client.quit()

    await asyncio.gather(*(send() for _ in range(CONNECTIONS)))


SENDERS: Mapping[str, Callable[[int, Iterator[Written]], Coroutine[Any, Any, None]]] = {
    "ours": _ours,
    "aiosmtplib": _aiosmtplib,
}


def ready() -> Sequence[Written]:
    """The letters to all these people, written before anybody measures."""
    form = FormLetter(LETTER, ENVELOPE, BLANKS)
    return [
        Written(to.person.address, to.message_id, form.fill(to.person, to.message_id, to.values))
        for to in readers()
    ]


def sent(port: int, count: int) -> dict[str, list[float]]:
    """Letters a second to the server at this port, by sender, in each round."""
    few = ready()
    rates: dict[str, list[float]] = {name: [] for name in SENDERS}
    for _ in range(ROUNDS + 1):
        for name, send in SENDERS.items():
            began = time.perf_counter()
            asyncio.run(send(port, islice(cycle(few), count)))
            rates[name].append(count / (time.perf_counter() - began))
    return {name: found[1:] for name, found in rates.items()}


@contextmanager
def server(kind: str) -> Iterator[int]:
    """The port of a server of this kind, in a process of its own."""
    listening = _smtp_sink() if kind == "smtp-sink" else _python(kind)
    process, port = listening
    try:
        yield port
    finally:
        process.terminate()
        process.wait()


def _python(kind: str) -> tuple[subprocess.Popen[str], int]:
    command = [sys.executable, "-m", "bench.mail_server", kind]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, int(process.stdout.readline())


def _smtp_sink() -> tuple[subprocess.Popen[str], int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(SMTP_SINK), "-u", "nobody", f"127.0.0.1:{port}", "100"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, text=True)
    for _ in range(100):
        with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            break
        time.sleep(0.05)
    return process, port


def spread(found: Sequence[float]) -> str:
    """The median, the least and the most."""
    return f"{median(found):,.0f} [{min(found):,.0f}..{max(found):,.0f}]"


def rows() -> Sequence[Row]:
    """The rows of P13 and P15."""
    return [*_rows_of_written(), *chain.from_iterable(map(_rows_of_sent, SENT))]


def _rows_of_written() -> Iterator[Row]:
    found = written()
    for peer, must, aim in (("jinja2", "3", "1.5"), ("EmailMessage", "", "")):
        yield Row(
            "P13 a letter with its invite, CPU µs",
            spread(found["ours"]),
            f"{peer} {spread(found[peer])}",
            f"{median(found['ours']) / median(found[peer]):.2f}",
            must,
            aim,
        )


def _rows_of_sent(kind: str) -> Iterator[Row]:
    goal = f"P15 letters/s to {kind}, {CONNECTIONS} connections"
    if kind == "smtp-sink" and SMTP_SINK is None:
        yield Row(goal, "", "smtp-sink is not installed (Debian: postfix)", "", "", "")
        return
    with server(kind) as port:
        found = sent(port, SENT[kind])
    must, aim = GOALS[kind]
    yield Row(
        goal,
        spread(found["ours"]),
        f"aiosmtplib {spread(found['aiosmtplib'])}",
        f"{median(found['ours']) / median(found['aiosmtplib']):.2f}",
        must,
        aim,
    )


if __name__ == "__main__":
    show(rows())
