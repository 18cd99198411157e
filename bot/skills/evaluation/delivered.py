"""Responses as a file or a flow brings them; who gave them is not kept.

A response is known by its form and number. The same words under the same number are the same
response, whichever way they came.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from bot import texts
from bot.context import Context, Turn, merge
from bot.documents.evaluation import answers_of, told_mark
from bot.model.evaluation import SKILL, Evaluated, Evaluation, EvaluationForm, mark
from bot.model.outbox import Errand, Sending
from bot.model.outcome import Answer, Outcome
from bot.model.report_file import REPORTS
from bot.model.session import Phase, Session
from bot.model.words import LANGUAGES, Phrase

BROUGHT = ("new", "changed", "same")
Facts = Mapping[str, Any]


def deliver(turn: Turn) -> Outcome:
    """What became of each response, counted; or of the one that a flow posts."""
    delivery = turn.incoming.delivery
    assert delivery is not None
    facts = delivery.facts
    if "requests" not in facts:
        return _posted(turn.context, facts)
    session = str(facts["session"])
    form = _form(turn.context, session, facts["form"], facts["titles"])
    counted, saves = _taken(turn.context, form, facts["requests"])
    words = turn.words("attendance.brought", **{name: counted[name] for name in BROUGHT})
    return Outcome(
        saves=(form, *_begun(turn.context, session), *saves), answer=Answer(words, facts=counted)
    )


def _posted(context: Context, facts: Facts) -> Outcome:
    """A response that a flow posts, whose questions are known by their keys."""
    session = context.view.get(Session, facts["session"])
    if session is None or session.phase in (Phase.DRAFT, Phase.CANCELLED):
        why = texts.render_in(Phrase("sessions.unknown", {"named": facts["session"]}), LANGUAGES)
        return Outcome(answer=Answer(facts={"result": "refused", "why": why}))
    told = answers_of(facts["answers"])
    if not any(told.values()):
        return Outcome(answer=Answer(facts={"result": "same"}))
    form = _form(context, session.id, mark(facts["form_id"]), tuple(told))
    answers = tuple(told.get(each, "") for each in form.titles)
    number = facts["response_id"]
    request = {"number": number, "answers": answers, "language": None}
    counted, saves = _taken(context, form, [{**request, "told": told_mark(number, answers)}])
    result = next(name for name in BROUGHT if counted[name])
    saved = (form, *_begun(context, session.id), *saves)
    return Outcome(saves=saved, answer=Answer(facts={"result": result}))


def _form(context: Context, session: str, name: str, titles: Sequence[str]) -> EvaluationForm:
    """The form; questions that it had not asked before come last."""
    key = f"{session}/{name}"
    known = context.view.get(EvaluationForm, key)
    before = known.titles if known else ()
    fresh = tuple(each for each in titles if each not in before)
    return EvaluationForm(key=key, session=session, titles=(*before, *fresh))


def _begun(context: Context, session: str) -> tuple[Evaluation, ...]:
    """The evaluation of the session, not counted yet, where there is none."""
    known = context.view.get(Evaluation, session)
    return () if known else (Evaluation(session=session, at=context.now),)


def _taken(
    context: Context, form: EvaluationForm, requests: Sequence[Facts]
) -> tuple[Counter[str], list[Evaluated]]:
    counted: Counter[str] = Counter()
    saves = []
    for each in requests:
        now = _response(form, each)
        known = context.view.get(Evaluated, now.key)
        if known is None and context.view.count(Evaluated, "told_in", now.told_in):
            known = now
        counted["new" if known is None else "same" if now == known else "changed"] += 1
        saves += [now] if now != known else []
    return counted, saves


def _response(form: EvaluationForm, told: Facts) -> Evaluated:
    return Evaluated(
        key=f"{form.session}/{mark(form.key, told['number'])}",
        session=form.session,
        form=form.key,
        told=told["told"],
        answers=tuple(told["answers"]),
        language=told["language"],
    )


def due(context: Context) -> Outcome:
    """Evaluations with answers that are not counted yet, as a flow brings them."""
    found = context.view.find(Evaluation, "all", SKILL)
    return merge(*(_counting(context, each) for each in found))


def _counting(context: Context, evaluation: Evaluation) -> Outcome:
    session = evaluation.session
    many = context.view.count(Evaluated, "session", session)
    key = f"{SKILL}/{session}/{many}"
    if many == evaluation.answers or context.view.get(Sending, key) is not None:
        return Outcome()
    errand = Errand("count", {"what": SKILL, "session": session})
    counting = Sending(key=key, door=REPORTS, to=SKILL, content=errand, created=context.now)
    return Outcome(sends=(counting,))
