"""What came of an errand about a file."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.context import Context, Turn
from bot.model.importing import AT_ONCE, Import, RefusedRow, Step
from bot.model.outbox import Errand, Sending
from bot.model.outcome import Outcome
from bot.skills.registration_file import card, errands

TO_BE_ASKED = frozenset({"answers.which_address", "answers.no_such_column"})
"""Reasons that a word about the columns may settle."""
Facts = Mapping[str, Any]


def heard(turn: Turn) -> Outcome:
    """What follows: the card, the next piece, or why it goes no further."""
    context = turn.context
    sending = context.view.get(Sending, turn.result.key)
    if sending is None or not isinstance(sending.content, Errand):
        return Outcome()
    errand = sending.content
    taking = context.view.get(Import, str(errand.facts["import"]))
    if taking is None or not _is_awaited(taking, errand):
        return Outcome()
    found = _found(turn.result.facts, taking)
    if "refused" in found:
        return _refused(context, taking, found)
    if errand.verb == "look":
        return _looked(context, taking, found)
    return _filed(context, taking, found) if errand.verb == "file" else Outcome()


def _is_awaited(taking: Import, errand: Errand) -> bool:
    """Whether the file stands where this errand was asked for."""
    if errand.verb == "look":
        return taking.step is Step.READING and errand.facts["look"] == taking.looks
    if errand.verb == "file":
        return taking.step is Step.FILING and errand.facts["first"] == taking.filed
    return taking.step in (Step.ASKED, Step.READING)


def _found(receipt: Mapping[str, str], taking: Import) -> Facts:
    """What was found; without a receipt, the file could not be fetched for too long."""
    if "found" not in receipt:
        return {"refused": f"{card.SKILL}.not_fetched", "facts": {"file": taking.name}}
    found: Facts = json.loads(receipt["found"])
    return found


def _refused(context: Context, taking: Import, found: Facts) -> Outcome:
    """Why it goes no further, or not before a word about the columns."""
    problem = {"problem": found["refused"], "problem_facts": found["facts"]}
    if found["refused"] in TO_BE_ASKED:
        return _told(context, taking.changed(step=Step.SHOWN, **problem))
    over = taking.changed(step=Step.REFUSED, ended=context.now, **problem)
    return _told(context, over, errands.removes(context, over))


def _looked(context: Context, taking: Import, found: Facts) -> Outcome:
    shown = taking.changed(
        step=Step.SHOWN,
        people=found["people"],
        repeated=found["repeated"],
        unknown=tuple(found["unknown"]),
        pieces=found["pieces"],
        counts=found["counts"],
        refused=found["refused_rows"],
        rows=tuple(RefusedRow(**each) for each in found["rows"]),
    )
    return _told(context, shown)


def _filed(context: Context, taking: Import, found: Facts) -> Outcome:
    counts = Counter(taking.counts) + Counter(found["counts"])
    filed = taking.filed + AT_ONCE
    if filed < taking.pieces:
        on = taking.changed(counts=counts, filed=filed)
        return _told(context, on, errands.files(context, on))
    done = taking.changed(counts=counts, filed=filed, step=Step.DONE, ended=context.now)
    outcome = _told(context, done, errands.removes(context, done))
    return replace(outcome, sends=(*outcome.sends, *card.rows(context, done)))


def _told(context: Context, taking: Import, *sends: Sending) -> Outcome:
    """The file as it stands now, kept and shown."""
    saves = (taking, card.waiting(context, taking))
    return Outcome(saves=saves, sends=(*sends, *card.told(context, taking)))
