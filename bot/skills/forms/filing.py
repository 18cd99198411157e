"""Responses to a form that is known become registrations."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import cast

from bot.context import Context, merge
from bot.documents.answers import Columns, Entry, Field, entry_of
from bot.errors import Refusal
from bot.model.forms import EACH, Form, Response
from bot.model.outcome import Outcome
from bot.model.registration import Registration
from bot.model.session import Phase, Session
from bot.model.words import Phrase
from bot.registering import taking
from bot.registering.request import OWN, Request

SESSION = "session"
A_NUMBER = re.compile(r"(?<!\d)\d{1,6}(?!\d)")


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of responses, each by its number: a result, or why it was refused."""

    outcome: Outcome = field(default_factory=Outcome)
    results: Mapping[str, str | Phrase] = field(default_factory=dict)


def is_ready(context: Context, form: Form) -> bool:
    """Whether responses can be filed: the team has said what the form is for, and that is open."""
    if form.session in ("", EACH):
        return form.session == EACH
    session = context.view.get(Session, form.session)
    return session is not None and is_open(context, session)


def is_open(context: Context, session: Session) -> bool:
    """Whether people can still register for it."""
    return session.phase not in (Phase.CANCELLED, Phase.HELD) and session.ends > context.now


def filed(context: Context, form: Form, responses: Sequence[Response]) -> Filed:
    """All responses, in their order; somebody who had answered the same before is the same."""
    results: dict[str, str | Phrase] = {}
    wishes: list[tuple[str, Request]] = []
    for each in responses:
        if context.view.count(Registration, "response", each.ref):
            results[each.number] = "same"
            continue
        try:
            wishes.append((_session(form, each), _request(form, each)))
        except Refusal as refusal:
            results[each.number] = Phrase(refusal.key, refusal.facts)
    outcomes = []
    for session, group in groupby(wishes, key=lambda wish: wish[0]):
        requests = [request for _, request in group]
        taken = _taken(context, session, requests)
        outcomes.append(taken.outcome)
        results |= taken.results
    return Filed(merge(*outcomes), results)


def _taken(context: Context, number: str, requests: Sequence[Request]) -> Filed:
    numbers = [each.response.rpartition("/")[2] for each in requests]
    session = context.view.get(Session, number)
    if session is None:
        why = Phrase("sessions.unknown", {"named": number})
        return Filed(results=dict.fromkeys(numbers, why))
    try:
        taken = taking.take_all(context, session, requests)
    except Refusal as refusal:
        why = Phrase(refusal.key, refusal.facts)
        return Filed(results=dict.fromkeys(numbers, why))
    outcome = merge(*(each.outcome for each in taken))
    results = {name: each.result for name, each in zip(numbers, taken, strict=True)}
    return Filed(outcome, cast("Mapping[str, str | Phrase]", results))


def _session(form: Form, response: Response) -> str:
    """The number of the session: the form's, or the one that stands in the response."""
    if form.session != EACH:
        return form.session
    asked = [key for key, what in form.fields.items() if what == SESSION]
    said = response.told.get(asked[0], "") if asked else ""
    found = A_NUMBER.search(said)
    if found is None:
        raise Refusal("sessions.unknown", named=said[:80])
    return found[0].lstrip("0") or "0"


def _request(form: Form, response: Response) -> Request:
    found = entry_of(response.told, columns(form.fields))
    if not isinstance(found, Entry):
        raise Refusal(found.why.key, **found.why.facts)
    own = {name: getattr(found, name) for name in OWN}
    own["language"] = own["language"] or form.language
    at = found.at or response.at
    return Request(
        address=found.address,
        came="form",
        response=response.ref,
        origin=found.origin,
        at=at,
        **own,
    )


def columns(fields: Mapping[str, str]) -> Columns:
    """What stands under which key; times are in UTC, as Power Automate gives them."""
    return Columns.of(dict(_known(fields)), zone="UTC")


def _known(fields: Mapping[str, str]) -> Iterator[tuple[str, Field]]:
    for key, what in fields.items():
        if what != SESSION:
            yield key, cast("Field", what)
