"""The page of a session as HTML: what anybody may know of it, and what was just sent from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as filled
from typing import Any, Literal

from markupsafe import Markup

from bot.channels.pages import form, frame
from bot.channels.pages.frame import Languages
from bot.model.origin import FROM
from bot.model.session import Session
from bot.model.words import Both
from bot.registering.public import PublicSession
from bot.texts.moments import by_hour

Card = Mapping[str, Any]
WEB = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody on a public page: how they read it, and what stands on every such page.

    ``origin`` is the link that led here, as far as it says so (``wire-en``).
    """

    languages: Languages
    team: Both
    coming: tuple[Session, ...]
    origin: str = ""

    @property
    def again(self) -> str:
        """The query by which the next page is read in the same language."""
        return f"?lang={self.languages[0]}" if len(self.languages) == 1 else ""

    @property
    def on(self) -> str:
        """The query by which the way to register is the same way on."""
        if not self.origin:
            return self.again
        return f"{self.again}{'&' if self.again else '?'}{FROM}={self.origin}"


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent from one of the forms of the page, and what came of it.

    ``field`` names the field that the ``problem`` is with; where it is empty, the problem is with
    the form as a whole.
    """

    form: Literal["", "register", "ask", "put", "want"] = ""
    values: Mapping[str, str] = filled(default_factory=dict)
    answer: str = ""
    problem: str = ""
    field: str = ""


def drawn(visit: Visit, known: PublicSession, sent: Sent, entries: Markup) -> str:
    """The page; ``entries`` is the inside of the form to register with, empty for none."""
    session, languages = known.session, visit.languages
    return _public(
        visit,
        "session",
        f"/s/{session.id}",
        known=known,
        session=session,
        read_in=languages,
        titles=" / ".join(dict.fromkeys(session.title.in_(each) for each in languages)),
        hours={each: by_hour(session.starts, each) for each in languages},
        recording=session.recording if session.recording.startswith(WEB) else "",
        form=entries,
        sent=sent,
        answered=[
            frame.linked(line, _handed_out(known)) for line in sent.answer.splitlines() if line
        ],
    )


def _handed_out(known: PublicSession) -> frozenset[str]:
    """The addresses that the page leads to, but for its own."""
    reach = known.reach
    sides = (known.evaluation, reach.wordly)
    found = {each.link for each in known.resources} | {reach.vevox_link, reach.board}
    found |= {address for side in sides for address in (side.en, side.fr)}
    return frozenset(each for each in found if each.startswith(WEB))


def notice(visit: Visit, name: str) -> str:
    """A page that says one thing; ``name`` is that of its texts: a heading and words below it."""
    return _public(visit, "notice", "", about=name)


def _public(visit: Visit, name: str, path: str, **facts: object) -> str:
    origin = f"&{FROM}={visit.origin}" if visit.origin else ""
    around = {
        "team": visit.team,
        "coming": visit.coming,
        "again": visit.again,
        "on": visit.on,
        "besides": origin,
    }
    return frame.page(name, visit.languages, path, **around, **facts)


def entries(visit: Visit, card: Card, sent: Sent, token: str) -> Markup:
    """The inside of the form, as it was sent or else empty, in the language of the page."""
    values = sent.values
    if sent.form != "register" and len(visit.languages) == 1:
        values = {"in_language": visit.languages[0]}
    problems = {sent.field: sent.problem} if sent.field else {}
    inside = form.filled_in(_fields_of(card), values, problems)
    labels = {"buttons": frame.word("page.link_buttons", visit.languages)}
    return form.form(inside, token, labels)


def _fields_of(card: Card) -> Card:
    """The card without its heading and its facts, which the page says itself."""
    body = [
        each
        for each in card["body"]
        if each["type"] != "FactSet" and each.get("weight") != "Bolder"
    ]
    return {**card, "body": body}
