"""The pages of a poll as HTML, and its address as a code for cameras."""

import io
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

import segno
from markupsafe import Markup, escape

from bot import texts
from bot.channels.pages import Pages, frame
from bot.channels.pages.form import form
from bot.channels.pages.frame import Languages
from bot.context import Context
from bot.model.poll import Count, Poll, PollKind, PollState
from bot.model.record import View
from bot.model.words import Both
from bot.polling import counting, shown


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody sees beside the poll: what came of their vote, and how they came here."""

    answer: str = ""
    problem: str = ""
    by_link: bool = False


@dataclass(frozen=True, slots=True)
class Face:
    """All that a page to vote on depends on, but who looks at it and how many have answered."""

    poll: Poll
    languages: Languages
    team: Both
    seen: Seen
    count: Count | None


TOKEN, VOTERS, QUERY, BESIDES = (secrets.token_hex(16) for _ in range(4))
"""Stand in a page that is kept for what differs each time; nobody can write them into a poll."""
MOST_KEPT = 64
LONG_QUESTION, LONG_OPTION, MANY_OPTIONS = 100, 50, 5


class Drawings:
    """The pages to vote on; thousands see the same within a minute, so the last ones are kept."""

    def __init__(self, pages: Pages) -> None:
        """Nothing is drawn yet."""
        self._pages = pages
        self._kept: dict[Face, str] = {}

    def page(self, poll: Poll, languages: Languages, seen: Seen, query: Mapping[str, str]) -> str:
        """The page to vote on; once the poll is closed, the results.

        ``query`` is what the page keeps in its addresses: who it is, and how they read it.
        """
        context = self._pages.context
        count = counting.shown(context.view, poll)
        face = Face(poll, languages, context.team.name, seen, count)
        drawn = self._kept.get(face) or self._drawn(face)
        besides = {name: value for name, value in query.items() if name != "lang"}
        fresh = {
            TOKEN: secrets.token_urlsafe(12),
            VOTERS: texts.number(counting.voters(context.view, poll), languages),
            QUERY: f"?{urlencode(query)}" if query else "",
            BESIDES: f"&{urlencode(besides)}" if besides else "",
        }
        for mark, value in fresh.items():
            drawn = drawn.replace(mark, escape(value))
        return drawn

    def _drawn(self, face: Face) -> str:
        poll, languages = face.poll, face.languages
        drawn = frame.page(
            "poll",
            languages,
            f"/p/{poll.code}",
            team=face.team,
            poll=poll,
            seen=face.seen,
            query=QUERY,
            besides=BESIDES,
            form=self._form(poll, languages) if poll.state is PollState.OPEN else Markup(),
            **{**_facts(poll, face.count), "voters": VOTERS},
        )
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[face] = drawn
        return drawn

    def _form(self, poll: Poll, languages: Languages) -> Markup:
        card = self._pages.assistant.present(poll.card, languages).card or {}
        body = [each for each in card.get("body", ()) if each["type"].startswith("Input.")]
        labels = {"buttons": frame.word("page.link_buttons", languages)}
        return form({**card, "body": body}, TOKEN, labels)


def present(pages: Pages, poll: Poll, languages: Languages) -> str:
    """The page for the shared screen, in both languages."""
    address = shown.address(pages.context, poll)
    return frame.page(
        "present",
        languages,
        f"/present/{poll.code}",
        poll=poll,
        long=_is_long(poll),
        address=address.removeprefix("https://").removeprefix("http://"),
        **facts_of(pages.context.view, poll, languages),
    )


def _is_long(poll: Poll) -> bool:
    """Whether there is so much to read that large letters would push it off the screen."""
    asked = len(poll.question.en) + len(poll.question.fr)
    offered = max([0, *(len(each.en) + len(each.fr) for each in poll.options)])
    return asked > LONG_QUESTION or offered > LONG_OPTION or len(poll.options) > MANY_OPTIONS


def nothing(languages: Languages) -> str:
    """A page that says there is no such poll."""
    return frame.page("no_poll", languages, "")


def facts_of(view: View, poll: Poll, languages: Languages) -> dict[str, object]:
    """How the poll stands, as far as anybody may know."""
    return {
        **_facts(poll, counting.shown(view, poll)),
        "voters": texts.number(counting.voters(view, poll), languages),
    }


def _facts(poll: Poll, count: Count | None) -> dict[str, object]:
    lines = shown.lines_of(poll, count) if count and poll.kind is not PollKind.WORDS else []
    return {
        "lines": lines,
        "words": count.words if count else (),
        "hidden": count is None,
        "few": count is None and poll.count is not None,
        "closed": poll.state is not PollState.OPEN,
    }


def camera_code(context: Context, poll: Poll) -> bytes:
    """The address of the poll as a QR code, an SVG picture."""
    return _drawn(shown.address(context, poll))


@lru_cache(maxsize=50)
def _drawn(address: str) -> bytes:
    drawn = io.BytesIO()
    segno.make(address, error="m").save(
        drawn, kind="svg", border=2, scale=8, dark="#000", light="#fff", xmldecl=False
    )
    return drawn.getvalue()
