"""How many have registered: in all, by language, by department, by day."""

from collections.abc import Iterable, Mapping

import cards
from bot import sessions, texts
from bot.context import Context, Languages, Turn
from bot.model.outcome import Answer, Outcome
from bot.model.record import View
from bot.model.registration import UNKNOWN, Department, Registration, Standing
from bot.model.session import Session
from bot.model.words import Both, Phrase
from bot.promoting.naming import known
from bot.registering.counting import by_day, picture, unreached

LINES = ("heading", "registered", "languages", "days", "departments", "fewer", "brought", "needs",
         "questions", "unreached", "by_flow")  # fmt: skip
FEWEST = 5
"""Groups of fewer people are counted together, so that nobody can be recognised."""
MOST_DEPARTMENTS = 12
DAYS, FEWEST_DAYS, MOST_TOLD = 7, 2, 3


def status(turn: Turn) -> Outcome:
    """The numbers of one session, with a picture of them as soon as there are several days."""
    session = sessions.meant(turn)
    if isinstance(session, Outcome):
        return session
    facts = facts_of(turn.context, session)
    words = said(turn.languages, facts)
    days = by_day(turn.context, session)
    if len(days) < FEWEST_DAYS:
        return Outcome(answer=Answer(words))
    most = sorted(sorted(days, key=lambda pair: -pair[1])[:MOST_TOLD])
    shown = {
        "said": words,
        "picture": f"{picture(turn.context, session)}?lang={turn.language}",
        "alt": turn.words("registration_counts.alt", most=most, registered=facts["registered"]),
    }
    return Outcome(answer=Answer(words, cards.render("counts", "", turn.languages, shown)))


def said(languages: Languages, facts: Mapping[str, object]) -> str:
    """The numbers in words, a line for each that is more than nothing."""
    names = [name for name in LINES if facts.get(name, True) or name == "registered"]
    return texts.join(
        [
            "\n".join(
                texts.render(Phrase(f"registration_counts.{name}", facts), language)
                for name in names
            )
            for language in languages
        ]
    )


def facts_of(context: Context, session: Session) -> dict[str, object]:
    """The numbers of a session: how many stand where, by language, department and day."""
    view = context.view
    places = _in(view, "standing_in", session, Standing.REGISTERED)
    languages = {
        name: _in(view, "language_in", session, value)
        for name, value in (("en", "en"), ("fr", "fr"), ("unknown", UNKNOWN))
    }
    departments, fewer = _departments(view, session, places)
    return {
        "session": session,
        "registered": places,
        "waiting": _in(view, "standing_in", session, Standing.WAITING),
        "cancelled": _in(view, "standing_in", session, Standing.CANCELLED),
        "languages": {name: count for name, count in languages.items() if count >= FEWEST},
        "departments": departments[:MOST_DEPARTMENTS],
        "fewer": fewer + sum(count for _, count in departments[MOST_DEPARTMENTS:]),
        "days": by_day(context, session)[-DAYS:],
        "brought": _brought(context, session),
        "needs": view.count(Registration, "needs_in", session.id),
        "questions": view.count(Registration, "asks_in", session.id),
        "unreached": unreached(context, session, "bounced"),
        "by_flow": _in(view, "holds_in", session, "flow"),
    }


def _in(view: View, index: str, session: Session, value: str) -> int:
    return view.count(Registration, index, f"{session.id}/{value}")


def _brought(context: Context, session: Session) -> list[tuple[Both, int]]:
    """How many of those who have a place followed the link in which post, the most first."""
    names = known(context, session)
    counted = [(_in(context.view, "origin_in", session, name), name) for name in names]
    most = sorted((pair for pair in counted if pair[0]), key=lambda pair: -pair[0])
    return [(names[name], count) for count, name in most]


def _departments(
    view: View, session: Session, registered: int
) -> tuple[list[tuple[str, int]], int]:
    """The departments with enough people, largest first; and how many others there are."""
    known = view.find(Department, "all", "department")
    counted = ((each.name, _in(view, "unit_in", session, each.folded)) for each in known)
    shown = sorted(_enough(counted), key=lambda pair: (-pair[1], pair[0].casefold()))
    unknown = _in(view, "unit_in", session, UNKNOWN)
    return shown, registered - unknown - sum(count for _, count in shown)


def _enough(counted: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return [(name, count) for name, count in counted if count >= FEWEST]
