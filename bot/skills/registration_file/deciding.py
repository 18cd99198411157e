"""What an organiser decides about a file that was shown, and what becomes of it if nobody does."""

import re
from dataclasses import replace

from bot.context import Context, Turn, merge
from bot.documents.answers import Field, recognised
from bot.errors import Refusal
from bot.model.importing import Import, Step
from bot.model.outcome import Answer, Outcome
from bot.model.session import Session
from bot.planning.drafts import noted
from bot.registering.taking import must_be_open
from bot.skills.registration_file import card, errands

SAID = re.compile(r"\s*(?P<title>[^=]+?)\s*=\s*(?P<field>[^=]+?)\s*")
BETWEEN = re.compile(r"[;\n]")
MOST_SAID = 20


def go(turn: Turn) -> Outcome:
    """The people are registered, piece by piece."""
    taking = _of_card(turn)
    if "go" not in card.buttons(taking):
        return show(turn)
    session = turn.context.view.get(Session, taking.session)
    if session is None:
        raise Refusal("turn.card_unknown")
    must_be_open(turn.context, session)
    filing = taking.changed(step=Step.FILING, counts={}, filed=0)
    audit = noted(turn, "registration.imported", f"session/{session.id}")
    outcome = _shown(turn, filing)
    return replace(
        outcome,
        saves=(*outcome.saves, filing, audit),
        sends=(errands.files(turn.context, filing),),
    )


def look_again(turn: Turn) -> Outcome:
    """The file is looked at once more, with what was said of its columns."""
    taking = _of_card(turn)
    if "look_again" not in card.buttons(taking):
        return show(turn)
    columns = {**taking.columns, **_columns(turn.press.fields.get(card.FIELD, ""))}
    ready = taking.changed(step=Step.READING, looks=taking.looks + 1, columns=columns, problem="")
    outcome = _shown(turn, ready)
    return replace(
        outcome,
        saves=(*outcome.saves, ready),
        sends=(errands.looks(turn.context, ready),),
    )


def stop(turn: Turn) -> Outcome:
    """Nothing is changed, and the file is taken away."""
    taking = _of_card(turn)
    if "stop" not in card.buttons(taking):
        return show(turn)
    stopped = taking.changed(step=Step.STOPPED, ended=turn.context.now, problem="", counts={})
    outcome = _shown(turn, stopped)
    return replace(
        outcome,
        saves=(*outcome.saves, stopped),
        sends=(errands.removes(turn.context, stopped),),
    )


def show(turn: Turn) -> Outcome:
    """How the file of the card stands."""
    return _shown(turn, _of_card(turn))


def waits(turn: Turn) -> bool:
    """Whether there is still something to press."""
    return bool(card.buttons(_of_card(turn)))


def due(context: Context) -> Outcome:
    """Files that nobody decided about within a day are taken away."""
    late = tuple(context.view.between(Import, "open_until", None, context.now))
    return merge(*(_given_up(context, each) for each in late))


def _given_up(context: Context, taking: Import) -> Outcome:
    counts = taking.counts if taking.step is Step.FILING else {}
    stopped = taking.changed(step=Step.STOPPED, ended=context.now, problem="", counts=counts)
    told = card.told(context, stopped) if taking.step is Step.SHOWN else ()
    return Outcome(saves=(stopped,), sends=(errands.removes(context, stopped), *told))


def _shown(turn: Turn, taking: Import) -> Outcome:
    """How the file stands, in the place of its card."""
    words = card.said(turn.context, taking, turn.languages)
    rendered = card.rendered(turn.context, taking, turn.languages)
    answer = Answer(words, rendered, replaces=card.ref_of(taking))
    return Outcome(saves=(card.waiting(turn.context, taking),), answer=answer)


def _columns(said: str) -> dict[str, Field]:
    """What was said of columns: “Courriel = address; Ville = aside”.

    Raises Refusal for what cannot be read, or is nothing that is looked for.
    """
    parts = [part for part in BETWEEN.split(said) if part.strip()][:MOST_SAID]
    if not parts:
        raise Refusal(f"{card.SKILL}.which_columns")
    return dict(_column(part) for part in parts)


def _column(said: str) -> tuple[str, Field]:
    found = SAID.fullmatch(said)
    if found is None:
        raise Refusal(f"{card.SKILL}.which_columns")
    known = recognised((found["field"],), ()).titles
    if not known:
        raise Refusal(f"{card.SKILL}.which_field", said=found["field"])
    return found["title"].strip('“”«»" \u00a0'), next(iter(known))


def _of_card(turn: Turn) -> Import:
    """The file of the pressed card."""
    return turn.of_card(Import, "import")
