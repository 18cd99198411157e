"""Things are added to the plan of a session, or to what every session begins with."""

from dataclasses import replace

from bot import sessions
from bot.context import CARD_LIFE, Context, Turn, undoable
from bot.errors import Refusal
from bot.hosting import plan
from bot.hosting.rows import bare, far, row, when
from bot.hosting.who import address_of
from bot.model.conversation import Card
from bot.model.outcome import Outcome
from bot.model.plan import Item, Lead, Plan
from bot.model.record import Record
from bot.model.session import Session
from bot.model.words import Phrase
from bot.planning import choosing
from bot.planning.titles import second_title, titled
from bot.skills.plan.changing import lead_of
from bot.skills.plan.naming import plan_meant

SECOND = "second_words"
MOST = 80
"""So many things are a plan that can still be looked through."""
USUAL = Lead("days", -1)
"""When something is due of which nobody said it: the working day before."""


def add(turn: Turn) -> Outcome:
    """One more thing to do; what is missing of its words is asked for."""
    found = plan_meant(turn)
    if isinstance(found, Outcome):
        return found
    whole, session = found
    if turn.filled == SECOND:
        return _second(turn, whole, session)
    words = str(turn.slots.get("told") or turn.slots.get("called") or "").strip()
    if not words:
        return turn.ask("told", "plan.what")
    if len(whole.items) >= MOST:
        raise Refusal("plan.full", most=MOST)
    lead = str(turn.slots.get("lead", ""))
    owner = str(turn.slots.get("translator", ""))
    item = Item(
        id="",
        words=titled(turn, words),
        lead=lead_of(lead) if lead else USUAL,
        owner=address_of(turn, owner) if owner else "",
    )
    return _added(turn, whole.added(item), session)


def _added(turn: Turn, after: Plan, session: Session | None) -> Outcome:
    """The plan with its new item, what was added, and the question for the other language."""
    item = after.items[-1]
    facts = _facts(turn.context, after, session)
    before = plan.plan_of(turn.context, session) if session else plan.template(turn.context)
    undo = undoable(
        turn, turn.words("plan.undo" if session else "plan.undo_template", **facts), (before, after)
    )
    saves: tuple[Record, ...] = (after, undo)
    missing = item.words.missing
    if missing:
        slots = {"item": item.id, "template": "" if session else "yes"}
        known = slots | ({"session": session.id} if session else {})
        asked = replace(turn, intent="checklist.add", slots=known)
        outcome = asked.ask(SECOND, "plan.other_words", missing=missing, **facts)
        return replace(outcome, saves=(*saves, *outcome.saves))
    return _said(turn, saves, facts, session)


def _said(
    turn: Turn, saves: tuple[Record, ...], facts: dict[str, object], session: Session | None
) -> Outcome:
    own = [] if session else with_plans_of_their_own(turn.context)
    key = "plan.added" if session else "plan.added_template"
    said = Phrase(key, {**facts, "own": [each.id for each in own]})
    if not own:
        return Outcome(saves=saves, answer=turn.reply(said.key, **said.facts))
    row_ = facts["row"]
    card = Card(
        ref=turn.context.id_for("card/spread"),
        skill="plan",
        buttons=("plan_spread",),
        person=turn.address,
        about="plan/template",
        facts={"item": getattr(row_, "id", ""), "sessions": [each.id for each in own]},
        until=turn.context.now + CARD_LIFE,
    )
    outcome = choosing.put(turn, choosing.Choice(card, said, [choosing.named(turn, "plan_spread")]))
    return replace(outcome, saves=(*saves, *outcome.saves))


def _second(turn: Turn, whole: Plan, session: Session | None) -> Outcome:
    """The item with the words it lacked."""
    item = whole.item(str(turn.slots.get("item", "")))
    if item is None or item.words.missing is None:
        raise Refusal("turn.card_unknown")
    typed = str(turn.slots[SECOND])
    words = second_title(turn, item.words, item.words.missing, typed)
    after = whole.with_(replace(item, words=words))
    facts = _facts(turn.context, replace(after, items=(after.item(item.id) or item,)), session)
    return _said(turn, (after,), facts, session)


def _facts(context: Context, after: Plan, session: Session | None) -> dict[str, object]:
    item = after.items[-1]
    if session is None:
        return {"row": bare(context, item), "session": None, "far": far(item.lead)}
    at = plan.moment(context.team, session, item.lead)
    due = plan.Due(session, item, at, done=False, watched=False)
    line = row(context, due)
    return {"row": line, "session": session, "at": when(line)}


def with_plans_of_their_own(context: Context) -> list[Session]:
    """The sessions to come whose plans somebody has changed: the template passes them by."""
    coming = (each for each in plan.current(context) if each.starts > context.now)
    return [each for each in coming if context.view.get(Plan, each.id)]


def spread(turn: Turn) -> Outcome:
    """What was added to the template, in the plans of their own as well; each once."""
    card = choosing.card_of(turn)
    item = plan.template(turn.context).item(str(card.facts["item"]))
    if card.done or item is None:
        return turn.say("planning.answered")
    found = [sessions.of_card(turn.context, str(each)) for each in card.facts["sessions"]]
    saves = tuple(plan.plan_of(turn.context, each).added(item) for each in found)
    said = turn.say("plan.spread", row=bare(turn.context, item), own=[each.id for each in found])
    return choosing.settled(turn, replace(said, saves=saves))
