"""Every post of a session in both languages, beside plain jinja2 that only fills in the same texts.

Ours reads the store, chooses the words, counts, checks, lays out and seals; the peer renders
compiled templates with values that are given. Rounds are interleaved; shown are medians of CPU time
in milliseconds, with the least and the most. ``python -m bench.promotion``.
"""

import asyncio
import re
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from statistics import median

import jinja2

from bench.table import Row, show
from bot.context import Context
from bot.model.description import Description, Half
from bot.model.outcome import Outcome
from bot.model.promotion import Channel, Post
from bot.model.session import Phase, Session
from bot.model.setup import Setup
from bot.model.speaking import Reply, Speaking
from bot.model.words import LANGUAGES, Both
from bot.promoting.composing import composed, written
from bot.promoting.naming import USUAL
from bot.promoting.rendering import rendered
from bot.promoting.sealing import seal
from storage import MemoryStore

ROUNDS = 50
GOAL = 50.0
NOW = datetime(2027, 1, 12, 14, 0, tzinfo=UTC)
STARTS = datetime(2027, 2, 25, 18, 0, tzinfo=UTC)
BLANK = re.compile(r"\(\((\w+)\)\)")
ENGLISH = (
    "What does a digital credential say about you, and to whom? Three teams show what they built, "
    "what went wrong, and what they would do again. You leave with a checklist."
)
FRENCH = (
    "Que dit de vous un titre numérique, et à qui? Trois équipes montrent ce qu’elles ont bâti, "
    "ce qui a mal tourné et ce qu’elles referaient. Vous repartirez avec une liste de contrôle."
)


def context() -> Context:
    """A session with a description and two speakers, and eight others."""
    sessions = [
        Session(
            id=str(number),
            title=Both("Digital credentials", "Titres numériques"),
            starts=STARTS,
            wall="2027-02-25T13:00",
            phase=Phase.ANNOUNCED,
            created=NOW,
        )
        for number in range(1, 10)
    ]
    english, french = (Half(text, "person", "", NOW, 1, 1) for text in (ENGLISH, FRENCH))
    description = Description(session="1", en=english, fr=french)
    speakers = [
        Speaking(session="1", address=f"{name}@example.org", name=name, reply=Reply.YES, asked=NOW)
        for name in ("Sam Lee", "Maya Côté")
    ]
    store = MemoryStore()
    saves = (*sessions, description, *speakers)
    asyncio.run(store.run(Outcome(saves=saves).regardless))
    return Context(store.view(), NOW, Setup(public_url="https://circuit.example.org"), "bench")


def posts() -> list[Post]:
    """A post for every place that is known."""
    return [
        Post(session="1", name=name, channel=channel, step="-P7D", due=STARTS, target=target)
        for name, (channel, target) in USUAL.items()
    ]


def ours(now: Context) -> None:
    """Each post as it goes out, with what is amiss, its files and its seal."""
    for post in posts():
        rendered(now, post)
        seal(now, post)


def peer(now: Context) -> Callable[[], None]:
    """What fills in the same words by jinja2, and does nothing else."""
    environment = jinja2.Environment()
    pieces: list[tuple[jinja2.Template, Mapping[str, str]]] = []
    for post in posts():
        said = composed(now, post)
        for language in LANGUAGES:
            words = "\n".join(written(said.copy, language))
            template = environment.from_string(BLANK.sub(r"{{ \1 }}", words))
            pieces.append((template, said.facts[language]))

    def render() -> None:
        for template, values in pieces:
            template.render(values)

    return render


def measured() -> dict[str, list[float]]:
    """Milliseconds of each round, by who renders."""
    now = context()
    ways: dict[str, Callable[[], None]] = {"ours": lambda: ours(now), "jinja2": peer(now)}
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS + 1):
        for name, render in ways.items():
            began = time.process_time()
            render()
            spent[name].append((time.process_time() - began) * 1000)
    return {name: found[1:] for name, found in spent.items()}


def spread(found: Sequence[float]) -> str:
    """The median, the least and the most."""
    return f"{median(found):.2f} [{min(found):.2f}..{max(found):.2f}]"


def rows() -> list[Row]:
    """The row of the goal."""
    found = measured()
    ratio = median(found["ours"]) / median(found["jinja2"])
    places = len(USUAL) * len(LANGUAGES)
    return [
        Row(
            f"all {len(Channel)} channels of a session, {places} texts, CPU ms",
            spread(found["ours"]),
            f"jinja2 {spread(found['jinja2'])}",
            f"{ratio:.1f}",
            f"< {GOAL:.0f} ms",
            "",
        )
    ]


if __name__ == "__main__":
    show(rows())
