"""Adaptive Cards 1.3, rendered from ``*.json.j2``: one card for every chat platform.

In a template ``say("file.entry", blank=value)`` is a text of ours and ``show(value)`` somebody's
words, both in the languages of the card. ``parts.j2`` holds the pieces all cards share; each piece
writes its values as JSON, so a value can never change the shape of a card, and shows them
literally where a platform would read Markdown.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import orjson
from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from bot import texts
from bot.model.words import Both, Language, Phrase
from bot.texts import moments

Rendered = dict[str, Any]
MARKS = re.compile(r"([\\`*_\[\]<>~])|^(\s*)([-+#]|\d+[.)])(?=\s)", re.MULTILINE)

MOST_SHOWN = 14_000
"""Bytes of one text on a card: Webex and Teams refuse cards of some 20 and 28 KB."""
MOST_SPACED, BLOCK = 18_000, 70
"""Bytes of the lines of a text with what is written around them, and of that for each line."""


MOST_DRAWN = 256
_DRAWN: dict[tuple[str, tuple[Language, ...], str], bytes] = {}


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("cards", ""),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - JSON, every value goes through tojson
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    own = {"literal": literal, "clipped": clipped, "spaced": spaced, "tojson": _json}
    environment.filters |= moments.FILTERS | own
    return environment


@cache
def _template(name: str) -> Template:
    return _environment().get_template(f"{name}.json.j2")


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


def literal(text: str) -> str:
    """The text, so that no renderer of Markdown reads anything into it."""
    return MARKS.sub(_escaped, text)


def _escaped(mark: re.Match[str]) -> str:
    if mark[1]:
        return f"\\{mark[1]}"
    return f"{mark[2]}{mark[3][:-1]}\\{mark[3][-1]}"


def clipped(text: str, most: int = MOST_SHOWN) -> str:
    """The text, cut with an ellipsis where it has more than ``most`` bytes of UTF-8."""
    raw = text.encode("utf-8", "replace")
    if len(raw) <= most:
        return text
    return raw[:most].decode("utf-8", "ignore").rstrip("\\") + "…"


def fits(text: str, most: int) -> bool:
    """Whether a card shows all of these words, where it has ``most`` bytes for their lines."""
    said = literal(text)
    lines = [_json(line) for line in said.split("\n") if line.strip()]
    taken = sum(len(line.encode("utf-8")) + BLOCK for line in lines)
    return taken <= most and len(said.encode("utf-8", "replace")) <= MOST_SHOWN


def spaced(text: str, most: int = MOST_SPACED) -> list[tuple[str, str]]:
    """The lines of a text that say something, each with the space above it: one line at least.

    Where they would take more than ``most`` bytes, the last of them are left out.
    """
    found: list[tuple[str, str]] = []
    blank, left = True, most
    for line in text.split("\n"):
        if line.strip():
            left -= len(_json(line).encode("utf-8")) + BLOCK
            if left < 0:
                return [*found, ("…", "Small")]
            found.append((line, "Medium" if blank else "Small"))
        blank = not line.strip()
    return found or [(" ", "Small")]


def _saying(languages: tuple[Language, ...]) -> Callable[..., str]:
    def say(key: str, **facts: object) -> str:
        return texts.render_in(Phrase(key, facts), languages)

    return say


def _showing(languages: tuple[Language, ...]) -> Callable[[object], str]:
    def show(value: object) -> str:
        if isinstance(value, Both):
            sides = dict.fromkeys(value.in_(language) for language in languages)
            return texts.join(list(sides))
        return str(value)

    return show


def render(
    name: str, ref: str, languages: tuple[Language, ...], facts: Mapping[str, object]
) -> Rendered:
    """The card as Adaptive Card JSON in the languages given; its buttons carry ``ref``.

    A card that shows the same to many is drawn once. ``facts`` are plain values, whose ``repr``
    tells them apart.
    """
    alike = (name, languages, repr(facts))
    text = _DRAWN.get(alike) or _drawn(name, languages, facts)
    if len(_DRAWN) >= MOST_DRAWN:
        del _DRAWN[next(iter(_DRAWN))]
    _DRAWN[alike] = text
    card: Rendered = orjson.loads(text)
    for action in card["actions"]:
        action["data"]["card"] = ref
    return card


def _drawn(name: str, languages: tuple[Language, ...], facts: Mapping[str, object]) -> bytes:
    """The card as JSON, its buttons without a reference."""
    text = _template(name).render(
        facts,
        language=languages[0],
        say=_saying(languages),
        show=_showing(languages),
    )
    return orjson.dumps(orjson.loads(text) | {"lang": languages[0]})


def buttons_of(card: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the buttons that a rendered card shows."""
    return tuple(each["data"]["button"] for each in card.get("actions", ()) if "data" in each)


def in_words(text: str, card: Mapping[str, Any]) -> str:
    """The text that goes with a card where no cards are shown: its buttons may be typed instead."""
    titles = [f"[{each['title']}]" for each in card.get("actions", ())]
    return f"{text}\n\n{' '.join(titles)}" if titles else text


def only_field_of(card: Mapping[str, Any]) -> str:
    """The name of the field of a rendered card; empty if it has none, or several."""
    fields = [each["id"] for each in card["body"] if each["type"].startswith("Input.")]
    return str(fields[0]).removeprefix("in_") if len(fields) == 1 else ""


def values_of(card: Mapping[str, Any]) -> dict[str, str]:
    """What the fields of a rendered card are filled in with, those that are."""
    filled = (each for each in card["body"] if each.get("value"))
    return {str(each["id"]).removeprefix("in_"): str(each["value"]) for each in filled}


def ref_of(card: Mapping[str, Any]) -> str:
    """The reference that the buttons of a rendered card carry; empty without buttons."""
    refs = [action["data"]["card"] for action in card.get("actions", ()) if "data" in action]
    return str(refs[0]) if refs else ""
