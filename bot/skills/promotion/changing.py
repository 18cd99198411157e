"""A post of a plan is changed in words: dropped, moved, given to somebody."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot import workdays
from bot.context import Context, Turn, merge
from bot.errors import Refusal
from bot.model.addresses import mailbox
from bot.model.outcome import Outcome
from bot.model.people import Contact
from bot.model.promotion import Post, PostState
from bot.model.session import Session
from bot.planning.changes import must_be_open
from bot.planning.drafts import noted
from bot.promoting import approving, plan
from bot.promoting.naming import called
from bot.promoting.telling import facts_of
from bot.skills.promotion import usual
from bot.skills.promotion.choosing import NAME, Told, meant, of_card


def drop(turn: Turn) -> Outcome:
    """A post off the plan, or off the usual one."""
    if turn.slots.get("usual"):
        return usual.dropped(turn)
    told = of_card(turn.context, turn.card) if turn.card else meant(turn)
    if isinstance(told, Outcome):
        return told
    must_be_changeable(told.post)
    dropped = approving.withdrawn(told.post).changed(state=PostState.DROPPED)
    return kept(turn, replace(told, post=dropped), "dropped")


def move(turn: Turn) -> Outcome:
    """A post at another moment; a yes that was given is asked for again."""
    told = meant(turn)
    if isinstance(told, Outcome):
        return told
    must_be_open(turn.context, told.session)
    must_be_changeable(told.post)
    step = _step_said(turn)
    if step is None:
        return turn.ask("when", f"{NAME}.when", called=called(told.post))
    moved = plan.retimed(turn.context, told.session, told.post, step)
    must_be_in_time(turn.context, told.session, moved.due)
    if moved.due != told.post.due:
        moved = approving.withdrawn(moved)
    return kept(turn, replace(told, post=moved), "moved")


def _step_said(turn: Turn) -> str | None:
    offset = str(turn.slots.get("offset", ""))
    if plan.is_step(offset):
        return offset
    when = str(turn.slots.get("when", ""))
    if "T" in when:
        return datetime.fromisoformat(when).isoformat()
    return workdays.instant(date.fromisoformat(when), plan.HOUR).isoformat() if when else None


def assign(turn: Turn) -> Outcome:
    """Who puts a post out."""
    return _assigned(turn, "poster")


def assign_approver(turn: Turn) -> Outcome:
    """Who is to say yes to a post."""
    return _assigned(turn, "approver")


def _assigned(turn: Turn, part: str) -> Outcome:
    told = meant(turn)
    if isinstance(told, Outcome):
        return told
    must_be_changeable(told.post)
    typed = str(turn.slots.get("person", ""))
    who = turn.address if typed.casefold() in ME else person_of(turn.context, typed)
    if not who:
        return turn.ask("person", f"{NAME}.which_person")
    change: dict[str, Any] = {part: who}
    now = told.post.changed(**change)
    if part == "approver" and who != told.post.approver:
        now = approving.withdrawn(now)
    return kept(turn, replace(told, post=now), f"{part}_set")


ME = frozenset({"i", "me", "je", "moi", "i'll", "myself"})


def kept(turn: Turn, told: Told, name: str) -> Outcome:
    """The post as it was changed, kept and said."""
    context = turn.context
    audit = noted(turn, "promo.planned", f"session/{told.session.id}")
    saves = (*plan.with_(context, told.session, told.post), audit)
    facts = {**facts_of(context, told.post), "session": told.session}
    answer = turn.reply(f"{NAME}.{name}", **facts)
    pressed = turn.card is not None and turn.card.facts.get("form") != "plan"
    ref = turn.card.ref if turn.card and pressed else ""
    return merge(Outcome(saves=saves), Outcome(answer=replace(answer, replaces=ref)))


def must_be_changeable(post: Post) -> None:
    """Nothing; raises Refusal once the post has left us."""
    if post.state in plan.LEFT:
        raise Refusal(f"{NAME}.left_already", called=called(post))


def must_be_in_time(context: Context, session: Session | None, at: datetime) -> None:
    """Nothing; raises Refusal for a moment that is past, or after the session."""
    if at <= context.now:
        raise Refusal(f"{NAME}.past", at=at)
    if session is not None and at > session.starts:
        raise Refusal(f"{NAME}.after", session=session)


def person_of(context: Context, typed: str) -> str:
    """The address of the person that is named; empty for nobody. Raises Refusal if unclear."""
    if not typed:
        return ""
    if "@" in typed:
        return mailbox(typed)
    known = context.view.find(Contact, "folded", typed.casefold())
    if len(known) != 1:
        raise Refusal(f"{NAME}.who", named=typed)
    return known[0].address
