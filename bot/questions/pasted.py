"""Questions in what somebody copied from a webinar: its chat, or its list of questions and answers.

Read are the heads of messages as Webex, Teams and Zoom save or copy them (“from Ana Roy to
everyone: 1:05 PM”, “Ana Roy  1:05 PM”, “13:05:22 From Ana Roy to Everyone: …”), “Ana Roy: …”, and
“Q: … / A: …”. A message is a question if it has a question mark, or is marked as one.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

TIME = r"\d{1,2}\s?[:h]\s?\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?"
HEADS = tuple(
    re.compile(each, re.IGNORECASE)
    for each in (
        rf"\[?(?:{TIME})?\]?\s*(?:from|de)\s+(?P<name>.{{1,80}}?)\s+(?:to|à)\s+[^:]{{1,60}}:\s*(?:{TIME})?\s*(?P<words>.*)",
        rf"(?P<name>[^:?]{{2,60}}?),?\s+{TIME}(?P<words>)",
        rf"\[?{TIME}\]?\s+(?P<name>[^:?]{{2,60}}):\s+(?P<words>.+)",
        r"(?P<name>[^:?]{2,60}):\s+(?P<words>.+)",
    )
)
ASKED = re.compile(r"(?:q|question)\s*\d*\s*[:.)]\s*(?P<words>.+)", re.IGNORECASE)
SAID = re.compile(r"(?:a|r|answer|réponse)\s*\d*\s*[:.)]\s*.*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pasted:
    """A question as it stood there; ``mark`` tells the same message from others."""

    words: str
    mark: str


@dataclass
class _Message:
    head: str
    words: list[str]
    marked: bool = False
    answer: bool = False


def questions_in(text: str) -> tuple[Pasted, ...]:
    """The questions, in their order; each message once."""
    found: dict[str, Pasted] = {}
    for message in _messages(text):
        words = " ".join(" ".join(message.words).split())
        if message.answer or not words or not (message.marked or "?" in words):
            continue
        mark = hashlib.sha256(f"{message.head}/{words}".encode()).hexdigest()[:20]
        found.setdefault(mark, Pasted(words, mark))
    return tuple(found.values())


def _messages(text: str) -> Iterator[_Message]:
    """The messages; a line that begins none goes on with the one before."""
    open_: _Message | None = None
    for line in filter(None, map(str.strip, text.splitlines())):
        begun = _begun(line)
        if begun is None and open_ is not None and open_.head:
            open_.words.append(line)
            continue
        if open_ is not None:
            yield open_
        open_ = begun or _Message("", [line])
    if open_ is not None:
        yield open_


def _begun(line: str) -> _Message | None:
    asked = ASKED.fullmatch(line)
    if asked:
        return _Message("q", [asked["words"]], marked=True)
    if SAID.fullmatch(line):
        return _Message("a", [], answer=True)
    head = next((found for each in HEADS if (found := each.fullmatch(line))), None)
    if head is None:
        return None
    words = head["words"]
    return _Message(line.removesuffix(words) if words else line, [words])
