"""Mail to partners and past attendees: after a yes and a press, once, and it can be stopped."""

from dataclasses import replace
from datetime import timedelta

from bot.context import Context, Turn, merge
from bot.errors import Refusal
from bot.model.mailing import GOES_ON, Mailing, Stage
from bot.model.outbox import Sending
from bot.model.outcome import Outcome
from bot.model.promotion import Channel, Post, PostState
from bot.model.words import Phrase
from bot.planning.drafts import noted
from bot.posts import Note, to_space
from bot.promoting import lists, plan
from bot.promoting.naming import called
from bot.promoting.sealing import facts_in
from bot.skills.promotion import card
from bot.skills.promotion.choosing import NAME, Told

MINUTE = timedelta(seconds=60)


def send(context: Context, told: Told, by: str) -> tuple[Outcome, Post]:
    """The letters on their way, in a minute so that they can still be stopped; the post then.

    Raises Refusal for an empty list, and while people have had enough of invitations.
    """
    post = told.post
    lists.must_be_rested(context, post)
    total = lists.count(context, post)
    if not total:
        raise Refusal(f"{NAME}.nobody", called=called(post))
    given = post.approval
    mailing = Mailing(
        id=lists.mailing_id(post),
        skill=NAME,
        kind=post.channel.value,
        about=f"session/{post.session}",
        wordings=lists.wordings(context, post),
        created=context.now,
        by=by,
        approved_by=given.by if given else "",
        frozen=context.now,
        not_before=context.now + MINUTE,
        expires=told.session.starts,
        total=total,
        facts={"name": post.name, "target": post.target},
    )
    left = post.changed(
        state=PostState.HANDED, handed=context.now, facts=facts_in(context, post), trouble=""
    )
    saves = (*plan.with_(context, told.session, left), mailing)
    return Outcome(saves=saves), left


def stop(turn: Turn, told: Told) -> Outcome:
    """No letter more leaves until somebody presses again; how many had left is said."""
    mailing = lists.mailing_of(turn.context, told.post)
    if mailing is None or mailing.stage not in GOES_ON:
        return card.state(turn, told)
    stopped = mailing.changed(stage=Stage.STOPPED)
    return _kept(turn, told, stopped, "mail_stopped")


def resume(turn: Turn, told: Told) -> Outcome:
    """The letters go on where they were stopped: whoever has theirs gets no second one."""
    mailing = lists.mailing_of(turn.context, told.post)
    if mailing is None or mailing.stage is not Stage.STOPPED:
        return card.state(turn, told)
    going = mailing.changed(stage=Stage.WAITING, not_before=turn.context.now, hindrance="")
    return _kept(turn, told, replace(going, excused=mailing.tally), "mail_resumed")


def _kept(turn: Turn, told: Told, mailing: Mailing, name: str) -> Outcome:
    audit = noted(turn, f"promo.{name}", f"session/{told.session.id}")
    facts = {"called": called(told.post), "mailing": mailing}
    shown = card.state(turn, replace(told, mailing=mailing), Phrase(f"{NAME}.{name}", facts))
    return merge(Outcome(saves=(mailing, audit)), shown)


def ended(context: Context, post: Post) -> Outcome:
    """The post as out, once its letters have left, and when partners were last written to."""
    mailing = lists.mailing_of(context, post)
    if mailing is None or mailing.stage is not Stage.DONE:
        return Outcome()
    out = post.changed(state=PostState.OUT, out=mailing.ended, trouble="")
    partners = lists.contacted(context, mailing) if post.channel is Channel.PARTNERS else ()
    return Outcome(saves=(out, *partners))


def told(context: Context, mailing: Mailing) -> tuple[Sending, ...]:
    """Word to the team once the letters have left, or have stopped by themselves."""
    if mailing.stage is not Stage.DONE and not mailing.hindrance:
        return ()
    name = "mail_done" if mailing.stage is Stage.DONE else "mail_hindered"
    words = Phrase(f"{NAME}.{name}", {"mailing": mailing, "session": mailing.about[8:]})
    note = Note(f"{NAME}/{name}/{mailing.id}/{mailing.version}", words, words, words, mailing.about)
    return to_space(context, note)
