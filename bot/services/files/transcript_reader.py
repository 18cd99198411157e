"""``python -m bot.services.files.transcript_reader``: a transcript made short, in its own process.

On standard input stands the file. On standard output is a line of JSON: its key points and
numbers, or why there are none.
"""

import sys
from dataclasses import asdict
from typing import Any

import orjson

from bot.documents.transcript import key_points, read
from bot.errors import Refusal
from bot.services.files.apart import confine


def main() -> None:
    """Read, and write what was found."""
    confine()
    try:
        told = found(sys.stdin.buffer.read())
    except Refusal as refusal:
        told = {"refused": refusal.key}
    sys.stdout.buffer.write(orjson.dumps(told))


def found(content: bytes) -> dict[str, Any]:
    """The key points of a transcript and its numbers; raises Refusal where it is none."""
    transcript = read(content)
    return {
        "points": [asdict(each) for each in key_points(transcript.said)],
        "seconds": transcript.seconds,
        "words": transcript.words,
        "speakers": len(transcript.speakers),
        "cut_off": transcript.cut_off,
    }


if __name__ == "__main__":
    main()
