"""What was said, and by whom, out of a WebVTT file as Webex, Teams and Zoom write it.

WebVTT is a recommendation of the W3C. Webex gives no speaker, or one in the cue's name
(``1 "Anne Roy" (123)``); Zoom writes ``Anne Roy: …``, Teams ``<v Anne Roy>…</v>``. Files that are
cut off in the middle, or without empty lines between cues, are read as far as they go.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.documents.lines import cut, one_line
from bot.errors import Refusal

TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
TIMING = re.compile(rf"\s*{TIME}\s*-->\s*{TIME}.*")
TIMING_BEGUN = re.compile(r"\s*(?:\d{1,4}:){1,2}\d{0,2}(?:[.,]\d{0,3})?\s*(?:-{0,2}>?.*)?")
NAMED_CUE = re.compile(r'\d+\s+"(?P<name>[^"]{1,80})"(?:\s*\([^)]*\))?')
VOICE = re.compile(r"<v(?:\.[^ \t>]+)*[ \t]+(?P<name>[^>]{1,80})>")
TAG = re.compile(r"</?[a-z0-9.:]{0,20}(?:[ \t][^<>]{0,200})?>", re.IGNORECASE)
BEGINS_WITH_NAME = re.compile(r"(?P<name>[^\W\d_][^:<>?!;\n]{1,59}):\s+(?P<words>\S.*)", re.DOTALL)
MOST_WORDS_OF_A_NAME = 5
LONGEST_NAME = 60
MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))


@dataclass(frozen=True, slots=True)
class Said:
    """What one person said in one go, from this second on; the name as the file has it."""

    second: int
    speaker: str
    words: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """All that was said, in order; ``cut_off`` says that the file ends in the middle of a cue."""

    said: tuple[Said, ...]
    seconds: int
    cut_off: bool

    @property
    def speakers(self) -> tuple[str, ...]:
        """The names in it, each once, in the order in which they spoke."""
        return tuple(dict.fromkeys(each.speaker for each in self.said if each.speaker))

    @property
    def words(self) -> int:
        """How many words were said."""
        return sum(len(each.words.split()) for each in self.said)


@dataclass
class _Cue:
    second: int
    ends: int
    name: str
    lines: list[str]


def read(content: bytes) -> Transcript:
    """What was said. Raises Refusal where nothing in the file is a cue, or no cue has words."""
    lines = _text(content).splitlines()
    cues = list(_cues(lines))
    if not cues:
        raise Refusal("transcript.not_one" if any(map(str.strip, lines)) else "transcript.empty")
    said = tuple(filter(None, map(_said, cues)))
    if not said:
        raise Refusal("transcript.empty")
    ends_begun = not cues[-1].lines or _is_begun(lines)
    return Transcript(said, max(each.ends for each in cues), ends_begun)


def _text(content: bytes) -> str:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as problem:
        # A file that was cut off may end in the middle of a character.
        if problem.start >= len(content) - 3:
            return content[: problem.start].decode("utf-8")
        return content.decode("cp1252", "replace")


def _cues(lines: list[str]) -> Iterator[_Cue]:
    """The cues: a line that times one begins it, an empty line or the next one ends it."""
    cue: _Cue | None = None
    before = ""
    for line in map(str.strip, lines):
        timed = TIMING.fullmatch(line)
        if cue and (timed or not line):
            if timed:
                _without_name_of_next(cue, before)
            yield cue
            cue = None
        if timed:
            cue = _Cue(_second(timed, 0), _second(timed, 4), _named(before), [])
        elif cue:
            cue.lines.append(line)
        before = line
    if cue:
        yield cue


def _without_name_of_next(cue: _Cue, before: str) -> None:
    """The last line before a timing is the name of what follows, if it is a number or a name."""
    if cue.lines and cue.lines[-1] == before and (before.isdecimal() or _named(before)):
        cue.lines.pop()


def _second(timed: re.Match[str], first: int) -> int:
    hours, minutes, seconds = (int(each or 0) for each in timed.groups()[first : first + 3])
    return hours * 3600 + minutes * 60 + seconds


def _named(line: str) -> str:
    found = NAMED_CUE.fullmatch(line)
    return found["name"] if found else ""


def _is_begun(lines: list[str]) -> bool:
    """Whether the last line is the beginning of a timing and nothing follows it."""
    last = next((line for line in reversed(lines) if line.strip()), "")
    return TIMING_BEGUN.fullmatch(last) is not None


def _said(cue: _Cue) -> Said | None:
    written = " ".join(each for each in cue.lines if not TIMING_BEGUN.fullmatch(each))
    voice = VOICE.search(written)
    plain = one_line(html.unescape(TAG.sub(" ", VOICE.sub(" ", written))))
    said = Said(cue.second, voice["name"] if voice else cue.name, plain)
    if not said.speaker:
        said = _with_name_in_front(said)
    name = cut(one_line(html.unescape(said.speaker)), LONGEST_NAME)
    return replace(said, speaker=name) if said.words else None


def _with_name_in_front(said: Said) -> Said:
    """The same with “Anne Roy: …” taken apart, where what stands in front may be a name."""
    found = BEGINS_WITH_NAME.fullmatch(said.words)
    if not found or not _is_name(found["name"]):
        return said
    return replace(said, speaker=found["name"], words=found["words"])


def _is_name(words: str) -> bool:
    """Whether the words are few, and all but the small ones among them have a capital."""
    parts = words.split()
    capitals = [each for each in parts if each[:1].isupper()]
    small = [each for each in parts if not each[:1].isupper() and len(each) <= 3]
    enough = 2 if len(parts) > 1 else 1
    return (
        len(parts) <= MOST_WORDS_OF_A_NAME
        and len(capitals) >= enough
        and (len(capitals) + len(small) == len(parts))
    )
