"""Who could speak about a theme, and why: "suggest Sam Lee for biometrics".

« suggère Sam Lee pour la biométrie »; "who could speak about biometrics?"
« qui pourrait parler de biométrie? ».
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot import sessions, texts
from bot.context import ORGANISERS, Heard, Question, Skill, Turn, undoable
from bot.errors import Refusal
from bot.model.addresses import mailbox
from bot.model.outcome import Outcome
from bot.model.people import Contact
from bot.model.session import Session
from bot.model.speaking import Speaking
from bot.model.theme import Suggestion, Theme
from bot.model.words import Both, Phrase


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who was suggested, and how earlier invitations ended: session and state."""

    suggestion: Suggestion
    before: list[tuple[Session, Both]]


def suggest(turn: Turn) -> Outcome:
    """Keep who could speak about a theme, and why."""
    if not turn.slots.get("person"):
        return turn.ask("person", "speaker_suggest.who")
    theme = _theme(turn)
    if isinstance(theme, Outcome):
        return theme
    person = _person(str(turn.slots["person"]))
    known = [e for e in theme.suggestions if e.person.casefold() == person.casefold()]
    if known:
        return turn.say("speaker_suggest.known", suggestion=known[0], theme=theme)
    why = " ".join(str(turn.slots.get("text", "")).split())
    if not why or why == turn.slots.get("title"):
        return turn.ask("text", "speaker_suggest.why", person=person, theme=theme)
    return _kept(turn, theme, Suggestion(person, why, turn.address))


def _kept(turn: Turn, theme: Theme, suggestion: Suggestion) -> Outcome:
    after = theme.changed(suggestions=(*theme.suggestions, suggestion))
    said = turn.say("speaker_suggest.kept", suggestion=suggestion, theme=theme)
    edit = turn.words("speaker_suggest.edit", suggestion=suggestion, theme=theme)
    return replace(said, saves=(after, undoable(turn, edit, (theme, after))))


def suggestions(turn: Turn) -> Outcome:
    """Who was suggested for a theme, why, and whether they were asked before."""
    theme = _theme(turn)
    if isinstance(theme, Outcome):
        return theme
    found = [Candidate(each, list(_before(turn, each.person))) for each in theme.suggestions]
    return turn.say(
        "speaker_suggest.all" if found else "speaker_suggest.none", all=found, theme=theme
    )


def _before(turn: Turn, person: str) -> Iterator[tuple[Session, Both]]:
    """Every session they were asked for, by their address or by the name we know."""
    view = turn.context.view
    contacts = view.find(Contact, "folded", person.casefold())
    addresses = {person.casefold(), *(each.address for each in contacts)}
    for speaking in (each for a in sorted(addresses) for each in view.find(Speaking, "address", a)):
        session = view.get(Session, speaking.session)
        if session:
            yield session, texts.both(Phrase(f"speakers.{speaking.reply}", {"speaking": speaking}))


def _person(written: str) -> str:
    person = " ".join(written.split())
    return mailbox(person) if "@" in person else person


def _theme(turn: Turn) -> Theme | Outcome:
    """The theme that is named, or that of the session that is; else the question which one."""
    named = " ".join(str(turn.slots.get("title", "")).split())
    if not named and turn.slots.get("session"):
        return _theme_of_session(turn)
    if not named:
        return _which(turn, _every(turn))
    view = turn.context.view
    exact = list(view.find(Theme, "folded", named.casefold()))
    found = exact or [e for e in _every(turn) if any(named.casefold() in t for t in e.folded)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refusal("speaker_suggest.unknown_theme", named=named)
    return _which(turn, found)


def _theme_of_session(turn: Turn) -> Theme | Outcome:
    session = sessions.meant(turn)
    if isinstance(session, Outcome):
        return session
    theme = turn.context.view.get(Theme, session.theme) if session.theme else None
    return theme or _which(turn, _every(turn))


def _which(turn: Turn, themes: Sequence[Theme]) -> Outcome:
    """The question which of these themes is meant; without any, its title is typed."""
    choices = [
        (each.title.in_(turn.language), turn.words("themes.choice", theme=each)) for each in themes
    ]
    said = Phrase("speaker_suggest.which_theme", {"themes": themes})
    return turn.pose(Question("title", said, choices))


def _every(turn: Turn) -> list[Theme]:
    return list(turn.context.view.find(Theme, "all", "theme"))


SKILL = Skill(
    "speaker_suggest",
    hears={
        "speaker.suggest": Heard(suggest, ORGANISERS),
        "info.suggestions": Heard(suggestions, ORGANISERS),
    },
)
