"""``python -m bot.services.files.evaluation_reader``: the answers in an export, in a process apart.

On standard input stands a line of JSON, ``{"name"}``, then the file. On standard output, in lines
of JSON: what was found, or why nothing was; then the responses, in pieces.
"""

import gc
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from bot.documents.evaluation import Export, read, told_mark
from bot.errors import Refusal
from bot.evaluating.scales import kind_of
from bot.model.evaluation import mark
from bot.services.files.apart import confine

IN_A_LINE = 250
"""Responses in a piece: what a turn takes in some twenty milliseconds."""
MOST_ROWS = 100
"""Refused rows of which the reasons are told."""


def main() -> None:
    """Read, and write what was found."""
    confine()
    # All that is made here is kept until the end: there is nothing to collect.
    gc.disable()
    request, _, content = sys.stdin.buffer.read().partition(b"\n")
    try:
        lines = list(_found(orjson.loads(request), content))
    except Refusal as refusal:
        lines = [orjson.dumps({"refused": refusal.key, "facts": refusal.facts})]
    sys.stdout.buffer.write(b"\n".join(lines))


def _found(asked: Mapping[str, Any], content: bytes) -> Iterator[bytes]:
    export = read(asked["name"], content)
    yield orjson.dumps(_head(export))
    rows = [
        {
            "number": each.number,
            "answers": each.answers,
            "language": each.language,
            "told": told_mark(each.number, each.answers),
        }
        for each in export.responses
    ]
    for start in range(0, len(rows), IN_A_LINE):
        yield orjson.dumps(rows[start : start + IN_A_LINE])


def _head(export: Export) -> dict[str, Any]:
    kinds = [_kind(export, place) for place in range(len(export.titles))]
    refused = [
        {"row": each.row, "column": each.column, "key": each.why.key, "facts": dict(each.why.facts)}
        for each in export.refused[:MOST_ROWS]
    ]
    return {
        "people": len(export.responses),
        "questions": len(export.titles),
        "ratings": kinds.count("rating"),
        "choices": kinds.count("choice"),
        "comments": kinds.count("comment"),
        "cut": export.cut,
        "refused": len(export.refused),
        "rows": refused,
        "told": {"form": mark(*export.titles), "titles": export.titles},
    }


def _kind(export: Export, place: int) -> str:
    answers = [words for each in export.responses if (words := each.answers[place])]
    return kind_of([export.titles[place]], answers)


if __name__ == "__main__":
    main()
