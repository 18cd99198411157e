"""The numbers of a session, each with the rows that it was counted from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.context import Context
from bot.hosting import plan
from bot.model.attendance import Group, Turnout
from bot.model.evaluation import Evaluated, Evaluation
from bot.model.poll import Poll
from bot.model.promotion import Post, PostState
from bot.model.question import AudienceQuestion, QuestionState
from bot.model.registration import UNKNOWN, Department, Registration, Standing
from bot.model.session import Phase, Session
from bot.polling import counting
from bot.promoting.naming import known
from bot.texts.moments import local

Groups = Mapping[str, Group]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number comes from: the rows of a table whose index has this value.

    ``field`` names what is read in the one row that holds a number; empty, rows are counted.
    """

    table: str
    index: str
    value: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the report: its name (``1/registered``), its value, the rows behind it."""

    name: str
    value: int
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is known of one session. ``came`` is None where no attendance was brought.

    ``expected`` are those who had registered when attendance was counted. The groups are of who
    registered, with how many of them came.
    """

    session: Session
    figures: Mapping[str, Figure]
    attended: bool
    languages: Groups = field(default_factory=dict)
    departments: Groups = field(default_factory=dict)
    origins: Groups = field(default_factory=dict)

    def value(self, name: str) -> int:
        """The figure with this name."""
        return self.figures[name].value


def held(context: Context) -> list[Session]:
    """The sessions that took place, earliest first."""
    found = context.view.find(Session, "status", Phase.HELD.value)
    return sorted(found, key=lambda each: each.starts)


def among(sessions: Sequence[Session], covered: str) -> list[Session]:
    """Those that are meant: ``1,2`` by number, ``2027-02-01/`` by day; all if nothing is said."""
    if not covered:
        return list(sessions)
    if "/" not in covered:
        numbers = covered.split(",")
        return [each for each in sessions if each.id in numbers]
    first, last = covered.split("/")
    days = [(each, local(each.starts, each.zone).date().isoformat()) for each in sessions]
    return [each for each, day in days if (first or day) <= day <= (last or day)]


def numbers(context: Context, session: Session) -> Numbers:
    """The numbers of a session, counted by the indexes of the store."""
    turnout = context.view.get(Turnout, session.id)
    figures = {
        each.name.partition("/")[2]: each
        for each in (
            *_registered(context, session),
            *_attended(session, turnout),
            *_took_part(context, session),
            *_evaluated(context, session),
            *_effort(context, session),
        )
    }
    attended = turnout is not None
    if turnout is None:
        return Numbers(session, figures, attended, *_groups(context, session))
    groups = (turnout.languages, turnout.departments, turnout.origins)
    return Numbers(session, figures, attended, *groups)


def _registered(context: Context, session: Session) -> Iterator[Figure]:
    for standing in Standing:
        yield _counted(context, session, standing.value, Registration, "standing_in")


def _counted(
    context: Context, session: Session, name: str, kind: type[Registration], index: str
) -> Figure:
    value = f"{session.id}/{name}"
    many = context.view.count(kind, index, value)
    return Figure(value, many, (Source(kind.table.name, index, value),))


def _attended(session: Session, turnout: Turnout | None) -> Iterator[Figure]:
    for name, part in (("expected", "registered"), ("came", "came"), ("others", "not_registered"),
                       ("guests", "guests")):  # fmt: skip
        source = Source(Turnout.table.name, "session", session.id, part)
        many = int(getattr(turnout, part)) if turnout else 0
        yield Figure(f"{session.id}/{name}", many, (source,) if turnout else ())


def _took_part(context: Context, session: Session) -> Iterator[Figure]:
    view, number = context.view, session.id
    polls = [each for each in view.find(Poll, "session", number) if each.posted]
    one_each = tuple(Source(Poll.table.name, "id", each.id) for each in polls)
    votes = tuple(Source(Poll.table.name, "id", each.id, "voters") for each in polls)
    yield Figure(f"{number}/polls", len(polls), one_each)
    yield Figure(f"{number}/votes", sum(counting.voters(view, each) for each in polls), votes)
    table = AudienceQuestion.table.name
    asked = view.count(AudienceQuestion, "asked_in", number)
    yield Figure(f"{number}/questions", asked, (Source(table, "asked_in", number),))
    value = f"{number}/{QuestionState.ANSWERED}"
    answered = view.count(AudienceQuestion, "stands_in", value)
    yield Figure(f"{number}/answered", answered, (Source(table, "stands_in", value),))


def _evaluated(context: Context, session: Session) -> Iterator[Figure]:
    number = session.id
    answers = context.view.count(Evaluated, "session", number)
    yield Figure(f"{number}/answers", answers, (Source(Evaluated.table.name, "session", number),))
    evaluation = context.view.get(Evaluation, number)
    comments = evaluation.comments if evaluation else 0
    sources = (Source(Evaluation.table.name, "session", number, "comments"),)
    yield Figure(f"{number}/comments", comments, sources if evaluation else ())


def _effort(context: Context, session: Session) -> Iterator[Figure]:
    number = session.id
    posts = context.view.find(Post, "session", number)
    out = [each for each in posts if each.state is PostState.OUT]
    rows = tuple(Source(Post.table.name, Post.table.key, each.key) for each in out)
    yield Figure(f"{number}/posts", len(out), rows)
    due = plan.due(context, session)
    done = sum(each.done for each in due)
    plans = (Source("plans", "session", number, "items"),)
    yield Figure(f"{number}/tasks", len(due), plans)
    yield Figure(f"{number}/tasks_done", done, plans)


def _groups(context: Context, session: Session) -> tuple[Groups, Groups, Groups]:
    """The groups of who registered, where nobody knows who came."""
    view = context.view
    units = [UNKNOWN, *(each.folded for each in view.find(Department, "all", "department"))]
    return (
        _of(context, session, "language_in", ("en", "fr", UNKNOWN)),
        _of(context, session, "unit_in", units),
        _of(context, session, "origin_in", tuple(known(context, session))),
    )


def _of(context: Context, session: Session, index: str, values: Sequence[str]) -> Groups:
    counted = {
        each: context.view.count(Registration, index, f"{session.id}/{each}") for each in values
    }
    return {name: Group(registered=many) for name, many in counted.items() if many}


def merged(groups: Sequence[Groups]) -> dict[str, Group]:
    """The same groups of several sessions together."""
    found: dict[str, Group] = {}
    for each in groups:
        for name, group in each.items():
            before = found.get(name, Group())
            found[name] = Group(before.registered + group.registered, before.came + group.came)
    return found
