"""The numbers of a session's attendance in words: in all, by language, department and channel."""

from collections.abc import Iterator, Mapping
from itertools import islice

import cards
from bot import sessions, texts
from bot.attending.groups import FEWEST, REST, rate, shown
from bot.attending.picture import SHOWN, steps
from bot.context import Context, Turn
from bot.model.attendance import Attended, Group, Turnout
from bot.model.outcome import Answer, Outcome
from bot.model.registration import UNKNOWN, Department
from bot.model.report_file import ReportFile
from bot.model.session import Session
from bot.model.words import Both, Phrase
from bot.promoting.naming import known
from bot.registering.counting import PICTURE
from bot.reporting.card import rows
from bot.reporting.kind import Kind

MOST_LISTED = 10
MOST_GROUPS = 12
LANGUAGES = {"en": Both("English", "anglais"), "fr": Both("French", "français")}


def show(turn: Turn) -> Outcome:
    """How many came to a session, as last counted."""
    session = sessions.held(turn)
    if isinstance(session, Outcome):
        return session
    turnout = turn.context.view.get(Turnout, session.id)
    if turnout is None:
        return turn.say("attendance.none", session=session)
    words = texts.join(
        [
            "\n".join(texts.render(each, language) for each in numbers(turn.context, turnout))
            for language in turn.languages
        ]
    )
    if turnout.came < FEWEST:
        return Outcome(answer=Answer(words))
    picture, alt = pictured(turn.context, turnout)
    facts = {
        "said": words,
        "picture": f"{picture}?lang={turn.language}",
        "alt": turn.words(alt.key, **alt.facts),
    }
    return Outcome(answer=Answer(words, cards.render("counts", "", turn.languages, facts)))


def foreseen(context: Context, file: ReportFile) -> list[Phrase]:
    """What a report says, and what it would change."""
    found = file.found
    facts = {
        **found,
        **found["kinds"],
        **{name: file.counts.get(name, 0) for name in ("new", "changed", "same")},
        "file": file.name,
        "session": context.view.get(Session, file.session),
    }
    lines = [Phrase("attendance.foreseen", facts)]
    lines += [Phrase("attendance.cut", facts)] if found["cut"] else []
    lines += [Phrase("attendance.another_day", facts)] if found["another_day"] else []
    return [*lines, *rows(file.rows, found["refused"])]


def done(context: Context, file: ReportFile) -> list[Phrase]:
    """What a report brought, the numbers as they are now, and who is not matched."""
    turnout = context.view.get(Turnout, file.session)
    counts = {name: file.counts.get(name, 0) for name in ("new", "changed", "same")}
    lines = [Phrase("attendance.done", {"file": file.name, **counts})]
    lines += [*numbers(context, turnout)] if turnout else []
    return [*lines, *_unmatched(context, file.session)]


def numbers(context: Context, turnout: Turnout) -> Iterator[Phrase]:
    """The numbers, a line or a few each."""
    session = context.view.get(Session, turnout.session)
    facts = {
        "session": session,
        "turnout": turnout,
        "rate": rate(turnout.came, turnout.registered),
        "average": round(turnout.watched / turnout.came) if turnout.came else 0,
        "median": round(turnout.median),
    }
    yield Phrase("attendance.heading", facts)
    yield Phrase("attendance.came", facts)
    if turnout.came >= FEWEST:
        yield Phrase("attendance.watched", facts)
    for name, groups in grouped(context, turnout).items():
        if groups:
            yield Phrase(f"attendance.by_{name}", {"groups": groups})


def grouped(context: Context, turnout: Turnout) -> dict[str, list[tuple[Both, Group, int]]]:
    """The groups that may be shown, each with its name and its show rate in percent."""
    session = context.view.get(Session, turnout.session)
    posts = known(context, session) if session else {}
    departments = {
        name: Both(each.name, each.name)
        for name in turnout.departments
        if (each := context.view.get(Department, name)) is not None
    }
    return {
        "language": _named(turnout.languages, LANGUAGES, "unsaid"),
        "department": _named(turnout.departments, departments, "unsaid"),
        "channel": _named(turnout.origins, posts, "direct"),
    }


def _named(
    groups: Mapping[str, Group], names: Mapping[str, Both], unknown: str
) -> list[tuple[Both, Group, int]]:
    if set(groups) <= {UNKNOWN}:
        return []
    said = {REST: texts.both(Phrase("attendance.rest")),
            UNKNOWN: texts.both(Phrase(f"attendance.{unknown}")), **names}  # fmt: skip
    large = shown(groups)
    listed = [*large[:MOST_GROUPS]]
    return [
        (said.get(name, Both(name, name)), group, rate(group.came, group.registered))
        for name, group in listed
    ]


def _unmatched(context: Context, session: str) -> Iterator[Phrase]:
    listed = [*islice(_listed(context, session), MOST_LISTED + 1)]
    if not listed:
        return
    yield Phrase("attendance.unmatched", {})
    for each in listed[:MOST_LISTED]:
        facts = {"number": each.number, "name": each.name, "address": each.address}
        yield Phrase("attendance.person", {**facts, "perhaps": each.perhaps})
    if len(listed) > MOST_LISTED:
        yield Phrase("attendance.and_more", {})


def _listed(context: Context, session: str) -> Iterator[Attended]:
    """Those who are not matched, in the order in which they were first heard of."""
    return context.view.oldest(Attended, "listed_in", session)


def more(context: Context, file: ReportFile) -> tuple[str, ...]:
    """The button that matches people, while somebody is not matched."""
    return ("match",) if next(_listed(context, file.session), None) else ()


def pictured(context: Context, turnout: Turnout) -> tuple[str, Phrase]:
    """The address of the picture of how long people stayed, and what it shows."""
    facts = {"turnout": turnout, "steps": steps(turnout)}
    return context.link(f"{PICTURE}{SHOWN}{turnout.session}"), Phrase("attendance.alt", facts)


def picture(context: Context, file: ReportFile) -> tuple[str, Phrase] | None:
    """The picture of a report that is done; none where too few came to be told apart."""
    turnout = context.view.get(Turnout, file.session)
    return pictured(context, turnout) if turnout and turnout.came >= FEWEST else None


KIND = Kind(
    what="attendance",
    skill="attendance",
    intent="attendance.import",
    names=("attendance présences", "report rapport"),
    shown=foreseen,
    done=done,
    more=more,
    picture=picture,
)
