"""The two markers on a page: what stands between them is ours, all else is people's."""

import re
from dataclasses import dataclass

from bot.errors import Refusal

BEGIN, END = "<!-- circuit:begin -->", "<!-- circuit:end -->"
"""Words may follow the name in the first marker, for whoever reads the page's source."""
BEGINS = re.compile(r"<!--\s*circuit:begin\b[^<>]*-->")
ENDS = re.compile(r"<!--\s*circuit:end\b[^<>]*-->")


@dataclass(frozen=True, slots=True)
class Marked:
    """A page in three: what stands before our part, our part, what stands after it."""

    before: str
    block: str
    after: str

    def with_(self, block: str) -> str:
        """The page with another part of ours; all else to the letter as it was."""
        return f"{self.before}\n{block}\n{self.after}"


def page_with(block: str, note: str) -> str:
    """A new page with our part; the ``note`` tells whoever edits it what the markers are for."""
    return f"{_begin(note)}\n{block}\n{END}"


def _begin(note: str) -> str:
    return f"<!-- circuit:begin {note} -->"


def marked(text: str) -> Marked:
    """The page in three.

    Raises Refusal ``wiki.unmarked`` where it has no markers, ``wiki.tangled`` where it has not
    exactly one of each, in their order.
    """
    begins, ends = [*BEGINS.finditer(text)], [*ENDS.finditer(text)]
    if not begins and not ends:
        raise Refusal("wiki.unmarked")
    if len(begins) != 1 or len(ends) != 1 or begins[0].end() > ends[0].start():
        raise Refusal("wiki.tangled")
    start, end = begins[0].end(), ends[0].start()
    return Marked(text[:start], text[start:end].strip("\n"), text[end:])
