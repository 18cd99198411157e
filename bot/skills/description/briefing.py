"""The few things that only the team knows, asked for and kept, in each language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot import sessions
from bot.context import Turn
from bot.describing.checking import checked
from bot.describing.facts import description_of
from bot.model.description import Brief, Description
from bot.model.outcome import Outcome
from bot.model.record import Record
from bot.model.session import Session
from bot.model.words import LANGUAGES, Both, Language, Phrase
from bot.planning.changes import must_be_open
from bot.planning.sequels import placed
from bot.planning.titles import second_title
from bot.skills.description import card
from bot.speakers import confirmed

ENDS = (".", "!", "?", "…", "»", "”")


@dataclass(frozen=True, slots=True)
class Briefed:
    """A session with what is known of it, and what is to be kept of what was just said."""

    session: Session
    description: Description
    kept: tuple[Record, ...] = ()

    def lacking(self, languages: Sequence[Language]) -> list[str]:
        """What is still to be asked, in the first of these languages that lacks something."""
        for language in languages:
            sides = {
                f"title_{language}": self.session.title,
                f"why_{language}": self.description.brief.why,
                f"takeaways_{language}": self.description.brief.takeaways,
            }
            names = [name for name, side in sides.items() if not getattr(side, language)]
            if names:
                return names
        return []


def heard(turn: Turn) -> Briefed | Outcome:
    """What is known with what was typed; or the question which session is meant."""
    session = sessions.meant(placed(turn))
    if isinstance(session, Outcome):
        return session
    answer = str(turn.slots.get(turn.filled, "")) if turn.filled else ""
    given = {turn.filled: answer} if answer and turn.filled != "session" else {}
    return _briefed(turn, session, given)


def filled_in(turn: Turn) -> Briefed:
    """What is known with what was filled in on the card, which is done then."""
    given = {name: value for name, value in turn.press.fields.items() if value}
    briefed = _briefed(turn, card.session_on(turn), given)
    done = replace(turn.shown_card, done="save")
    return replace(briefed, kept=(done, *briefed.kept)) if given else briefed


def _briefed(turn: Turn, session: Session, given: Mapping[str, str]) -> Briefed:
    must_be_open(turn.context, session)
    description = description_of(turn.context, session)
    if not given:
        return Briefed(session, description)
    titled = _titled(turn, session, given)
    known = description.changed(brief=_told(description.brief, given))
    return Briefed(titled, known, (known, *((titled,) if titled != session else ())))


def asked(turn: Turn, briefed: Briefed, names: list[str]) -> Outcome:
    """One card for all that is asked in one language; speakers too, where none has confirmed."""
    session, language = briefed.session, names[0][-2:]
    unnamed = not confirmed(turn.context, session) and not briefed.description.brief.speakers
    if unnamed and language == turn.language:
        names = [*names, "speakers"]
    facts = {"session": session, "many": len(names)}
    said = Phrase(f"{card.SKILL}.asks_{names[0]}", facts)
    return card.asked(turn, session, said, names)


def _titled(turn: Turn, session: Session, given: Mapping[str, str]) -> Session:
    missing = session.title.missing
    typed = given.get(f"title_{missing}", "") if missing else ""
    if not missing or not typed:
        return session
    return session.changed(title=second_title(turn, session.title, missing, typed))


def _told(brief: Brief, given: Mapping[str, str]) -> Brief:
    """The brief with what was given, each as sentences of its language."""
    why = _sides(given, "why", brief.why)
    takeaways = _sides(given, "takeaways", brief.takeaways)
    speakers = " ".join(given.get("speakers", brief.speakers).split()).rstrip(".")
    named = checked(speakers, "en") if speakers else ""
    return Brief(why=why, takeaways=takeaways, speakers=named)


def _sides(given: Mapping[str, str], name: str, before: Both) -> Both:
    """Both sides of one part, with what was given of it."""
    sides = before
    for language in LANGUAGES:
        typed = given.get(f"{name}_{language}", "")
        if typed:
            sides = sides.with_(_sentence(checked(typed, language)), language)
    return sides


def _sentence(text: str) -> str:
    """The words as a sentence: a capital to begin with, a stop at its end."""
    line = " ".join(text.split(" ")).strip()
    return f"{line[:1].upper()}{line[1:]}{'' if line.endswith(ENDS) else '.'}"
