"""A session in half a page, and several in a few lines each: numbers and themes, nobody named."""

from collections.abc import Iterator, Sequence

from bot import texts
from bot.afterwards.figures import Numbers, numbers
from bot.afterwards.lines import Line, together
from bot.attending.groups import FEWEST, rate
from bot.context import Context
from bot.evaluating.quoting import parts_of, unnamed
from bot.evaluating.telling import compared, decimal
from bot.model.attendance import Turnout
from bot.model.evaluation import Evaluation
from bot.model.lesson import TeamLesson
from bot.model.session import Session
from bot.model.speaking import Speaking
from bot.model.words import Both, Phrase

TOOK_PART, COUNTED = ("votes", "questions", "answered"), ("polls", "questions")
MOST_THEMES, MOST_LESSONS = 5, 5


def half_page(context: Context, session: Session) -> Both:
    """All that is known of a session that is over, for who could not be there."""
    found = numbers(context, session)
    evaluation = context.view.get(Evaluation, session.id)
    lines: list[Line] = [*_told(context, found)]
    if evaluation is not None and evaluation.answers >= FEWEST:
        lines += [*compared(context, evaluation), *_spoken_of(evaluation)]
    lessons = _lessons(context, session)
    if lessons:
        lines += [None, Phrase("briefing.lessons", {"lessons": lessons})]
    return together([*lines, None, _page(context, session)])


def digest(context: Context, over: Sequence[Session], coming: Sequence[Session]) -> Both:
    """Several sessions in a few lines each, and what comes next."""
    lines: list[Line] = []
    for each in over:
        lines += [None, *_told(context, numbers(context, each)), *_learnt(context, each)]
        lines += [_page(context, each)]
    if coming:
        url = context.setup.public_url
        lines += [None, Phrase("briefing.coming", {"sessions": coming, "url": url})]
    return together(lines[1:])


def _learnt(context: Context, session: Session) -> Iterator[Line]:
    """What people spoke of and what the team learnt, a line each."""
    evaluation = context.view.get(Evaluation, session.id)
    if evaluation is not None and evaluation.answers >= FEWEST:
        yield from _spoken_of(evaluation)
    lessons = _lessons(context, session)
    if lessons:
        yield Phrase("briefing.learnt", {"lessons": lessons})


def _lessons(context: Context, session: Session) -> list[Both]:
    """The lessons of a session in both languages, or in the one there is, with nobody in them."""
    found = context.view.find(TeamLesson, "of_session", session.id)[:MOST_LESSONS]
    people = (*context.organisers, *(each.address for each in _speaking(context, session)))
    names = parts_of(context.contact(each).name for each in people)
    names |= parts_of(each.name for each in _speaking(context, session))
    return [Both(unnamed(each.words.en, names), unnamed(each.words.fr, names)) for each in found]


def _speaking(context: Context, session: Session) -> Sequence[Speaking]:
    return context.view.find(Speaking, "session", session.id)


def _told(context: Context, found: Numbers) -> Iterator[Line]:
    """Who came, how it was rated, how people took part."""
    session = found.session
    turnout = context.view.get(Turnout, session.id)
    yield Phrase("briefing.session", {"session": session})
    facts: dict[str, object] = {"registered": _number(found.value("registered"))}
    if turnout is None:
        yield Phrase("briefing.not_counted", facts)
    else:
        came, expected = turnout.came, turnout.registered
        shown = expected >= FEWEST and (came == 0 or came >= FEWEST)
        facts = {"expected": _number(expected), "came": _number(came)}
        yield Phrase("briefing.came", {**facts, "rate": rate(came, expected) if shown else None})
    yield from _rated(context, session, turnout)
    part: dict[str, object] = {name: _number(found.value(name)) for name in TOOK_PART}
    yield Phrase("briefing.took_part", {**part, **{f"any_{e}": found.value(e) for e in COUNTED}})


def _rated(context: Context, session: Session, turnout: Turnout | None) -> Iterator[Line]:
    evaluation = context.view.get(Evaluation, session.id)
    whole = evaluation.overall if evaluation else None
    if evaluation is None or whole is None or whole.answers < FEWEST:
        return
    came = turnout.people if turnout else 0
    within = {name: decimal(getattr(whole, name)) for name in ("mean", "low", "high")}
    known = came >= max(FEWEST, evaluation.answers)
    facts = {"scale": whole.scale, "answers": evaluation.answers}
    percent = rate(evaluation.answers, came) if known else None
    yield Phrase("briefing.rated", {**facts, **within, "rate": percent})


def _spoken_of(evaluation: Evaluation) -> Iterator[Line]:
    named = [each for each in evaluation.themes if each.name.en or each.name.fr]
    if named:
        yield Phrase("briefing.spoken_of", {"themes": named[:MOST_THEMES]})


def _page(context: Context, session: Session) -> Phrase:
    return Phrase("briefing.page", {"link": f"{context.setup.public_url}/s/{session.id}"})


def _number(many: int) -> Both:
    """A number as it may be told."""
    few = 0 < many < FEWEST
    return texts.both(Phrase("pilot.few") if few else Phrase("pilot.number", {"many": many}))
