"""A step of the test passed, or failed with a note; somebody sees to what failed."""

from dataclasses import replace

from bot.context import Turn, undoable
from bot.errors import Refusal
from bot.hosting import testing
from bot.hosting.open_points import owner_of
from bot.hosting.rows import called
from bot.hosting.who import address_of
from bot.model.outbox import Sending
from bot.model.outcome import Outcome
from bot.model.platform_test import PlatformTest, Tested, TestStep
from bot.model.session import Session
from bot.model.words import Phrase
from bot.posts import Note, to_person
from bot.questions.after import After
from bot.skills.platform_test import showing
from bot.skills.platform_test.showing import NAME

LONGEST = 300
"""A note is a sentence or two; a longer one has its end cut off."""


def passed(turn: Turn) -> Outcome:
    """The step that is named works."""
    found = _named(turn)
    if isinstance(found, Outcome):
        return found
    session, step = found
    return _marked(turn, session, step, _result(turn, session, step, passed=True), "passed")


def failed(turn: Turn) -> Outcome:
    """The step that is named does not work; what happened is asked for where it is not said."""
    found = _named(turn)
    if isinstance(found, Outcome):
        return found
    session, step = found
    if not _note(turn):
        known = {**turn.slots, "session": session.id, "test": step.id}
        return replace(turn, slots=known).ask("told", f"{NAME}.what_happened", step=step)
    result = _result(turn, session, step, passed=False)
    outcome = _marked(turn, session, step, result, "failed")
    return replace(outcome, sends=_told(turn, session, step, result))


def assign(turn: Turn) -> Outcome:
    """Somebody sees to a step that failed, and is told."""
    found = _named(turn)
    if isinstance(found, Outcome):
        return found
    session, step = found
    result = testing.test_of(turn.context, session).result(step.id)
    if result is None or result.passed:
        raise Refusal(f"{NAME}.not_failed", step=step, session=session)
    written = str(turn.slots.get("assignee", ""))
    if not written:
        known = {**turn.slots, "session": session.id, "test": step.id}
        return replace(turn, slots=known).ask("assignee", f"{NAME}.who", step=step)
    now = replace(result, owner=address_of(turn, written))
    outcome = _marked(turn, session, step, now, "assigned")
    return replace(outcome, sends=_told(turn, session, step, now))


def _named(turn: Turn) -> tuple[Session, TestStep] | Outcome:
    session = showing.meant(turn)
    if isinstance(session, Outcome):
        return session
    number = str(turn.slots.get("test", "")).strip(" #.")
    return (session, step_of(turn, number)) if number else turn.ask("test", f"{NAME}.which")


def step_of(turn: Turn, number: str) -> TestStep:
    """The step with this number; raises Refusal if there is none."""
    if not number:
        raise Refusal(f"{NAME}.which")
    step = testing.steps_of(turn.context).step(number.lstrip("0"))
    if step is None:
        raise Refusal(f"{NAME}.no_such_step", named=number[:80])
    return step


def _note(turn: Turn) -> str:
    press = turn.incoming.press
    said = press.fields.get("note", "") if press else str(turn.slots.get("told") or "")
    return " ".join(said.split())[:LONGEST]


def _result(turn: Turn, session: Session, step: TestStep, *, passed: bool) -> Tested:
    """What came of the step; a note stays until there is another."""
    before = testing.test_of(turn.context, session).result(step.id)
    owner = "" if passed else (before.owner if before else "")
    owner = owner if passed or owner else owner_of(turn.context, session, turn.address)
    return Tested(
        step=step.id,
        passed=passed,
        at=turn.context.now,
        by=turn.address,
        note=_note(turn) or (before.note if before else ""),
        owner=owner,
    )


def _marked(turn: Turn, session: Session, step: TestStep, result: Tested, said: str) -> Outcome:
    """The result kept, undoable, and how the test stands with it."""
    before = testing.test_of(turn.context, session)
    after = before.with_(result)
    undo = undoable(turn, turn.words(f"{NAME}.undo", step=step, session=session), (before, after))
    saves = (after, undo)
    seen = After(turn.context.view, Outcome(saves=saves))
    context = replace(turn.context, view=seen)
    facts = showing.facts_of(context, session, ()) | {
        "step": step,
        "result": result,
        "owner": called(turn.context, result.owner),
    }
    return Outcome(saves=saves, answer=turn.reply(f"{NAME}.{said}", **facts))


def _told(turn: Turn, session: Session, step: TestStep, result: Tested) -> tuple[Sending, ...]:
    """Word to whoever sees to it, unless it is who said so."""
    if result.owner == turn.address:
        return ()
    facts = {"session": session, "step": step, "result": result}
    words = Phrase(f"{NAME}.yours", facts)
    key = f"platform_test/{turn.context.id_for(f'{NAME}/yours')}"
    subject = Phrase(f"{NAME}.yours_subject", facts)
    note = Note(key, words, subject, words, f"session/{session.id}")
    return (to_person(turn.context, result.owner, note),)


def pressed_passed(turn: Turn) -> Outcome:
    """The step chosen on the card works; the card goes on."""
    session, step = _chosen(turn)
    return _again(turn, session, _result(turn, session, step, passed=True))


def pressed_failed(turn: Turn) -> Outcome:
    """The step chosen on the card does not work; the card goes on."""
    session, step = _chosen(turn)
    result = _result(turn, session, step, passed=False)
    outcome = _again(turn, session, result)
    return replace(outcome, sends=_told(turn, session, step, result))


def pressed_rest(turn: Turn) -> Outcome:
    """Every step that was not tried yet works; what failed stays so."""
    session = showing.session_of(turn)
    test = testing.test_of(turn.context, session)
    rest = (e for e in testing.steps_of(turn.context).steps if test.result(e.id) is None)
    return _again(
        turn,
        session,
        *(Tested(step=each.id, passed=True, at=turn.context.now, by=turn.address) for each in rest),
    )


def _chosen(turn: Turn) -> tuple[Session, TestStep]:
    return showing.session_of(turn), step_of(turn, turn.press.fields.get("step", ""))


def _again(turn: Turn, session: Session, *results: Tested) -> Outcome:
    """The results kept, undoable, and the card with them."""
    before: PlatformTest = testing.test_of(turn.context, session)
    after = before.with_(*results)
    undo = undoable(turn, turn.words(f"{NAME}.undo_pressed", session=session), (before, after))
    saves = (after, undo)
    view = After(turn.context.view, Outcome(saves=saves))
    outcome = showing.again(replace(turn, context=replace(turn.context, view=view)))
    return replace(outcome, saves=(*saves, *outcome.saves))
