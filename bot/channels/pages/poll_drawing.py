"""The pages of a poll as HTML, and its address as a code for cameras."""

import io
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import urlencode

import segno
from markupsafe import Markup

from bot.channels.pages import Pages, frame
from bot.channels.pages.form import form
from bot.channels.pages.frame import Languages
from bot.context import Context
from bot.model.poll import Poll, PollKind, PollState
from bot.model.record import View
from bot.polling import counting, shown


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody sees beside the poll: what came of their vote, and how they came here."""

    answer: str = ""
    problem: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    by_link: bool = False

    def with_query(self, query: Mapping[str, str], *, by_link: bool) -> "Seen":
        """The same, with what is kept in addresses."""
        return replace(self, query=query, by_link=by_link)


def page(pages: Pages, poll: Poll, languages: Languages, seen: Seen) -> str:
    """The page to vote on; once it is closed, the results."""
    inside = Markup()
    if poll.state is PollState.OPEN:
        card = pages.assistant.present(poll.card, languages).card
        labels = {"buttons": frame.word("page.link_buttons", languages)}
        body = [each for each in card["body"] if each["type"].startswith("Input.")] if card else []
        inside = form({**(card or {}), "body": body}, secrets.token_urlsafe(12), labels)
    return frame.page(
        "poll",
        languages,
        f"/p/{poll.code}",
        team=pages.context.team.name,
        poll=poll,
        seen=seen,
        query=f"?{urlencode(seen.query)}" if seen.query else "",
        form=inside,
        **facts_of(pages.context.view, poll),
    )


def present(pages: Pages, poll: Poll, languages: Languages) -> str:
    """The page for the shared screen, in both languages."""
    address = shown.address(pages.context, poll)
    return frame.page(
        "present",
        languages,
        f"/present/{poll.code}",
        poll=poll,
        address=address.removeprefix("https://").removeprefix("http://"),
        **facts_of(pages.context.view, poll),
    )


def nothing(languages: Languages) -> str:
    """A page that says there is no such poll."""
    return frame.page("no_poll", languages, "")


def facts_of(view: View, poll: Poll) -> dict[str, object]:
    """How the poll stands, as far as anybody may know."""
    count = counting.shown(view, poll)
    lines = shown.lines_of(poll, count) if count and poll.kind is not PollKind.WORDS else []
    return {
        "voters": counting.voters(view, poll),
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
