"""The evaluation of a session in words, a line or a few each; nothing of fewer than five people."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.attending.groups import FEWEST, REST, rate, shown
from bot.context import Context
from bot.model.attendance import Group, Turnout
from bot.model.evaluation import SKILL, Asked, Evaluation
from bot.model.session import Session
from bot.model.words import Both, Phrase

SHOWN = "evaluation."
"""What stands before the session in the name of the picture of its ratings."""
MOST_OPTIONS = 8
MOST_EARLIER = 4
Levels = list[tuple[int, int, int]]


def decimal(value: float) -> Both:
    """A number with one place after the point, or the comma."""
    written = f"{value:.1f}"
    return Both(written, written.replace(".", ","))


def levels(asked: Asked) -> Levels:
    """The ratings from the lowest on, how many gave them; together where fewer than five did."""
    found: Levels = []
    lowest = min(1, *map(int, asked.counts))
    for level in range(lowest, asked.scale + 1):
        count = asked.counts.get(str(level), 0)
        if found and 0 < found[-1][2] < FEWEST:
            first, _, before = found.pop()
            found.append((first, level, before + count))
        else:
            found.append((level, level, count))
    while len(found) > 1 and 0 < found[-1][2] < FEWEST:
        *rest, (first, _, before), (_, last, count) = found
        found = [*rest, (first, last, before + count)]
    return found


def numbers(context: Context, evaluation: Evaluation) -> Iterator[Phrase]:
    """How many answered, and what each question that asks for a rating or a choice came to."""
    yield _answered(context, evaluation)
    if evaluation.answers < FEWEST:
        yield Phrase(f"{SKILL}.too_few", {"fewest": FEWEST})
        return
    for number, each in enumerate(evaluation.asked, 1):
        if each.kind != "comment":
            yield _question(each, number)
    yield from compared(context, evaluation)


def _answered(context: Context, evaluation: Evaluation) -> Phrase:
    turnout = context.view.get(Turnout, evaluation.session)
    came = turnout.people if turnout else 0
    facts = {"answers": evaluation.answers, "came": came}
    percent = rate(evaluation.answers, came)
    return Phrase(f"{SKILL}.answered", {**facts, "rate": percent if percent <= 100 else None})


def _question(asked: Asked, number: int) -> Phrase:
    facts = {"title": titled(asked, number), "answers": asked.answers}
    if asked.answers < FEWEST:
        return Phrase(f"{SKILL}.few", facts)
    if asked.kind == "choice":
        return Phrase(f"{SKILL}.choice", {**facts, "options": options(asked)})
    within = {name: decimal(getattr(asked, name)) for name in ("mean", "low", "high")}
    spread = levels(asked)
    return Phrase(f"{SKILL}.rating", {**facts, **within, "scale": asked.scale, "levels": spread})


def titled(asked: Asked, number: int) -> Both:
    """The question as it was asked; one that is known by its key alone has a number."""
    title = asked.title
    return title if title.en or title.fr else Both(f"Question {number}", f"Question {number}")


def options(asked: Asked) -> list[tuple[Both, int, int]]:
    """What was chosen by five people at least, how often, in percent of those who answered."""
    groups = {name: Group(registered=many) for name, many in asked.counts.items()}
    said = {REST: Both("others", "autres")}
    large = shown(groups)[:MOST_OPTIONS]
    if [name for name, _ in large] == [REST]:
        return []
    return [
        (said.get(name, Both(name, name)), group.registered, rate(group.registered, asked.answers))
        for name, group in large
    ]


def compared(context: Context, evaluation: Evaluation) -> Iterator[Phrase]:
    """The rating as a whole beside that of the sessions before, on the same scale."""
    mine = evaluation.overall
    earlier = before(context, evaluation)
    if mine is None or mine.answers < FEWEST or not earlier:
        return
    many = sum(each.answers for _, each in earlier)
    mean = sum(each.mean * each.answers for _, each in earlier) / many
    told = [(session, decimal(each.mean)) for session, each in earlier[:MOST_EARLIER]]
    facts = {"earlier": told, "mine": decimal(mine.mean), "mean": decimal(mean), "answers": many}
    certain = mine.low > mean or mine.high < mean
    yield Phrase(f"{SKILL}.compared", {**facts, "certain": certain, "better": mine.mean > mean})


def before(context: Context, evaluation: Evaluation) -> list[tuple[Session, Asked]]:
    """The overall ratings of earlier sessions on the same scale, by five at least, latest first."""
    mine, session = evaluation.overall, context.view.get(Session, evaluation.session)
    found = []
    for each in context.view.find(Evaluation, "all", SKILL):
        other, whole = context.view.get(Session, each.session), each.overall
        if mine is None or session is None or other is None or whole is None:
            continue
        earlier = other.starts < session.starts and whole.scale == mine.scale
        if earlier and whole.answers >= FEWEST:
            found.append((other, whole))
    return sorted(found, key=lambda pair: pair[0].starts, reverse=True)


def for_programs(evaluation: Evaluation) -> dict[str, Any]:
    """The numbers as JSON tells them; a question that fewer than five answered has none."""
    asked = [each for each in evaluation.asked if each.answers >= FEWEST]
    return {
        "answers": evaluation.answers,
        "comments": evaluation.comments,
        "ratings": [
            {
                "title": {"en": each.title.en, "fr": each.title.fr},
                **{name: getattr(each, name) for name in ("answers", "scale", "overall")},
                **{name: round(getattr(each, name), 4) for name in ("mean", "low", "high")},
                "counts": levels(each),
            }
            for each in asked
            if each.kind == "rating"
        ],
        "themes": [each.comments for each in evaluation.themes],
    }


def spoken(evaluation: Evaluation) -> Sequence[Phrase]:
    """What the comments are about, in the words of people."""
    told = sum(each.comments for each in evaluation.themes)
    if evaluation.answers < FEWEST or not evaluation.themes:
        few = evaluation.comments and evaluation.answers >= FEWEST
        return [Phrase(f"{SKILL}.no_themes", {"comments": evaluation.comments})] if few else []
    head = Phrase(f"{SKILL}.themes", {"comments": evaluation.comments})
    lines = [Phrase(f"{SKILL}.theme", {"theme": each}) for each in evaluation.themes]
    rest = Phrase(f"{SKILL}.rest", {"count": evaluation.comments - told})
    return [head, *lines, *([rest] if evaluation.comments > told else [])]
