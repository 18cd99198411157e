"""A thing of a plan is ticked off, opened again, taken off, given to somebody, or put off."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot import texts
from bot.context import Turn, undoable
from bot.errors import Refusal
from bot.hosting import plan
from bot.hosting.rows import far, when
from bot.hosting.who import address_of
from bot.model.outcome import Outcome
from bot.model.plan import Item, Lead, Plan
from bot.model.words import Phrase
from bot.posts import Note, to_person
from bot.questions.after import After
from bot.skills.plan import showing
from bot.skills.plan.naming import Chosen, chosen, item_of


def done(turn: Turn) -> Outcome:
    """The thing that is named, ticked off."""
    found = chosen(turn, str(turn.slots.get("text") or turn.slots.get("item") or ""))
    return found if isinstance(found, Outcome) else _ticked(turn, found)


def _ticked(turn: Turn, found: Chosen) -> Outcome:
    if found.item.done:
        return turn.say("plan.already", row=found.row(turn.context), session=found.session)
    if found.watched:
        return _seen_by_itself(turn, found)
    item = replace(found.item, done=turn.context.now, done_by=turn.address)
    return _changed(turn, found, found.plan.with_(item), "ticked")


def _seen_by_itself(turn: Turn, found: Chosen) -> Outcome:
    """What the bot sees by itself: that it is done, or how it gets done."""
    assert found.session is not None
    every = plan.due(turn.context, found.session)
    is_done = any(each.done for each in every if each.item.id == found.item.id)
    row = found.row(turn.context)
    if is_done:
        return turn.say("plan.seen", row=row)
    hint = texts.both(Phrase(f"plan_hints.{found.item.name}", {"session": found.session}))
    return turn.say("plan.not_seen", row=row, session=found.session, hint=hint)


def pressed_done(turn: Turn) -> Outcome:
    """The thing chosen on the card, ticked off; the card goes on."""
    page = showing.page_of(turn)
    if page.session is None:
        return showing.again(turn)
    whole = plan.plan_of(turn.context, page.session)
    item = item_of(whole, turn.press.fields.get("item", ""))
    if item.done:
        return showing.again(turn)
    after = whole.with_(replace(item, done=turn.context.now, done_by=turn.address))
    saved = Outcome(saves=(after,))
    seen = replace(turn, context=replace(turn.context, view=After(turn.context.view, saved)))
    outcome = showing.again(seen)
    return replace(outcome, saves=(after, *outcome.saves))


def reopen(turn: Turn) -> Outcome:
    """A thing that was ticked off, open again."""
    found = chosen(turn, str(turn.slots.get("item", "")))
    if isinstance(found, Outcome):
        return found
    if found.watched:
        return _seen_by_itself(turn, found)
    item = replace(found.item, done=None, done_by="")
    return _changed(turn, found, found.plan.with_(item), "reopened")


def remove(turn: Turn) -> Outcome:
    """A thing taken off a plan."""
    found = chosen(turn, str(turn.slots.get("item", "")))
    if isinstance(found, Outcome):
        return found
    return _changed(turn, found, found.plan.without(found.item.id), "removed")


def assign(turn: Turn) -> Outcome:
    """Somebody does it from now on, or stands in; they are told."""
    found = chosen(turn, str(turn.slots.get("item", "")))
    if isinstance(found, Outcome):
        return found
    written = str(turn.slots.get("assignee", ""))
    if not written:
        return turn.ask("assignee", "plan.who", row=found.row(turn.context))
    address = address_of(turn, written)
    part = "stand_in" if turn.slots.get("as") else "owner"
    after = replace(found, item=_with(found.item, part, address))
    outcome = _changed(turn, after, found.plan.with_(after.item), f"{part}_is")
    if address == turn.address or found.session is None:
        return outcome
    return replace(outcome, sends=(to_person(turn.context, address, _note(turn, after, part)),))


def _with(item: Item, part: str, address: str) -> Item:
    """The item with its owner or its stand-in; nobody stands in for themselves."""
    if part == "stand_in":
        return replace(item, stand_in=address)
    return replace(item, owner=address, stand_in="" if item.stand_in == address else item.stand_in)


def _note(turn: Turn, found: Chosen, part: str) -> Note:
    row = found.row(turn.context)
    facts = {"row": row, "session": found.session, "part": part, "at": when(row)}
    words = Phrase("plan.yours", facts)
    return Note(
        key=f"plan/{turn.context.id_for('plan/yours')}",
        words=words,
        subject=Phrase("plan.yours_subject", facts),
        letter=words,
        about=f"session/{found.session.id}" if found.session else "",
    )


def move(turn: Turn) -> Outcome:
    """A thing due at another moment, as far from the session as that is."""
    found = chosen(turn, str(turn.slots.get("item", "")))
    if isinstance(found, Outcome):
        return found
    lead = _lead(turn, found)
    if lead is None:
        return turn.ask("when", "plan.until_when", row=found.row(turn.context))
    after = replace(found, item=replace(found.item, lead=lead))
    return _changed(turn, after, found.plan.with_(after.item), "moved")


def _lead(turn: Turn, found: Chosen) -> Lead | None:
    """The new distance: as it is said, moved by so much, or that of the day which is named."""
    said, by, when = (turn.slots.get(name) for name in ("lead", "shift", "when"))
    if said:
        return lead_of(str(said))
    if by:
        return _shifted(found.item.lead, lead_of(str(by)))
    if not when or found.session is None:
        return None
    moment = datetime.fromisoformat(str(when))
    if "T" in str(when):
        minutes = (moment - found.session.starts) // timedelta(minutes=1)
        if abs(minutes) < 24 * 60:
            return Lead("start", minutes)
    return plan.lead_to(turn.context.team, found.session, moment.date())


def lead_of(said: str) -> Lead:
    """``days -5``, ``start -30`` or ``end 5``."""
    unit, _, count = said.partition(" ")
    if unit == "days":
        return Lead("days", int(count))
    return Lead("end" if unit == "end" else "start", int(count))


def _shifted(lead: Lead, by: Lead) -> Lead:
    if lead.of_the_day != by.of_the_day:
        raise Refusal("plan.other_scale")
    return replace(lead, count=lead.count + by.count)


def _changed(turn: Turn, found: Chosen, after: Plan, said: str) -> Outcome:
    """The plan as it is now, undoable, and what was done to it."""
    row = found.row(turn.context)
    facts = {"row": row, "session": found.session, "far": far(row.lead)}
    if found.session is None:
        undo = turn.words("plan.undo_template", **facts)
        answer = turn.reply(f"plan.{said}_template", **facts)
    else:
        facts["at"] = when(row)
        undo = turn.words("plan.undo", **facts)
        answer = turn.reply(f"plan.{said}", **facts)
    saves = (after, undoable(turn, undo, (_before(turn, found), after)))
    return Outcome(saves=saves, answer=answer)


def _before(turn: Turn, found: Chosen) -> Plan:
    if found.session is None:
        return plan.template(turn.context)
    return plan.plan_of(turn.context, found.session)
