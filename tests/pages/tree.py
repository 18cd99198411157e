"""A page as a tree of elements, as a browser reads it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "input", "br"})


@dataclass
class Element:
    """An element: its tag, its attributes (empty where they have no value), what is inside."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words inside, as one line."""
        return " ".join("".join(self._words()).split())

    def all(self, tag: str = "", **attributes: str) -> list["Element"]:
        """The elements inside with this tag and these attributes, in order."""
        found = (each for each in self._elements() if tag in ("", each.tag))
        return [each for each in found if attributes.items() <= each.attributes.items()]

    def one(self, tag: str = "", **attributes: str) -> "Element":
        """The only such element."""
        (found,) = self.all(tag, **attributes)
        return found

    def having(self, attribute: str) -> list["Element"]:
        """The elements inside with this attribute, whatever its value."""
        return [each for each in self._elements() if attribute in each.attributes]

    def _elements(self) -> Iterator["Element"]:
        for each in self.inside:
            if isinstance(each, Element):
                yield each
                yield from each._elements()

    def _words(self) -> Iterator[str]:
        for each in self.inside:
            if isinstance(each, str):
                yield each
            else:
                yield from each._words()


class Reader(HTMLParser):
    """Builds the tree; an element that is closed but not open is a mistake of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def read(page: str) -> Element:
    """The page; every element it opens it closes."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    (root,) = reader.open
    return root


def headings(page: Element) -> list[str]:
    """The headings, in order: ``1 biometrics``."""
    return [f"{each.tag[1]} {each.text}" for each in page.all() if each.tag in ("h1", "h2", "h3")]


def section(page: Element, heading: str) -> list[str]:
    """What stands in the section under this heading, element by element."""
    (found,) = [
        each
        for each in page.all("section")
        if any(inner.text == heading for inner in each.all() if inner.tag in ("h2", "h3"))
    ]
    return [each.text for each in found.inside if isinstance(each, Element) and each.text]


def fields(form: Element) -> dict[str, str]:
    """The fields of a form with what they hold, as a browser would post them."""
    found = {each.attributes["name"]: each.attributes["value"] for each in form.all("input")}
    found |= {each.attributes["name"]: "".join(each._words()) for each in form.all("textarea")}
    for each in form.all("select"):
        options = each.all("option")
        chosen = [o for o in options if "selected" in o.attributes] or options[:1]
        found[each.attributes["name"]] = chosen[0].attributes["value"]
    return found
