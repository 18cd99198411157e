"""What a proposed reminder leaves out, or brings along, because another reminder is near."""

from collections.abc import Iterator
from dataclasses import replace

from bot import texts
from bot.context import Context
from bot.model.mailing import GOES_ON, Mailing, ReminderPlan
from bot.model.once import BELIEVED, NEAR, REMINDER, Foreseen
from bot.model.session import Session
from bot.model.words import Both, Phrase
from bot.skills.reminders import plans, steps


def counted(context: Context, mailing: Mailing) -> Mailing:
    """The mailing; to be counted anew if another reminder is near, and that was not done lately."""
    near = any(each.is_near(context.now) for each in _others(context, mailing))
    if mailing.kind != REMINDER or not (near or mailing.beside):
        return mailing
    known = mailing.foreseen
    if known is not None and context.now - known.at < BELIEVED:
        return mailing
    return replace(mailing, uncounted=True, foreseen=None)


def lines(context: Context, mailing: Mailing, session: Session) -> list[Both]:
    """How many are left out and why, and how many letters tell of another session as well."""
    if mailing.kind != REMINDER:
        return []
    said = [Phrase("reminders.counting")] if mailing.uncounted else []
    if any(each.stage in GOES_ON for each in _others(context, mailing)):
        said.append(Phrase("reminders.still_leaving"))
    if mailing.foreseen is not None:
        said += _foreseen(context, mailing, mailing.foreseen)
    if not mailing.step and (mailing.foreseen is None or mailing.foreseen.letters):
        said += _planned(context, session)
    return [texts.both(each) for each in said]


def meetings(context: Context, session: Session, plan: ReminderPlan) -> list[Both]:
    """The other sessions with which reminders of this one are sent in one letter."""
    found = []
    for other in plans.meeting(context, session, plan):
        approved = bool(plan.approved_by and plans.plan_of(context, other).approved_by)
        found.append(Phrase("reminders.meets", {"other": other, "approved": approved}))
    return [texts.both(each) for each in found]


def _others(context: Context, mailing: Mailing) -> list[Mailing]:
    """The other reminders that tell of the same session."""
    found = context.view.find(Mailing, "tells", mailing.about)
    return [each for each in found if each.kind == REMINDER and each.id != mailing.id]


def _foreseen(context: Context, mailing: Mailing, foreseen: Foreseen) -> Iterator[Phrase]:
    for key in ("near", "together"):
        count = getattr(foreseen, key)
        if count:
            yield Phrase(f"reminders.left_{key}", {"count": count})
    for one in mailing.beside:
        other = context.view.get(Session, one.about.partition("/")[2])
        count = foreseen.beside.get(one.mailing, 0)
        if other is not None and count:
            yield Phrase("reminders.tells_of", {"session": other, "count": count})
    if not foreseen.letters:
        yield Phrase("reminders.nobody_left")


def _planned(context: Context, session: Session) -> Iterator[Phrase]:
    """The planned reminders that will leave out whoever gets this one."""
    for _, moment in steps.ahead(session, plans.plan_of(context, session), context.now):
        if moment - context.now < NEAR:
            yield Phrase("reminders.leaves_out", {"at": moment})
