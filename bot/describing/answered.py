"""What is read of whatever a drafting model answers: one object, and words without mark-up."""

import re
from collections.abc import Mapping
from typing import Any

import orjson

from bot.describing.facts import unknown_blanks

FENCE = re.compile(r"^```\w*\n(.*)\n```$", re.DOTALL)
MARKUP = re.compile(r"</?[a-zA-Z!][^>]*>|\]\(|\{\{|\[\[|```")
REACHED = frozenset({"link", "mail"})
"""Kinds of values that lead people somewhere: a model adds none."""


def object_of(answer: str) -> Mapping[str, Any] | None:
    """The object of an answer, taken out of the fence that models like to put around it."""
    fenced = FENCE.match(answer.strip())
    try:
        found = orjson.loads(fenced[1] if fenced else answer)
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found, dict) else None


def is_plain(text: str) -> bool:
    """Whether it is words and nothing else: no mark-up, no marks that do not print."""
    shows = all(each.isprintable() or each in "\n\u00a0" for each in text)
    return shows and not MARKUP.search(text) and not unknown_blanks(text)
