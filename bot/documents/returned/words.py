"""What a person wrote in a message: not what they quote, not what they sign with."""

import re
from collections.abc import Iterator, Sequence
from email.message import Message
from html.parser import HTMLParser

from bot.documents import lines
from bot.documents.returned import headers
from bot.documents.returned.parts import decoded, parts

LONGEST = 2_000
MOST_LINES = 400
LONGEST_LINE = 1_000
"""Characters of a line by which it is told whether somebody else's words follow."""
QUOTES = re.compile(
    r"(?:-{2,} ?(?:original message|message d.origine|forwarded message|message transféré) ?-{2,}"
    r"|_{20,}$)",
    re.IGNORECASE,
)
WROTE = re.compile(r"^(?:on|le) .{6,}(?:wrote|a écrit)\s*:$", re.IGNORECASE)
FROM, SENT = (
    re.compile(r"^\W*(?:from|de)\W*:", re.I),
    re.compile(r"^\W*(?:sent|date|envoyé)\b", re.I),
)
BY_DEVICE = re.compile(
    r"^(?:sent from my |get outlook for |envoyé de mon |envoyé à partir de |obtenir outlook)",
    re.IGNORECASE,
)
SIGNATURE = "--"
REPLY_TO = re.compile(r"^(?:\s*(?:re|ré|rép|fw|fwd|tr)\s*:\s*)+", re.IGNORECASE)


def of(message: Message) -> str:
    """What they wrote, at most two thousand characters; the subject where that is all there is."""
    whole = _text(message)
    own = "\n".join(_own(whole.split("\n")[:MOST_LINES])).strip()
    own = lines.lines(re.sub(r"\n{3,}", "\n\n", own)).strip()
    subject = headers.words(message, "Subject")
    return lines.cut(own, LONGEST) if own else lines.cut(_new(subject), LONGEST)


def _new(subject: str) -> str:
    """The subject, unless it only repeats that of our letter."""
    return "" if REPLY_TO.match(subject) else subject


def _text(message: Message) -> str:
    """The first part that is text to read, not a file, nor what a letter of ours said."""
    texts = [part for part in _own_parts(message) if part.get_content_maintype() == "text"]
    plain = [part for part in texts if part.get_content_type() == "text/plain"]
    if plain and decoded(plain[0]).strip():
        return decoded(plain[0])
    page = next((part for part in texts if part.get_content_type() == "text/html"), None)
    return _without_tags(decoded(page)) if page is not None else ""


def _own_parts(message: Message) -> Iterator[Message]:
    inside: set[int] = set()
    for part in parts(message):
        if part.get_content_maintype() == "message":
            inside.update(map(id, parts(part)))
        elif id(part) not in inside and part.get_content_disposition() != "attachment":
            yield part


def _own(written: Sequence[str]) -> Iterator[str]:
    """The lines until what is quoted or signed with begins."""
    for number, line in enumerate(written):
        said = line[:LONGEST_LINE].strip()
        following = " ".join(
            each.strip()[:LONGEST_LINE] for each in written[number + 1 : number + 3]
        )
        if said == SIGNATURE or QUOTES.match(said) or _introduces(said, following):
            return
        if not said.startswith(">") and not BY_DEVICE.match(said):
            yield line[: LONGEST + 1].rstrip()


def _introduces(said: str, following: str) -> bool:
    """Whether a line says whose words come next; mail programs break it where they like."""
    if FROM.match(said) and SENT.match(following):
        return True
    if not said[:3].lower().startswith(("on ", "le ")):
        return False
    ahead = following.partition(":")
    return any(WROTE.match(each) for each in (said, f"{said} {ahead[0]}{ahead[1]}"))


class _Page(HTMLParser):
    """The text of a page of HTML, a line for each block, without what it quotes."""

    HIDDEN = frozenset({"script", "style", "head", "title", "blockquote"})
    BLOCKS = frozenset({"p", "div", "br", "li", "tr", "table", "hr", "h1", "h2", "h3"})

    def __init__(self) -> None:
        """Nothing is read so far."""
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        """Begin a block, or what is not shown."""
        self._hidden += tag in self.HIDDEN
        self.said += ["\n"] if tag in self.BLOCKS else []

    def handle_endtag(self, tag: str) -> None:
        """End what is not shown."""
        if tag in self.HIDDEN and self._hidden:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        """Keep what is shown."""
        if not self._hidden:
            self.said.append(re.sub(r"\s+", " ", data))


def _without_tags(page: str) -> str:
    reader = _Page()
    reader.feed(page)
    reader.close()
    return "\n".join(line.strip() for line in "".join(reader.said).split("\n"))
