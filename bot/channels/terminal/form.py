"""A card as text: what it says, its fields by name, its buttons by number."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

ESCAPED = re.compile(r"\\([\\`*_\[\]<>~.)+#-])")


@dataclass(frozen=True, slots=True)
class Field:
    """Something to fill in: its id, its label, what stands in it, its choices if it has some."""

    id: str
    label: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A card that can be answered in a terminal."""

    card: str
    lines: tuple[str, ...]
    fields: tuple[Field, ...]
    buttons: tuple[tuple[str, str], ...]

    def shown(self) -> list[str]:
        """The lines that show the card; buttons are numbered from 1."""
        fields = [f"  {field.label} {field.value}".rstrip() for field in self.fields]
        buttons = [f"  {n}. {title}" for n, (_, title) in enumerate(self.buttons, 1)]
        return [*(f"  {line}" for line in self.lines), *fields, *buttons]

    def beside(self, words: str) -> "Form":
        """The form without the lines that the words beside it have said already."""
        said = set(words.splitlines())
        return replace(self, lines=tuple(line for line in self.lines if line not in said))

    def button(self, typed: str) -> str | None:
        """The name of the button that a number or a label names."""
        for number, (name, title) in enumerate(self.buttons, 1):
            if typed.strip().casefold() in (str(number), title.casefold(), name):
                return name
        return None


def read(card: Mapping[str, Any]) -> Form:
    """The card as a form."""
    elements = list(_elements(card.get("body", ())))
    actions = list(_actions(card))
    refs = [action["data"]["card"] for action in actions]
    inner = [
        e for a in card.get("actions", ()) if "card" in a for e in _elements(a["card"]["body"])
    ]
    return Form(
        card=refs[0] if refs else "",
        lines=tuple(line for element in elements for line in _lines(element)),
        fields=tuple(_field(e) for e in [*elements, *inner] if e["type"].startswith("Input.")),
        buttons=tuple((action["data"]["button"], action["title"]) for action in actions),
    )


def _elements(body: Any) -> Iterator[Mapping[str, Any]]:
    for element in body:
        yield element
        yield from _elements(element.get("items", ()))
        for column in element.get("columns", ()):
            yield from _elements(column.get("items", ()))


def _actions(card: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for action in card.get("actions", ()):
        if action["type"] == "Action.Submit":
            yield action
        elif action["type"] == "Action.ShowCard":
            yield from _actions(action["card"])


def _lines(element: Mapping[str, Any]) -> Iterator[str]:
    if element["type"] == "TextBlock":
        yield from plain(element["text"]).splitlines()
    elif element["type"] == "FactSet":
        for fact in element["facts"]:
            yield f"{plain(fact['title'])} {plain(fact['value'])}"


def _field(element: Mapping[str, Any]) -> Field:
    choices = tuple((each["value"], each["title"]) for each in element.get("choices", ()))
    return Field(element["id"], element.get("label", ""), str(element.get("value", "")), choices)


def plain(text: str) -> str:
    """The text without the marks that keep a renderer from reading Markdown into it."""
    return ESCAPED.sub(r"\1", text)
