"""``python -m bot.services.files.question_reader``: the questions in a file of a webinar, apart.

On standard input stands a line of JSON, ``{"name"}``, then the file. On standard output, in lines
of JSON: how many questions there are, or why there are none; then the questions, in pieces.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

import orjson

from bot.errors import Refusal
from bot.questions.filed import questions_of
from bot.services.files.apart import confine

IN_A_LINE = 100
"""Questions in a piece: each is held against those that were asked before."""


def main() -> None:
    """Read, and write what was found."""
    confine()
    request, _, content = sys.stdin.buffer.read().partition(b"\n")
    try:
        lines = list(_found(orjson.loads(request), content))
    except Refusal as refusal:
        lines = [orjson.dumps({"refused": refusal.key, "facts": refusal.facts})]
    sys.stdout.buffer.write(b"\n".join(lines))


def _found(asked: Mapping[str, Any], content: bytes) -> Iterator[bytes]:
    found = [asdict(each) for each in questions_of(asked["name"], content)]
    yield orjson.dumps({"people": len(found), "rows": []})
    for start in range(0, len(found), IN_A_LINE):
        yield orjson.dumps(found[start : start + IN_A_LINE])


if __name__ == "__main__":
    main()
