"""Where the code names texts: in strings, in f-strings, in cards and on the page."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from jinja2 import Environment, nodes

HOME = Path(__file__).parents[2]
PAGE = HOME / "bot/channels/pages/static"
CALLS = {
    "say": 0,
    "word": 0,
    "reply": 0,
    "words": 0,
    "ask": 1,
    "offer": 2,
    "Phrase": 0,
    "Refusal": 0,
}
"""The calls that take the name of a text, and at which place."""
HOLE = r"(\w+)"
HTML_WORD = re.compile(r'data-(?:word|label)="(\w+)"')


@dataclass(frozen=True, slots=True)
class Module:
    """One file of code: its tree, its constants, and where its other names come from."""

    name: str
    tree: ast.Module
    constants: dict[str, str] = field(default_factory=dict)
    imports: dict[str, str] = field(default_factory=dict)


@cache
def modules() -> dict[str, Module]:
    """Every file of the bot, by its dotted name."""
    files = sorted((HOME / "bot").rglob("*.py"))
    read = [_module(file) for file in files]
    return {each.name: each for each in read}


def _module(file: Path) -> Module:
    dotted = ".".join(file.relative_to(HOME).with_suffix("").parts).removesuffix(".__init__")
    found = Module(dotted, ast.parse(file.read_text("utf-8")))
    for node in found.tree.body:
        if isinstance(node, ast.ImportFrom) and node.module:
            found.imports.update(
                {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
            )
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant | ast.Attribute):
            value = node.value.value if isinstance(node.value, ast.Constant) else None
            names = [each.id for each in node.targets if isinstance(each, ast.Name)]
            if isinstance(value, str):
                found.constants.update(dict.fromkeys(names, value))
    return found


def _constant(module: Module, node: ast.expr) -> str | None:
    """The text a name stands for: of this module, or of the one it comes from."""
    if isinstance(node, ast.Name):
        if node.id in module.constants:
            return module.constants[node.id]
        home, _, name = module.imports.get(node.id, "").rpartition(".")
        return _in(home, name)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return _in(module.imports.get(node.value.id, ""), node.attr)
    return None


def _in(home: str, name: str) -> str | None:
    found = modules().get(home)
    return found.constants.get(name) if found else None


def _pattern(module: Module, node: ast.expr) -> str | None:
    """What a string may be, as a pattern; what is not known before the code runs is a hole."""
    if isinstance(node, ast.Constant):
        return re.escape(node.value) if isinstance(node.value, str) else None
    if isinstance(node, ast.IfExp):
        both = (_pattern(module, node.body), _pattern(module, node.orelse))
        return f"(?:{'|'.join(each or HOLE for each in both)})"
    if isinstance(node, ast.JoinedStr):
        return "".join(_piece(module, each) for each in node.values)
    known = _constant(module, node)
    return re.escape(known) if known is not None else None


def _piece(module: Module, node: ast.expr) -> str:
    inner = node.value if isinstance(node, ast.FormattedValue) else node
    return _pattern(module, inner) or HOLE


@cache
def named() -> tuple[tuple[str, str], ...]:
    """The texts that the code asks for by name: a pattern, and where it stands."""
    calls = [
        (module, call)
        for module in modules().values()
        for call in ast.walk(module.tree)
        if isinstance(call, ast.Call)
    ]
    found = [(_key(module, call), f"{module.name}:{call.lineno}") for module, call in calls]
    return tuple((key, where) for key, where in (*found, *_in_cards()) if key)


def _key(module: Module, call: ast.Call) -> str:
    """The pattern of the text that a call names; empty if it names none by itself."""
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    place = CALLS.get(name)
    if place is None or len(call.args) <= place:
        return ""
    pattern = _pattern(module, call.args[place]) or ""
    return pattern if r"\." in pattern else ""


@cache
def written() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Every string in the code and in the cards: those that are whole, escaped, and patterns.

    None is all hole.
    """
    strings = {
        _pattern(module, node)
        for module in modules().values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant | ast.JoinedStr)
    }
    cards = {pattern for pattern, _ in _in_cards()}
    solid = {
        each for each in strings | cards if each and re.search(r"\w{2}", each.replace(HOLE, ""))
    }
    patterns = {each for each in solid if HOLE in each or "(?:" in each}
    return frozenset(solid - patterns), tuple(map(re.compile, sorted(patterns)))


@cache
def is_written(word: str) -> bool:
    """Whether the word stands in the code, or can be put together from words that do."""
    whole, patterns = written()
    fits = (pattern.fullmatch(word) for pattern in patterns)
    return re.escape(word) in whole or any(
        fit and all(is_written(hole) for hole in _holes(fit, word)) for fit in fits
    )


def _holes(fit: re.Match[str], word: str) -> Iterator[str]:
    return (hole for hole in fit.groups() if hole and hole != word)


def _in_cards() -> list[tuple[str, str]]:
    """The texts that the cards and the public pages say."""
    files = [*(HOME / "cards").glob("*.j2"), *templates()]
    return [
        (_of_card(call.args[0]), f"{file.name}:{call.lineno}")
        for file in sorted(files)
        for call in Environment().parse(file.read_text("utf-8")).find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in ("say", "word")
    ]


def templates() -> list[Path]:
    """The templates of the public pages."""
    return sorted((HOME / "bot/channels/pages/templates").glob("*.j2"))


def _of_card(node: nodes.Node) -> str:
    if isinstance(node, nodes.Const):
        return re.escape(str(node.value))
    if isinstance(node, nodes.Concat):
        return "".join(_of_card(each) for each in node.nodes)
    return HOLE


@cache
def asked_on_the_page() -> frozenset[str]:
    """The words that the page asks for by their whole name."""
    html, script = _page()
    return frozenset([*HTML_WORD.findall(html), *re.findall(r'(?:say|filled)\("(\w+)"', script)])


@cache
def is_on_the_page(word: str) -> bool:
    """Whether the page, or what lies behind a signed link, can show the word."""
    html, script = _page()
    begun = tuple(re.findall(r"`(\w+_)\$\{", script))
    quoted = {*HTML_WORD.findall(html), *re.findall(r'["`](\w+)["`]', script)}
    return word in quoted or word.startswith(begun) or is_written(word)


def _page() -> tuple[str, str]:
    scripts = "".join((PAGE / name).read_text("utf-8") for name in ("files.js", "page.js"))
    return (PAGE / "page.html").read_text("utf-8"), scripts
