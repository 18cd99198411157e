"""What people thought of each session, in the report on all of them."""

from collections.abc import Sequence

from bot.afterwards.figures import Numbers
from bot.afterwards.told import Told
from bot.attending.groups import FEWEST, rate
from bot.documents.report import Bars, Section, Table
from bot.evaluating.telling import decimal
from bot.model.evaluation import Evaluation


def satisfaction(told: Told) -> Section:
    """The overall rating of each session that five people rated at least."""
    found = [
        (each, evaluation)
        for each in told.sessions
        if (evaluation := told.context.view.get(Evaluation, each.session.id))
        and evaluation.overall
        and evaluation.overall.answers >= FEWEST
    ]
    if not found:
        return Section(told.words("satisfaction"), (told.words("no_evaluation"),))
    tables = (_rated(told, found),)
    return Section(told.words("satisfaction"), (told.words("rated_how"),), tables=tables)


def _rated(told: Told, found: Sequence[tuple[Numbers, Evaluation]]) -> Table:
    """The overall rating of each session, with its picture."""
    names = ("session", "answers", "response_rate", "mean", "interval")
    head = tuple(told.words(f"head_{name}") for name in names)
    rows = tuple(_rated_row(told, *each) for each in found)
    bars = Bars(
        title=told.words("chart_rated"),
        labels=tuple(row[0] for row in rows),
        counts=tuple(round(10 * each.overall.mean) for _, each in found if each.overall),
        written=tuple(row[3] for row in rows),
        total=told.words("rated_by", many=told.number(sum(each.answers for _, each in found))),
        alt=told.words("alt_rated", rows=[(row[0], row[3]) for row in rows]),
    )
    return Table(told.words("caption_rated"), (head, *rows), bars)


def _rated_row(told: Told, each: Numbers, evaluation: Evaluation) -> tuple[str, ...]:
    whole = evaluation.overall
    assert whole is not None
    low, mean, high = (decimal(value).in_(told.language) for value in
                       (whole.low, whole.mean, whole.high))  # fmt: skip
    came = each.value("came") + each.value("others") + each.value("guests")
    known = each.attended and came >= max(FEWEST, evaluation.answers)
    percent = rate(evaluation.answers, came)
    return (
        f"{each.session.id}. {each.session.title.in_(told.language)}",
        told.number(evaluation.answers),
        told.words("percent", percent=percent) if known else told.words("unknown"),
        told.words("out_of", mean=mean, scale=whole.scale),
        told.words("within", low=low, high=high),
    )
