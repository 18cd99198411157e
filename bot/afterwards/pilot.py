"""The report on all sessions held: what management wants to know, from counted numbers alone.

Nobody is named. Groups of fewer than five are counted together, and smaller numbers are not told.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.afterwards.figures import Figure, Groups, Numbers, Source, merged
from bot.afterwards.satisfaction import satisfaction
from bot.afterwards.told import Told
from bot.attending.groups import FEWEST, REST, rate, shown
from bot.documents.report import Bars, Report, Section, Table
from bot.model.attendance import Group
from bot.model.lesson import TeamLesson
from bot.model.registration import UNKNOWN, Department
from bot.promoting.naming import known
from bot.texts.moments import short_day

MOST_ROWS, MOST_LESSONS = 12, 20
ENOUGH_CAME, ENOUGH_FRENCH = 50, 20
"""Percent under which the report recommends to do something about it."""
Named = Callable[[str], str]


def report(told: Told) -> Report:
    """The report, in its one language."""
    return Report(
        language=told.language,
        title=told.words("title", team=told.context.team.name),
        subtitle=told.words("subtitle", count=len(told.sessions), now=told.context.now),
        sections=tuple(each(told) for each in SECTIONS),
    )


def totals(sessions: Sequence[Numbers]) -> Iterator[Figure]:
    """The numbers of all sessions together; each comes from the rows of its parts."""
    for name in sessions[0].figures if sessions else ():
        parts = [each.figures[name] for each in sessions]
        sources = tuple(source for part in parts for source in part.sources)
        yield Figure(f"all/{name}", sum(part.value for part in parts), sources)
    yield Figure("all/sessions", len(sessions), (Source("sessions", "status", "held"),))


def glance(told: Told) -> Section:
    """The most important numbers."""
    expected, came = told.total("expected"), told.total("came")
    points = [
        told.words("registered", many=told.number(told.total("registered"))),
        told.words("rate", came=told.number(came), expected=told.number(expected),
                   percent=rate(came, expected)) if expected else told.words("no_attendance"),
        told.words("votes", many=told.number(told.total("votes")), polls=told.total("polls")),
        told.words("asked", many=told.number(told.total("questions")),
                   answered=told.number(told.total("answered"))),
    ]  # fmt: skip
    return Section(told.words("glance"), points=tuple(points))


def _sessions(told: Told) -> Section:
    head = tuple(told.words(f"head_{name}") for name in
                 ("session", "registered", "came", "rate", "votes", "questions"))  # fmt: skip
    rows = tuple(_session_row(told, each) for each in told.sessions)
    counts = tuple(each.value("registered") for each in told.sessions)
    most = max(told.sessions, key=lambda each: each.value("registered"), default=None)
    bars = Bars(
        title=told.words("chart_sessions"),
        labels=tuple(row[0] for row in rows),
        counts=tuple(each if each >= FEWEST else 0 for each in counts),
        written=tuple(told.number(each) for each in counts),
        total=told.words("registered", many=told.number(sum(counts))),
        alt=told.words("alt_sessions", count=len(rows), most=most.session.title if most else ""),
    )
    drawn = bars if rows else None
    tables = (Table(told.words("caption_sessions"), (head, *rows), drawn),) if rows else ()
    return Section(told.words("sessions"), tables=tables)


def _session_row(told: Told, each: Numbers) -> tuple[str, ...]:
    title = each.session.title.in_(told.language)
    day = short_day(each.session.starts, told.language)
    came, expected = each.value("came"), each.value("expected")
    return (
        f"{each.session.id}. {title} ({day})",
        told.number(each.value("registered")),
        told.number(came) if each.attended else told.words("unknown"),
        _percent(told, Group(expected, came)) if each.attended else told.words("unknown"),
        told.number(each.value("votes")),
        told.number(each.value("questions")),
    )


def _percent(told: Told, group: Group) -> str:
    """How many of a group came, where that tells of nobody."""
    if group.registered < FEWEST or 0 < group.came < FEWEST:
        return told.words("unknown")
    return told.words("percent", percent=rate(group.came, group.registered))


def _reach(told: Told) -> Section:
    units = told.context.view.find(Department, "all", "department")
    names = {each.folded: each.name for each in units}
    tables = (
        *_grouped(told, "languages", lambda name: told.words(f"language_{name}")),
        *_grouped(told, "departments", lambda name: names.get(name, name)),
    )
    return Section(told.words("reach"), (told.words("reach_note"),), tables=tables)


def _channels(told: Told) -> Section:
    names = {
        name: said.in_(told.language)
        for each in told.sessions
        for name, said in known(told.context, each.session).items()
    }
    tables = (*_grouped(told, "origins", lambda name: names.get(name, name)),)
    return Section(told.words("channels"), (told.words("channels_note"),), tables=tables)


def _grouped(told: Told, kind: str, named: Named) -> Iterator[Table]:
    """A table of groups with a picture; the smallest are together."""
    found = shown(_together(told, kind))
    if not found:
        return
    labels = [_label(told, name, named) for name, _ in found[:MOST_ROWS]]
    head = tuple(told.words(f"head_{each}") for each in (kind, "registered", "came", "rate"))
    groups = [group for _, group in found[:MOST_ROWS]]
    attended = any(each.attended for each in told.sessions)
    rows = tuple(
        (
            label,
            told.number(group.registered),
            told.number(group.came) if attended else told.words("unknown"),
            _percent(told, group) if attended else told.words("unknown"),
        )
        for label, group in zip(labels, groups, strict=True)
    )
    counts = tuple(group.registered for group in groups)
    bars = Bars(
        title=told.words(f"chart_{kind}"),
        labels=tuple(labels),
        counts=counts,
        written=tuple(told.number(each) for each in counts),
        total=told.words("registered", many=told.number(sum(counts))),
        alt=told.words("alt_groups", most=labels[counts.index(max(counts))], count=len(counts)),
    )
    yield Table(told.words(f"caption_{kind}"), (head, *rows), bars)


def _together(told: Told, kind: str) -> Groups:
    """The groups of all sessions; where attendance is known, of those sessions alone."""
    attended = [each for each in told.sessions if each.attended] or list(told.sessions)
    return merged([getattr(each, kind) for each in attended])


def _label(told: Told, name: str, named: Named) -> str:
    if name in (REST, UNKNOWN):
        return told.words("rest" if name == REST else "not_said")
    return named(name)


def _effort(told: Told) -> Section:
    facts: Mapping[str, int] = {
        name: told.total(name) for name in ("posts", "tasks", "tasks_done", "polls")
    }
    return Section(told.words("effort"), points=tuple(
        told.words(f"effort_{name}", **facts) for name in ("tasks", "posts")
    ))  # fmt: skip


def _lessons(told: Told) -> Section:
    found = told.context.view.find(TeamLesson, "listed", "lesson")[::-1][:MOST_LESSONS]
    said = tuple(each.words.in_(told.language) for each in found)
    return Section(told.words("lessons"), () if said else (told.words("no_lessons"),), said)


def recommendations(told: Told) -> Section:
    """What the numbers suggest."""
    said = tuple(_recommended(told)) or (told.words("go_on"),)
    return Section(told.words("recommendations"), (told.words("recommended_by_rule"),), said)


def _recommended(told: Told) -> Iterator[str]:
    """What the numbers themselves suggest, each by a rule that is told with it."""
    expected, came = told.total("expected"), told.total("came")
    if expected >= FEWEST and rate(came, expected) < ENOUGH_CAME:
        yield told.words("raise_rate", percent=rate(came, expected), enough=ENOUGH_CAME)
    spoken = _together(told, "languages")
    french, english = (spoken.get(each, Group()).registered for each in ("fr", "en"))
    if french + english >= FEWEST and rate(french, french + english) < ENOUGH_FRENCH:
        share = rate(french, french + english)
        yield told.words("reach_french", percent=share, enough=ENOUGH_FRENCH)
    unanswered = told.total("questions") - told.total("answered")
    if unanswered >= FEWEST:
        yield told.words("answer_questions", many=unanswered)
    if not all(each.attended for each in told.sessions):
        yield told.words("bring_attendance")


SECTIONS: tuple[Callable[[Told], Section], ...] = (
    glance,
    _sessions,
    _reach,
    satisfaction,
    _channels,
    _effort,
    _lessons,
    recommendations,
)
