"""A card as a plain HTML form: no script, made for a phone, read well by a screen reader."""

import html
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from markupsafe import Markup

AUTOCOMPLETE = {"in_address": "email", "in_name": "name", "in_department": "organization"}
"""What a browser may fill in for a field (HTML, 4.10.18.7; WCAG 2.1, criterion 1.3.5)."""
SIDES = {"side_en": "en", "side_fr": "fr"}
"""The columns that hold one text in English and in French."""
ESCAPED = re.compile(r"\\([\\`*_\[\]<>~.)+#-])")
Element = Mapping[str, Any]


def form(card: Element, token: str, labels: Mapping[str, str]) -> Markup:
    """The inside of a form element: the card's body, then its buttons.

    ``token`` makes a double submission the same submission; ``labels`` holds words of the page.
    """
    body = "".join(_element(each) for each in card.get("body", ()))
    shown = "".join(_shown_card(each) for each in card.get("actions", ()) if "card" in each)
    buttons = [_button(each) for each in card.get("actions", ()) if "card" not in each]
    group = f' role="group" aria-label="{_text(labels["buttons"])}"' if len(buttons) > 1 else ""
    return Markup(  # noqa: S704 - every value was escaped where it was put in
        f'<input type="hidden" name="token" value="{_text(token)}">'
        f'{body}{shown}<div class="buttons"{group}>{"".join(buttons)}</div>'
    )


def filled_in(card: Element, values: Mapping[str, str], problems: Mapping[str, str]) -> Element:
    """The card with what was typed into its fields, and beside a field what is amiss with it.

    ``values`` and ``problems`` are by the name of the field; only fields of the body are looked at.
    """
    body = [
        {**each, "value": values[each["id"]], "problem": problems.get(each["id"], "")}
        if each.get("id") in values
        else each
        for each in card["body"]
    ]
    return {**card, "body": body}


def literal(text: str) -> str:
    """The text without the marks that keep renderers of Markdown from reading into it."""
    return ESCAPED.sub(r"\1", text)


def _text(text: object) -> str:
    return html.escape(str(text))


def _said(text: str) -> str:
    return "<br>".join(_text(line) for line in literal(text).splitlines())


def _element(element: Element) -> str:
    draw = DRAWN.get(element["type"])
    return draw(element) if draw else ""


def _block(element: Element) -> str:
    if element.get("weight") == "Bolder" and element.get("size") in ("Medium", "Large"):
        return f"<h1>{_said(element['text'])}</h1>"
    if element.get("weight") == "Bolder":
        return f"<p><strong>{_said(element['text'])}</strong></p>"
    return f"<p>{_said(element['text'])}</p>"


def _facts(element: Element) -> str:
    rows = "".join(
        f"<dt>{_said(fact['title'])}</dt><dd>{_said(fact['value'])}</dd>"
        for fact in element["facts"]
    )
    return f"<dl>{rows}</dl>"


def _inside(element: Element) -> str:
    return "".join(map(_element, element.get("items", ())))


def _beside(element: Element) -> str:
    """Columns: those that are one text in two languages each say which language they are in."""
    columns = element.get("columns", ())
    drawn = [_side(each) if each.get("id") in SIDES else _inside(each) for each in columns]
    sides = any(each.get("id") in SIDES for each in columns)
    return f'<div class="sides">{"".join(drawn)}</div>' if sides else "".join(drawn)


def _side(column: Element) -> str:
    return f'<div class="side" lang="{SIDES[column["id"]]}-CA">{_inside(column)}</div>'


def _label(element: Element) -> str:
    needed = ' <span aria-hidden="true">*</span>' if element.get("isRequired") else ""
    name, problem = _text(element["id"]), element.get("problem")
    amiss = f'<p class="problem" id="{name}-problem" role="alert">{_text(problem)}</p>'
    label = f'<label for="{name}">{_text(element.get("label", ""))}{needed}</label>'
    return f"{label}{amiss}" if problem else label


def _common(element: Element) -> str:
    name = _text(element["id"])
    known = AUTOCOMPLETE.get(element["id"])
    needed = " required" if element.get("isRequired") else ""
    kept = f' autocomplete="{known}"' if known else ""
    amiss = f' aria-invalid="true" aria-describedby="{name}-problem" autofocus'
    return f'id="{name}" name="{name}"{needed}{kept}{amiss if element.get("problem") else ""}'


def _input(kind: str) -> Callable[[Element], str]:
    def drawn(element: Element) -> str:
        most = f' maxlength="{int(element["maxLength"])}"' if "maxLength" in element else ""
        value = _text(element.get("value", ""))
        return f'{_label(element)}<input type="{kind}" {_common(element)} value="{value}"{most}>'

    return drawn


def _line(element: Element) -> str:
    if not element.get("isMultiline"):
        return _input("email" if element.get("style") == "email" else "text")(element)
    most = f' maxlength="{int(element["maxLength"])}"' if "maxLength" in element else ""
    value = _text(element.get("value", ""))
    return f"{_label(element)}<textarea rows=4 {_common(element)}{most}>{value}</textarea>"


def _toggle(element: Element) -> str:
    on, off = element.get("valueOn", "true"), element.get("valueOff", "false")
    options = [{"value": on, "title": element.get("title", on)}]
    checked = " checked" if element.get("value") == on else ""
    name = _text(element["id"])
    return (
        f'<input type="hidden" name="{name}" value="{_text(off)}">'
        f'<label class="check"><input type="checkbox" name="{name}" value="{_text(on)}"{checked}>'
        f" {_text(options[0]['title'])}</label>"
    )


def _choice(element: Element) -> str:
    if element.get("style") == "expanded" or element.get("isMultiSelect"):
        return _expanded(element)
    options = "".join(_option(each, str(element.get("value", ""))) for each in element["choices"])
    empty = '<option value=""></option>' if not element.get("value") else ""
    return f"{_label(element)}<select {_common(element)}>{empty}{options}</select>"


def _option(choice: Element, value: str) -> str:
    chosen = " selected" if choice["value"] == value else ""
    return f'<option value="{_text(choice["value"])}"{chosen}>{_text(choice["title"])}</option>'


def _expanded(element: Element) -> str:
    kind = "checkbox" if element.get("isMultiSelect") else "radio"
    chosen = str(element.get("value", "")).split(",")
    name = _text(element["id"])
    options = "".join(
        f'<label class="check"><input type="{kind}" name="{name}" value="{_text(each["value"])}"'
        f"{' checked' if each['value'] in chosen else ''}> {_text(each['title'])}</label>"
        for each in element["choices"]
    )
    return f"<fieldset><legend>{_text(element.get('label', ''))}</legend>{options}</fieldset>"


def _button(action: Element) -> str:
    title = _text(action["title"])
    if action["type"] == "Action.OpenUrl":
        url = str(action["url"])
        safe = url if url.startswith(("https://", "http://")) else "#"
        return f'<a class="button" href="{_text(safe)}">{title}</a>'
    name = _text(action["data"]["button"])
    return f'<button type="submit" name="button" value="{name}">{title}</button>'


def _shown_card(action: Element) -> str:
    inside = action["card"]
    body = "".join(map(_element, inside.get("body", ())))
    buttons = "".join(map(_button, inside.get("actions", ())))
    return f"<details><summary>{_text(action['title'])}</summary>{body}{buttons}</details>"


DRAWN: dict[str, Callable[[Element], str]] = {
    "TextBlock": _block,
    "FactSet": _facts,
    "Container": _inside,
    "ColumnSet": _beside,
    "Input.Text": _line,
    "Input.Date": _input("date"),
    "Input.Time": _input("time"),
    "Input.Number": _input("number"),
    "Input.Toggle": _toggle,
    "Input.ChoiceSet": _choice,
}


def inputs(card: Element) -> Iterator[str]:
    """The ids of the fields of a card."""
    for each in (*card.get("body", ()), *card.get("items", ())):
        if each["type"].startswith("Input."):
            yield each["id"]
        yield from inputs(each)
        for column in each.get("columns", ()):
            yield from inputs(column)
    for action in card.get("actions", ()):
        if "card" in action:
            yield from inputs(action["card"])
