"""The team says what a form is for, on its card or in words; what waited is then filed."""

from collections import Counter
from collections.abc import Sequence
from itertools import islice

from bot import sessions
from bot.context import Context, Turn, merge
from bot.errors import Refusal
from bot.model.forms import EACH, Form, Response
from bot.model.outbox import Sending
from bot.model.outcome import Answer, Outcome
from bot.model.session import Session
from bot.model.words import LANGUAGES
from bot.planning.drafts import noted
from bot.skills.forms import card
from bot.skills.forms.delivered import refusals
from bot.skills.forms.filing import SESSION, filed, is_open, is_ready

AT_ONCE = 50
"""Responses that are filed in a turn; what is left follows with the next minute."""


def save(turn: Turn) -> Outcome:
    """The form as the team says on its card, and the first of those that waited filed."""
    form = _form(turn)
    if is_ready(turn.context, form):
        return show(turn)
    said = turn.press.fields
    waiting = card.waiting_for(turn.context, form)
    fields = card.fields_of(form, waiting, said)
    spoken = [each for each in LANGUAGES if each == said.get("language")]
    now = form.changed(
        session=_session(turn, said.get(SESSION, "")),
        fields=fields,
        language=spoken[0] if spoken else form.language,
    )
    return _settled(turn, now)


def _session(turn: Turn, said: str) -> str:
    """The session that was chosen; without a choice, the only one there is."""
    coming = [each.id for each in card.coming(turn.context)]
    if said == EACH or said in coming:
        return said
    if said or len(coming) != 1:
        raise Refusal("forms.which_session")
    return coming[0]


def _settled(turn: Turn, form: Form) -> Outcome:
    _must_be_whole(form)
    outcome = file_some(turn.context, form)
    audit = noted(turn, "form.settled", f"form/{form.number}")
    said = turn.words("forms.settled", **_facts(turn.context, form, outcome))
    answer = Outcome(answer=Answer(said, replaces=card.ref_of(form)))
    return merge(Outcome(saves=(form, audit)), outcome, answer)


def _must_be_whole(form: Form) -> None:
    """Raises Refusal where it is not clear who registers, or for what."""
    counted = Counter(form.fields.values())
    if not counted["address"]:
        raise Refusal("forms.no_address")
    if form.session == EACH and not counted[SESSION]:
        raise Refusal("forms.no_session")
    twice = [what for what, count in counted.items() if count > 1]
    if twice:
        raise Refusal("forms.twice", what=card.label(twice[0]))


def _facts(context: Context, form: Form, outcome: Outcome) -> dict[str, object]:
    filed_now = len(outcome.removes)
    return {
        "form": form,
        "session": context.view.get(Session, form.session),
        "filed": filed_now,
        "left": context.view.count(Response, "form", form.id) - filed_now,
    }


def file_some(context: Context, form: Form) -> Outcome:
    """The first responses that wait, filed in their order."""
    waiting = list(islice(context.view.oldest(Response, "form", form.id), AT_ONCE))
    found = filed(context, form, waiting)
    told = Outcome(removes=tuple(waiting), sends=refusals(context, form, found))
    return merge(found.outcome, told)


def due(context: Context) -> Outcome:
    """The next responses of forms that are settled; the question for those that are not."""
    forms = context.view.find(Form, "all", "form")
    owing = [each for each in forms if context.view.count(Response, "form", each.id)]
    return merge(*(_owed(context, each) for each in owing))


def _owed(context: Context, form: Form) -> Outcome:
    if is_ready(context, form):
        return file_some(context, form)
    asked = card.asks(context, form, card.waiting_for(context, form))
    return Outcome(sends=tuple(each for each in asked if not _known(context, each.key)))


def _known(context: Context, key: str) -> bool:
    return context.view.get(Sending, key) is not None


def for_session(turn: Turn) -> Outcome:
    """“the form is for session 3”: the form that waits, or the one there is, is for that one."""
    form = _meant(turn)
    session = sessions.meant(turn)
    if isinstance(session, Outcome):
        return session
    if not is_open(turn.context, session):
        raise Refusal("registration.over", session=session)
    waiting = card.waiting_for(turn.context, form)
    fields = card.fields_of(form, waiting, {}) if waiting else form.fields
    return _settled(turn, form.changed(session=session.id, fields=fields))


def _meant(turn: Turn) -> Form:
    forms = turn.context.view.find(Form, "all", "form")
    open_ones = [each for each in forms if not is_ready(turn.context, each)]
    found: Sequence[Form] = open_ones or forms
    if len(found) == 1:
        return found[0]
    raise Refusal("forms.which" if found else "forms.none")


def show(turn: Turn) -> Outcome:
    """The card of the form as it stands: the question, or what was said."""
    form, context = _form(turn), turn.context
    if is_ready(context, form):
        return turn.say("forms.known", form=form, session=context.view.get(Session, form.session))
    waiting = card.waiting_for(context, form)
    return Outcome(answer=Answer(card=card.rendered(context, form, waiting, turn.languages)))


def _form(turn: Turn) -> Form:
    return turn.of_card(Form, "form")
