"""An evaluation in words: what an export would bring, what it brought, what people answered."""

import cards
from bot import sessions, texts
from bot.attending.groups import FEWEST
from bot.context import Context, Turn
from bot.evaluating.telling import SHOWN, levels, numbers, spoken
from bot.model.evaluation import SKILL, Evaluation
from bot.model.outcome import Answer, Outcome
from bot.model.report_file import ReportFile
from bot.model.session import Session
from bot.model.words import Phrase
from bot.registering.counting import PICTURE
from bot.reporting.card import rows
from bot.reporting.kind import Kind

BROUGHT = ("new", "changed", "same")


def show(turn: Turn) -> Outcome:
    """What people answered about a session, as last counted."""
    session = sessions.held(turn)
    if isinstance(session, Outcome):
        return session
    evaluation = turn.context.view.get(Evaluation, session.id)
    if evaluation is None or not evaluation.answers:
        return turn.say(f"{SKILL}.none", session=session)
    words = texts.join(
        [
            "\n".join(texts.render(each, language) for each in _told(turn.context, evaluation))
            for language in turn.languages
        ]
    )
    found = pictured(turn.context, evaluation)
    if found is None:
        return Outcome(answer=Answer(words))
    facts = {
        "said": words,
        "picture": f"{found[0]}?lang={turn.language}",
        "alt": turn.words(found[1].key, **found[1].facts),
    }
    return Outcome(answer=Answer(words, cards.render("counts", "", turn.languages, facts)))


def _told(context: Context, evaluation: Evaluation) -> list[Phrase]:
    session = context.view.get(Session, evaluation.session)
    head = Phrase(f"{SKILL}.heading", {"session": session})
    return [head, *numbers(context, evaluation), *spoken(evaluation)]


def foreseen(context: Context, file: ReportFile) -> list[Phrase]:
    """What an export asks, and what it would bring."""
    found = {name: value for name, value in file.found.items() if name != "told"}
    counts = {name: file.counts.get(name, 0) for name in BROUGHT}
    session = context.view.get(Session, file.session)
    facts = {**found, **counts, "file": file.name, "session": session}
    lines = [Phrase(f"{SKILL}.foreseen", facts)]
    lines += [Phrase(f"{SKILL}.cut", facts)] if found["cut"] else []
    return [*lines, *rows(file.rows, found["refused"])]


def done(context: Context, file: ReportFile) -> list[Phrase]:
    """What an export brought, and what all answers come to now."""
    evaluation = context.view.get(Evaluation, file.session)
    counts = {name: file.counts.get(name, 0) for name in BROUGHT}
    lines = [Phrase(f"{SKILL}.done", {"file": file.name, **counts})]
    return [*lines, *(_told(context, evaluation) if evaluation else [])]


def pictured(context: Context, evaluation: Evaluation) -> tuple[str, Phrase] | None:
    """The address of the picture of the overall rating, and what it shows; None for too few."""
    whole = evaluation.overall
    if whole is None or whole.answers < FEWEST:
        return None
    facts = {"levels": levels(whole), "answers": whole.answers}
    name = f"{PICTURE}{SHOWN}{evaluation.session}"
    return context.link(name), Phrase(f"{SKILL}.alt", facts)


def picture(context: Context, file: ReportFile) -> tuple[str, Phrase] | None:
    """The picture beside an export that was taken in."""
    evaluation = context.view.get(Evaluation, file.session)
    return pictured(context, evaluation) if evaluation else None


KIND = Kind(
    what=SKILL,
    skill=SKILL,
    intent="evaluation.import",
    names=("evaluation évaluation", "survey sondage", "feedback rétroaction"),
    shown=foreseen,
    done=done,
    picture=picture,
)
