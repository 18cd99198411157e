"""An approver answers: yes, not like this, or what to change; a manager in their place, once."""

from dataclasses import replace

from bot.context import Turn, merge
from bot.errors import Refusal
from bot.model.outcome import Outcome
from bot.model.people import Role
from bot.model.promotion import Approval, Post, PostState
from bot.model.record import Record
from bot.model.words import Phrase
from bot.planning.drafts import noted
from bot.posts import Note, to_person
from bot.promoting import approving, plan
from bot.promoting.naming import called
from bot.promoting.rendering import rendered
from bot.promoting.sealing import facts_in, seal
from bot.promoting.telling import person
from bot.skills.promotion import card
from bot.skills.promotion.asking import must_be_ready
from bot.skills.promotion.choosing import NAME, Told, meant, pressed

LONGEST_WISH = 1_000


def approve(turn: Turn) -> Outcome:
    """A yes on a card, to exactly what it shows."""
    told = pressed(turn)
    if turn.press.fields.get("wish"):
        raise Refusal(f"{NAME}.yes_and_wish")
    shown = str(turn.card.facts["shown"]) if turn.card else ""
    return _yes(turn, told, shown)


def approve_said(turn: Turn) -> Outcome:
    """A yes in words, to what was put before the approvers."""
    told = meant(turn, lambda post: post.state is PostState.REVIEWED)
    if isinstance(told, Outcome):
        return told
    if told.post.state is PostState.DRAFT:
        return card.offered(turn, told, Phrase(f"{NAME}.not_asked_yet"))
    return _yes(turn, told, told.post.asked.shown if told.post.asked else "")


def _yes(turn: Turn, told: Told, shown: str, reason: str = "") -> Outcome:
    """The post approved; shown anew where it is not what was seen, or is decided already."""
    context, post = turn.context, told.post
    if post.state is not PostState.REVIEWED:
        return card.state(turn, told)
    if approving.mark(rendered(context, post)) != shown:
        return card.state(turn, told, Phrase(f"{NAME}.changed_since_shown"))
    must_be_ready(context, post)
    try:
        approving.must_be_allowed(context, post, turn.address, of_team=turn.role is Role.ORGANISER)
    except Refusal as refusal:
        if not reason and not _may_override(turn, post):
            raise
        if not reason:
            return _asked_why(turn, told, refusal)
    return _approved(turn, told, reason)


def _may_override(turn: Turn, post: Post) -> bool:
    """Whether a manager may say yes for another; never to words of their own."""
    own = turn.address in approving.writers(post)
    return not own and approving.is_manager(turn.context, turn.address)


def _asked_why(turn: Turn, told: Told, refusal: Refusal) -> Outcome:
    slots = {"session": told.session.id, "channel": told.post.name}
    asked = replace(turn, intent="promo.override", slots=slots)
    return asked.ask("text", f"{NAME}.why", who=refusal.facts["who"], called=called(told.post))


def override(turn: Turn) -> Outcome:
    """A manager's yes in the place of an approver, with the reason; kept for an audit."""
    told = meant(turn, lambda post: post.state is PostState.REVIEWED)
    if isinstance(told, Outcome):
        return told
    if not _may_override(turn, told.post):
        raise Refusal(f"{NAME}.no_manager")
    reason = " ".join(str(turn.slots.get("text", "")).split())[:LONGEST_WISH]
    if not reason:
        asked = told.post.asked
        who = person(turn.context, asked.to) if asked else ""
        return _asked_why(turn, told, Refusal("", who=who))
    return _yes(turn, told, told.post.asked.shown if told.post.asked else "", reason)


def _approved(turn: Turn, told: Told, reason: str) -> Outcome:
    context = turn.context
    # Those very words: usual ones must not grow by themselves once somebody has said yes to them.
    kept = replace(told.post, copy=rendered(context, told.post).copy)
    yes = Approval(
        by=turn.address,
        at=context.now,
        seal=seal(context, kept),
        facts=facts_in(context, kept),
        overrides=reason,
    )
    post = kept.changed(state=PostState.APPROVED, approval=yes, remark="")
    what = "promo.overridden" if reason else "promo.approved"
    audit = replace(noted(turn, what, f"session/{told.session.id}"), why=reason)
    saves = (*plan.with_(context, told.session, post), audit)
    return _said(turn, Told(told.session, post), saves, "approved")


def refuse(turn: Turn) -> Outcome:
    """A no: the words go back to whoever put them forward."""
    return _sent_back(turn, "", "refused")


def change(turn: Turn) -> Outcome:
    """What is to be changed: the words go back with it."""
    wish = turn.press.fields.get("wish", "").strip()[:LONGEST_WISH]
    if not wish:
        raise Refusal(f"{NAME}.which_change")
    return _sent_back(turn, wish, "to_change")


def _sent_back(turn: Turn, wish: str, name: str) -> Outcome:
    told = pressed(turn)
    context, post = turn.context, told.post
    if post.state is not PostState.REVIEWED:
        return card.state(turn, told)
    back = post.changed(state=PostState.DRAFT, remark=wish)
    audit = noted(turn, f"promo.{name}", f"session/{told.session.id}")
    saves = (*plan.with_(context, told.session, back), audit)
    return _said(turn, Told(told.session, back), saves, name)


def _said(turn: Turn, told: Told, saves: tuple[Record, ...], name: str) -> Outcome:
    """The outcome, said to the approver, and to whoever put the words forward."""
    context, post = turn.context, told.post
    facts = {
        "session": told.session,
        "post": post,
        "called": called(post),
        "who": person(context, turn.address),
        "override": post.approval.overrides if post.approval else "",
        "poster": person(context, post.poster),
    }
    by = post.asked.by if post.asked else ""
    note = Note(
        key=f"{NAME}/{name}/{post.key}/{post.version}",
        words=Phrase(f"{NAME}.{name}_told", facts),
        subject=Phrase(f"{NAME}.told_subject", facts),
        letter=Phrase(f"{NAME}.{name}_told", facts),
        about=f"session/{post.session}",
        expires=told.session.starts,
    )
    sends = (to_person(context, by, note),) if by and by != turn.address else ()
    done = Phrase(f"{NAME}.{name}", facts)
    return merge(Outcome(saves=saves, sends=sends), _answer(turn, done))


def _answer(turn: Turn, said: Phrase) -> Outcome:
    """The words in the place of the card, which is answered."""
    if turn.card is None:
        return turn.say(said.key, **said.facts)
    answer = turn.reply(said.key, **said.facts)
    done = replace(turn.card, done=turn.press.button, waits_with=None)
    return Outcome(saves=(done,), answer=answer)
