"""Our part of one page brought up to date: read, merged, written over exactly what was read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.documents.wikitext import Marked, Preferred, marked, merged, page_with
from bot.errors import Refusal, TryLater
from bot.model.wiki import Late
from bot.services.wiki.answers import ChangedMeanwhileError
from bot.services.wiki.site import Found

Facts = Mapping[str, Any]
ATTEMPTS = 3


class Pages(Protocol):
    """A wiki as it is read and written."""

    def read(self, title: str) -> Found:
        """The page as it is now. Raises TryLater or Refusal."""

    def write(self, over: Found, text: str, summary: str) -> str:
        """The page's address, written over what was read; raises ChangedMeanwhileError too."""

    def close(self) -> None:
        """Let go of connections."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted: our part as it should be, and as we know it to have been; empty for none.

    ``note`` is for whoever edits the page's source, ``summary`` for whoever reads its history.
    ``preferred`` says who has it their way where somebody made ``seen`` of our part.
    """

    title: str
    block: str
    base: str
    note: str
    summary: str
    preferred: Preferred = ""
    seen: str = ""


def publish(pages: Pages, order: Order) -> Facts:
    """Where the page is. Done again, it changes nothing more.

    Raises Refusal where a person must look, TryLater while somebody keeps editing the page.
    """
    for _ in range(ATTEMPTS):
        found = pages.read(order.title)
        text = _wanted(found, order)
        if text == found.text:
            return {"address": found.address}
        try:
            return {"address": pages.write(found, text, order.summary)}
        except ChangedMeanwhileError:
            continue
    raise TryLater(Late.BUSY)


def look(pages: Pages, title: str, block: str) -> Facts:
    """How the page stands beside what we left there: ``same``, ``changed``, ``marks``, ``gone``."""
    found = pages.read(title)
    if found.text is None:
        return {"state": "gone"}
    try:
        ours = marked(found.text).block
    except Refusal:
        return {"state": "marks", "by": found.by}
    return {"state": "same" if ours == block else "changed", "by": found.by}


def _wanted(found: Found, order: Order) -> str:
    """The page as it should be. Raises Refusal where it is not ours to say."""
    if found.text is None:
        if order.base:
            raise Refusal("wiki.gone")
        return page_with(order.block, order.note)
    page = marked(found.text)
    if page.block in (order.block, _chosen(order)):
        return found.text
    return page.with_(_merged(page, order))


def _chosen(order: Order) -> str | None:
    """What our part becomes once the choice of the team is carried out; None without a choice."""
    if not order.preferred:
        return None
    return merged(order.base, order.seen, order.block, order.preferred)


def _merged(page: Marked, order: Order) -> str:
    if not page.block.strip():
        return order.block
    chosen = _chosen(order) if page.block == order.seen else None
    if chosen is not None:
        return chosen
    if not order.base:
        raise Refusal("wiki.not_ours", theirs=page.block)
    both = merged(order.base, page.block, order.block)
    if both is None:
        raise Refusal("wiki.conflict", theirs=page.block)
    return both
