"""The notation of the frames, and the reading of ``frames/*.toml``.

A frame is a line of words, each the name of a word list, in any order:

    cancel! session       an order to cancel, and a session, anywhere
    ^reminder audience    the message begins with a reminder (after polite words)
    poll|vote over        one of two lists; an [alias] of a file stands for several
    need >poll            the poll follows at once (small words may stand between)
    {session} {when}      a session is named; a day or hour is said. Also {date} {time} {later}
                          {offset} {length} {month} {person} {email} {quote} {url} {number}
                          {plural} (several sessions) {nth} (one of a series) {colon}
                          {numbered} (a session by its number) {question} (it asks)
    only yes              nothing else of substance is said
    session -series       no series is spoken of
    remind! me?           "me" may be there and belongs to it

In a word list "(can|could) (you|all of you)" stands for four phrases; "ready (|now)" for two.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from bot.model.words import Language
from bot.understanding.kept import kept
from bot.understanding.vocabulary import Sort, Vocabulary

ELEMENT = re.compile(r"(?P<mark>[\^>-]?)(?P<names>[a-z_{}|]+)(?P<end>[!?]?)")
KINDS = frozenset(
    "{session} {when} {date} {time} {person} {quote} {url} {number} {length} {colon} {question}"
    " {month} {email} {plural} {offset} {later} {nth} {numbered}".split()
)
Aliases = Mapping[str, Sequence[str]]
RARE: Mapping[Sort, int] = {"things": 0, "words": 1, "verbs": 2}
LEAST = 3
SORTS: tuple[Sort, ...] = ("verbs", "things", "words")


@dataclass(frozen=True, slots=True)
class Element:
    """One word of a frame."""

    names: tuple[str, ...]
    order: bool = False
    first: bool = False
    next: bool = False
    absent: bool = False
    optional: bool = False

    @property
    def required(self) -> bool:
        """Whether the frame needs it."""
        return not (self.absent or self.optional)


@dataclass(frozen=True, slots=True)
class Example:
    """A real sentence of a frame in both languages, and the slots it has in each."""

    sentences: Mapping[Language, str]
    slots: Mapping[Language, Mapping[str, Any]]
    role: str
    help: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """One way to say what an intent means; ``needs`` are the lists of which it needs one each."""

    intent: str
    line: str
    elements: tuple[Element, ...]
    needs: tuple[tuple[str, ...], ...]
    only: bool
    who: tuple[str, ...]
    slots: tuple[str, ...]
    day: str
    given: Mapping[str, Any]
    weight: float


@dataclass(frozen=True, slots=True)
class Intent:
    """A block of a frames file: what is meant, and sentences that mean it."""

    name: str
    file: str
    who: tuple[str, ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Grammar:
    """All that ``frames/*.toml`` say; ``keys`` are the frames, by number, that need one of a list.

    Each frame stands there once for each name of one of its words, the one that is met least.
    """

    vocabulary: Vocabulary
    frames: tuple[Frame, ...]
    keys: Mapping[str, tuple[int, ...]]
    intents: tuple[Intent, ...]
    weak: frozenset[str]
    nouns: tuple[str, ...]


@cache
def grammar() -> Grammar:
    """The word lists and frames of all files, read once."""
    folder = resources.files(__package__) / "frames"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    sources = {file.name: file.read_bytes() for file in files}
    pages, words, nouns = kept(sources, lambda: _made(sources))
    vocabulary = Vocabulary(*words)
    blocks = [(name, block) for name, page in pages.items() for block in page.get("frame", ())]
    alias = {
        name: lists for page in pages.values() for name, lists in page.get("alias", {}).items()
    }
    frames = tuple(frame for name, block in blocks for frame in _frames(name, block, alias))
    _check(frames, vocabulary)
    return Grammar(
        vocabulary,
        frames,
        _keys(frames, vocabulary),
        tuple(_intent(name, block) for name, block in blocks),
        frozenset(name for page in pages.values() for name in page.get("weak", ())),
        tuple(nouns),
    )


def _made(sources: Mapping[str, bytes]) -> tuple[Any, ...]:
    """The pages read, their word lists written out, and what a session is called."""
    pages = {name: tomllib.loads(source.decode()) for name, source in sources.items()}
    vocabulary = _vocabulary(pages.values())
    return pages, vocabulary.parts(), vocabulary.nouns("session", "webinar")


def _vocabulary(pages: Any) -> Vocabulary:
    vocabulary = Vocabulary()
    for page in pages:
        for sort in SORTS:
            for name, sides in page.get(sort, {}).items():
                vocabulary.add(sort, name, sides)
        for language, words in page.get("ordinary", {}).items():
            for word in words.split():
                vocabulary.know(word, language)
    return vocabulary


def _frames(file: str, block: Mapping[str, Any], alias: Aliases) -> Iterator[Frame]:
    for line in block["says"]:
        words = line.split()
        try:
            elements = tuple(_element(word, alias) for word in words if word != "only")
        except ValueError as wrong:
            raise ValueError(f"{file}, {block['intent']}: {line}: {wrong}") from wrong
        yield Frame(
            intent=block["intent"],
            line=line,
            elements=elements,
            needs=tuple(each.names for each in elements if each.required),
            only="only" in words,
            who=tuple(block.get("who", ())),
            slots=tuple(block.get("slots", ())),
            day=block.get("day", "session"),
            given=block.get("given", {}),
            weight=float(block.get("weight", 0)),
        )


def _keys(frames: Sequence[Frame], vocabulary: Vocabulary) -> Mapping[str, tuple[int, ...]]:
    """The frames by what must be there: rather a thing than a word, a verb or a kind."""
    rank: dict[str, int] = {name: RARE[sort] for name, sort in vocabulary.sorts.items()}
    keys: dict[str, list[int]] = defaultdict(list)
    for number, frame in enumerate(frames):
        for name in min(frame.needs, key=lambda names: max(rank.get(n, LEAST) for n in names)):
            keys[name].append(number)
    return {name: tuple(numbers) for name, numbers in keys.items()}


def _element(word: str, alias: Aliases) -> Element:
    parts = ELEMENT.fullmatch(word)
    if parts is None:
        raise ValueError(f"not a word of a frame: {word}")
    return Element(
        names=tuple(name for said in parts["names"].split("|") for name in alias.get(said, [said])),
        order=parts["end"] == "!",
        first=parts["mark"] == "^",
        next=parts["mark"] == ">",
        absent=parts["mark"] == "-",
        optional=parts["end"] == "?",
    )


def _check(frames: Sequence[Frame], vocabulary: Vocabulary) -> None:
    for frame in frames:
        for element in frame.elements:
            unknown = set(element.names) - KINDS - vocabulary.sorts.keys()
            if unknown:
                raise ValueError(f"{frame.intent}: {frame.line}: no word list {sorted(unknown)}")


def _intent(file: str, block: Mapping[str, Any]) -> Intent:
    who = tuple(block.get("who", ()))
    return Intent(
        block["intent"], file, who, tuple(_example(e, who) for e in block.get("example", ()))
    )


def _example(raw: Mapping[str, Any], who: tuple[str, ...]) -> Example:
    both = raw.get("slots", {})
    languages: tuple[Language, ...] = ("en", "fr")
    return Example(
        sentences={language: raw[language] for language in languages},
        slots={language: {**both, **raw.get(f"slots_{language}", {})} for language in languages},
        role=raw.get("role", who[0] if who else "organiser"),
        help=bool(raw.get("help")),
    )
