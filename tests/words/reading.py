"""Every way a text can read: each path through its conditions, its blanks filled with examples."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import product

from jinja2 import nodes

from bot import texts
from bot.model.words import LANGUAGES, Language
from bot.texts import moments

THURSDAY = datetime(2027, 2, 25, 18, 0, tzinfo=UTC)
NAME = "Biometrics"
LETTER_BLANK = re.compile(r"\(\(\w+\)\)")
"""What is filled in when a letter or a post leaves; its name is not a word that people read."""
MOST_PATHS = 2000


@dataclass(frozen=True, slots=True)
class Text:
    """One text of ours in one language, as it is written."""

    key: str
    language: Language
    source: str

    @property
    def readings(self) -> tuple[str, ...]:
        """Everything it can say, its blanks filled with examples."""
        return _readings(self)


@cache
def every() -> tuple[Text, ...]:
    """Every text of bot/texts in every language."""
    return tuple(
        Text(f"{subject}.{name}", language, entry[language])
        for subject in texts.subjects()
        for name, entry in texts.entries(subject).items()
        for language in LANGUAGES
    )


def blanks(source: str) -> set[str]:
    """What a text shows that is not its own: ``session.starts|moment``, ``people|listed``."""
    template = texts.ENVIRONMENT.parse(source)
    shown = (each for output in template.find_all(nodes.Output) for each in output.nodes)
    return {blank for expression in shown for blank in _blanks(expression, "")}


def _blanks(node: nodes.Node, filtered: str) -> Iterator[str]:
    if isinstance(node, nodes.Filter) and node.node is not None:
        yield from _blanks(node.node, f"|{node.name}{filtered}")
        return
    path = _path(node)
    if path:
        yield path + filtered
        return
    for child in node.iter_child_nodes():
        yield from _blanks(child, filtered)


def _path(node: nodes.Node) -> str:
    """``session.starts``, if the node is a name or what a name has."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr) and _path(node.node):
        return f"{_path(node.node)}.{node.attr}"
    return ""


@cache
def _readings(text: Text) -> tuple[str, ...]:
    template = texts.ENVIRONMENT.parse(text.source)
    return tuple(dict.fromkeys(_through(template.body, text.language)))


def _through(body: list[nodes.Node], language: Language) -> list[str]:
    """Every way through a stretch of template."""
    ways = [_of_node(node, language) for node in body]
    paths = ["".join(path) for path in product(*ways)]
    assert len(paths) <= MOST_PATHS, "a text with this many conditions is several texts"
    return paths


def _of_node(node: nodes.Node, language: Language) -> list[str]:
    if isinstance(node, nodes.If):
        branches = [node.body, *(each.body for each in node.elif_), node.else_]
        return [way for branch in branches for way in _through(branch, language)]
    if isinstance(node, nodes.For):
        return _through(node.body, language)
    if isinstance(node, nodes.Output):
        ways = [_said(each, language) for each in node.nodes]
        return ["".join(path) for path in product(*ways)]
    raise AssertionError(f"texts are plain: no {type(node).__name__}")


def _said(node: nodes.Node, language: Language) -> list[str]:
    """What an expression may show."""
    if isinstance(node, nodes.TemplateData):
        return [LETTER_BLANK.sub(NAME, node.data)]
    if isinstance(node, nodes.Const):
        return [str(node.value)]
    if isinstance(node, nodes.Filter):
        return [_example(node.name, language)]
    parts = _parts(node)
    return [way for part in parts for way in _said(part, language)] if parts else [NAME]


def _parts(node: nodes.Node) -> list[nodes.Node]:
    """What an expression chooses from: ``a if b else c``, ``a or b``, ``{…}.get(a, b)``."""
    if isinstance(node, nodes.CondExpr):
        return [node.expr1, *([node.expr2] if node.expr2 is not None else [])]
    if isinstance(node, nodes.Or):
        return [node.left, node.right]
    return [pair.value for pair in node.find_all(nodes.Pair)]


def _example(name: str, language: Language) -> str:
    """What a filter shows, of an ordinary Thursday, title or pair of people."""
    examples = {
        "moment": moments.moment(THURSDAY, language),
        "day": moments.day(THURSDAY.date(), language),
        "short_day": moments.short_day(date(2027, 2, 25), language),
        "iso_day": moments.iso_day("2027-02-25", language),
        "hour": moments.hour(time(13, 30), language),
        "across": moments.across(THURSDAY, language),
        "clock": moments.clock("13:00", language),
        "usual_day": moments.usual_day("-1TH", language),
        "listed": moments.listed(["Sam Lee", "Kim Roy"], language),
        "quoted": moments.quoted(NAME, language),
        "lasting": moments.lasting(timedelta(hours=20), language),
        "length": "4",
    }
    return examples[name]
