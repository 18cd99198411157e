"""``python -m bot.services.files.evaluation_counter``: what all answers come to, counted apart.

On standard input stand lines of JSON: ``{"forms", "names", "terms"}``, then responses in pieces,
each ``[form, language, answers]``. On standard output, in JSON: the questions, summed, and themes.
"""

import gc
import sys
from collections.abc import Iterator
from dataclasses import asdict

import orjson

from bot.evaluating.gathering import comments, themes
from bot.evaluating.quoting import parts_of
from bot.evaluating.summing import Said, asked, questions
from bot.model.words import Both
from bot.questions.across import pairs_of
from bot.services.files.apart import confine


def main() -> None:
    """Read, and write what it comes to."""
    confine()
    # All that is made here is kept until the end: there is nothing to collect.
    gc.disable()
    head, *pieces = sys.stdin.buffer.read().split(b"\n")
    told = orjson.loads(head)
    found = questions(
        {form: tuple(titles) for form, titles in told["forms"].items()}, _said(pieces)
    )
    summed = asked(found)
    commented = [each for each in found if each.answers]
    written = [
        words
        for question, each in zip(commented, summed, strict=True)
        if each.kind == "comment"
        for words in question.answers
    ]
    pairs = pairs_of(tuple(Both(*each) for each in told["terms"]))
    gathered = list(comments(written, pairs, parts_of(told["names"])))
    result = {
        "asked": [asdict(each) for each in summed],
        "comments": len(gathered),
        "themes": [asdict(each) for each in themes(gathered)],
    }
    sys.stdout.buffer.write(orjson.dumps(result))


def _said(pieces: list[bytes]) -> Iterator[Said]:
    for piece in filter(None, pieces):
        for form, language, answers in orjson.loads(piece):
            yield Said(form, language, tuple(answers))


if __name__ == "__main__":
    main()
