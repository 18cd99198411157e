"""What an organiser decides about a report that was shown, and what follows one thing done."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.context import Context, Turn, merge
from bot.model.importing import RefusedRow, Step
from bot.model.outbox import Errand, Sending
from bot.model.outcome import Answer, Outcome
from bot.model.report_file import AT_ONCE, ReportFile
from bot.planning.drafts import noted
from bot.reporting import card, errands
from bot.reporting.kind import Kind

Facts = Mapping[str, Any]


def go(kind: Kind, turn: Turn) -> Outcome:
    """What is in the report is taken in, piece by piece."""
    file = of_card(turn)
    if file.step is not Step.SHOWN:
        return shown(kind, turn, file)
    filing = file.changed(step=Step.FILING, counts={}, filed=0)
    audit = noted(turn, f"{kind.what}.imported", f"session/{file.session}")
    outcome = shown(kind, turn, filing)
    return replace(
        outcome,
        saves=(*outcome.saves, filing, audit),
        sends=(errands.files(kind, turn.context, filing),),
    )


def stop(kind: Kind, turn: Turn) -> Outcome:
    """Nothing is changed, and the file is taken away."""
    file = of_card(turn)
    if file.step is not Step.SHOWN:
        return shown(kind, turn, file)
    stopped = file.changed(step=Step.STOPPED, counts={})
    outcome = shown(kind, turn, stopped)
    return replace(
        outcome,
        saves=(*outcome.saves, stopped),
        sends=(errands.removes(kind, turn.context, stopped),),
    )


def shown(kind: Kind, turn: Turn, file: ReportFile) -> Outcome:
    """How the report stands, in the place of its card."""
    words = card.said(kind, turn.context, file, turn.languages)
    rendered = card.rendered(kind, turn.context, file, turn.languages)
    answer = Answer(words, rendered, replaces=card.ref_of(kind, file))
    return Outcome(saves=(card.waiting(kind, turn.context, file),), answer=answer)


def recounted(kind: Kind, turn: Turn, file: ReportFile) -> Outcome:
    """The report once more counted: its card follows, and says what is so now."""
    again = file.changed(counted=file.counted + 1)
    sends = (errands.counts(kind, turn.context, again),)
    return Outcome(saves=(again, card.waiting(kind, turn.context, again)), sends=sends)


def due(kind: Kind, context: Context) -> Outcome:
    """Reports that nobody decided about within a day are taken away."""
    late = tuple(context.view.between(ReportFile, "open_until", None, context.now))
    return merge(*(_given_up(kind, context, each) for each in late if each.what == kind.what))


def _given_up(kind: Kind, context: Context, file: ReportFile) -> Outcome:
    counts = file.counts if file.step is Step.FILING else {}
    stopped = file.changed(step=Step.STOPPED, problem="", counts=counts)
    told = card.told(kind, context, stopped) if file.step is Step.SHOWN else ()
    return Outcome(saves=(stopped,), sends=(errands.removes(kind, context, stopped), *told))


def heard(kind: Kind, turn: Turn) -> Outcome:
    """What follows an errand: the card, the next pieces, or why it goes no further."""
    context = turn.context
    sending = context.view.get(Sending, turn.result.key)
    if sending is None or not isinstance(sending.content, Errand):
        return Outcome()
    errand = sending.content
    file = context.view.get(ReportFile, str(errand.facts["report"]))
    if file is None or not _is_awaited(file, errand):
        return Outcome()
    found = _found(turn.result.facts, file)
    if "refused" in found:
        over = file.changed(
            step=Step.REFUSED, problem=found["refused"], problem_facts=found["facts"]
        )
        return _told(kind, context, over, errands.removes(kind, context, over))
    return _next(kind, context, file, errand.verb, found)


def _next(kind: Kind, context: Context, file: ReportFile, verb: str, found: Facts) -> Outcome:
    if verb == "look":
        return _looked(kind, context, file, found)
    if verb == "file":
        return _filed(kind, context, file, found)
    return _told(kind, context, file.changed(step=Step.DONE)) if verb == "count" else Outcome()


def _is_awaited(file: ReportFile, errand: Errand) -> bool:
    """Whether the report stands where this errand was asked for."""
    if errand.verb == "file":
        return file.step is Step.FILING and errand.facts["first"] == file.filed
    if errand.verb == "count":
        return bool(errand.facts["counted"] == file.counted)
    return file.step in (Step.ASKED, Step.READING)


def _found(receipt: Mapping[str, str], file: ReportFile) -> Facts:
    """What was found; without a receipt, the file could not be fetched for too long."""
    if "found" not in receipt:
        return {"refused": "registration_file.not_fetched", "facts": {"file": file.name}}
    found: Facts = json.loads(receipt["found"])
    return found


def _looked(kind: Kind, context: Context, file: ReportFile, found: Facts) -> Outcome:
    head = {name: value for name, value in found["head"].items() if name != "rows"}
    return _told(
        kind,
        context,
        file.changed(
            step=Step.SHOWN,
            found=head,
            counts=found["counts"],
            pieces=found["pieces"],
            rows=tuple(RefusedRow(**each) for each in found["head"]["rows"]),
        ),
    )


def _filed(kind: Kind, context: Context, file: ReportFile, found: Facts) -> Outcome:
    on = file.changed(
        counts=dict(Counter(file.counts) + Counter(found["counts"])), filed=file.filed + AT_ONCE
    )
    if on.filed < on.pieces:
        return _told(kind, context, on, errands.files(kind, context, on))
    if not kind.counted:
        over = on.changed(step=Step.DONE)
        return _told(kind, context, over, errands.removes(kind, context, over))
    sends = (errands.removes(kind, context, on), errands.counts(kind, context, on))
    return Outcome(saves=(on,), sends=sends)


def _told(kind: Kind, context: Context, file: ReportFile, *sends: Sending) -> Outcome:
    """The report as it stands now, kept and shown."""
    saves = (file, card.waiting(kind, context, file))
    return Outcome(saves=saves, sends=(*sends, *card.told(kind, context, file)))


def of_card(turn: Turn) -> ReportFile:
    """The report of the pressed card."""
    return turn.of_card(ReportFile, "report")
