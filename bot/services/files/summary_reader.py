"""``python -m bot.services.files.summary_reader``: a transcript as a report about its session.

On standard input stands a line of JSON, ``{"name"}``, then the file. On standard output, in lines
of JSON: its numbers, or why there are none; then all that was found, as the one piece.
"""

import sys
from collections.abc import Iterator

import orjson

from bot.errors import Refusal
from bot.services.files.apart import confine
from bot.services.files.transcript_reader import found
from bot.services.files.transcripts import LARGEST


def main() -> None:
    """Read, and write what was found."""
    confine()
    _, _, content = sys.stdin.buffer.read().partition(b"\n")
    sys.stdout.buffer.write(b"\n".join(_lines(content)))


def _lines(content: bytes) -> Iterator[bytes]:
    try:
        told = found(_small(content))
    except Refusal as refusal:
        yield orjson.dumps({"refused": refusal.key, "facts": refusal.facts})
        return
    numbers = {name: told[name] for name in ("seconds", "words", "speakers", "cut_off")}
    yield orjson.dumps({"people": 1, "rows": [], "points": len(told["points"]), **numbers})
    yield orjson.dumps([told])


def _small(content: bytes) -> bytes:
    """The file; raises Refusal for one that is larger than any transcript."""
    if len(content) > LARGEST:
        raise Refusal("transcript.too_large", most=LARGEST // 1_000_000)
    return content


if __name__ == "__main__":
    main()
