"""What a browser makes of the page behind a signed link, and what it posts back."""

import html
import re
from collections.abc import Mapping
from html.parser import HTMLParser

from .site import Said, Site

LEE = "lee.chan@example.com"
YES_ONCE = [("mail", LEE, "sent"), ("page", "space", "sent"), ("mail", LEE, "sent")]
GONE = (
    "This link is no longer in use. If you need a new one, reply to the message it came with. / "
    "Ce lien n’est plus en service. S’il vous en faut un nouveau, répondez au message qui le "
    "contenait."
)


class Form(HTMLParser):
    """What a browser makes of a page: its text, its form's fields, its buttons, its elements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words = ""
        self.buttons: list[str] = []
        self.elements: set[str] = set()
        self.fields: dict[str, str] = {}
        self._area = self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.elements.add(tag)
        if tag == "input":
            self.fields[found["name"]] = found["value"]
        elif tag == "textarea":
            self._area = found["name"]
            self.fields[self._area] = ""
        elif tag == "select":
            self._select = found["name"]
            self.fields[self._select] = ""
        elif tag == "option" and "selected" in found:
            self.fields[self._select] = found["value"]
        elif tag == "button":
            self.buttons.append(found["value"])
        elif tag == "br":
            self.words += "\n"

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data
        else:
            self.words += data

    def filled_in(self, button: str, **changes: str) -> dict[str, str]:
        """The form as a browser posts it."""
        return {**self.fields, **changes, "button": button}


async def opened(site: Site, link: str) -> Form:
    """The page behind a link, which must be there."""
    said = await site.get(link)
    assert said.status == 200
    return Form(said.text)


async def answered(site: Site, link: str, filled_in: Mapping[str, str]) -> Form:
    """The page after the form was posted, once all that follows has left."""
    said = await site.post(link, data=filled_in)
    assert said.status == 200
    await site.delivered()
    return Form(said.text)


def gone(said: Said) -> tuple[int, str]:
    """The status, and what the page says beside its head."""
    found = re.search(r"<main>(.*)</main>", said.text)
    assert found is not None
    return said.status, html.unescape(re.sub(r"</?(?:p|h1)\b[^>]*>", "", found[1]))
