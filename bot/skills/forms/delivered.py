"""A response to a form, as a flow brings it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot import texts
from bot.context import Context, Turn
from bot.model.forms import Form, Response
from bot.model.outbox import Sending
from bot.model.outcome import Answer, Outcome
from bot.model.words import LANGUAGES, Phrase
from bot.posts import Note, to_space
from bot.skills.forms import card
from bot.skills.forms.filing import Filed, filed, is_ready
from bot.texts.moments import local

HELD = "held"
REFUSED = "refused"


def deliver(turn: Turn) -> Outcome:
    """What became of the response, for the flow that brought it.

    It waits while the team has not said what its form is for, and behind those that wait already.
    Where the session of the form is over, the team is asked again.
    """
    assert turn.incoming.delivery is not None
    context, response = turn.context, _response(turn, turn.incoming.delivery.facts)
    form = context.view.get(Form, response.form)
    if form is None:
        return _met(turn, response)
    if form.session and not is_ready(context, form):
        return _held(turn, form.changed(session="", asked=form.asked + 1), response)
    if not form.session or context.view.count(Response, "form", form.id):
        return _answered({"result": HELD}, Outcome(saves=(response,)))
    return _taken(context, form, response)


def _response(turn: Turn, facts: Mapping[str, Any]) -> Response:
    return Response(
        form=facts["form_id"],
        number=facts["response_id"],
        told=facts["answers"],
        at=turn.context.now,
    )


def _met(turn: Turn, response: Response) -> Outcome:
    """The first response of a form: the team is asked what the form is for."""
    counter = turn.context.next("forms")
    form = Form(id=response.form, number=str(counter.last), seen=turn.context.now)
    held = _held(turn, form, response)
    return replace(held, saves=(counter, *held.saves))


def _held(turn: Turn, form: Form, response: Response) -> Outcome:
    sends = card.asks(turn.context, form, [response])
    return _answered({"result": HELD}, Outcome(saves=(form, response), sends=sends))


def _taken(context: Context, form: Form, response: Response) -> Outcome:
    found = filed(context, form, [response])
    result = found.results[response.number]
    if isinstance(result, str):
        return _answered({"result": result}, found.outcome)
    why = texts.render_in(result, LANGUAGES)
    told = Outcome(sends=refusals(context, form, found))
    return _answered({"result": REFUSED, "why": why}, told)


def _answered(facts: Mapping[str, str], outcome: Outcome) -> Outcome:
    return replace(outcome, answer=Answer(facts=facts))


def refusals(context: Context, form: Form, found: Filed) -> tuple[Sending, ...]:
    """Word to the team of a response that could not be taken: of the first, once a day."""
    for number, result in found.results.items():
        if isinstance(result, Phrase):
            facts = {"form": form, "number": number, "why": texts.both(result)}
            phrase = Phrase("forms.refused", facts)
            day = local(context.now).date()
            note = Note(f"{card.ref_of(form)}/refused/{day}", phrase, phrase, phrase)
            return to_space(context, note)
    return ()
