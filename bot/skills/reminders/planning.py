"""The reminders that leave by themselves: “remind them one day before session 1”.

« rappelle-leur la séance 1 un jour avant ». By default a week, a day and an hour before; the team
is asked once whether the words may go out like that.
"""

from dataclasses import replace
from datetime import datetime, timedelta

import cards
from bot import sessions, texts
from bot.context import Context, Languages, Turn, merge
from bot.errors import Refusal
from bot.model.conversation import Card
from bot.model.mailing import Mailing, ReminderPlan, Stage
from bot.model.outbox import Sending
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.words import Both, Phrase
from bot.planning.changes import must_be_open
from bot.posts import Note, Shown, to_space
from bot.skills.reminders import audience, card, freshness, nearness, parts, steps, ways
from bot.skills.reminders.plans import announced, beside, plan_of
from bot.skills.reminders.sending import proposed
from bot.skills.reminders.wording import example, ours

ASKED_BEFORE = timedelta(days=3)
PLAN = f"{card.SKILL}-plan."


def schedule(turn: Turn) -> Outcome:
    """One more moment in the plan, and the plan as it then is."""
    session = sessions.meant(turn)
    if isinstance(session, Outcome):
        return session
    must_be_open(turn.context, session)
    step = step_of(turn)
    if step is None:
        return turn.ask("when", "reminders.when", session=session)
    if steps.at(session, step) <= turn.context.now:
        return turn.say("reminders.past", session=session, at=steps.at(session, step))
    if steps.at(session, step) >= session.starts:
        return turn.say("reminders.after", session=session)
    plan = plan_of(turn.context, session)
    if step in plan.steps:
        return shown(turn, session, plan)
    longer = plan.changed(steps=(*plan.steps, step))
    return merge(Outcome(saves=(longer,)), shown(turn, session, longer))


def step_of(turn: Turn) -> str | None:
    """The moment that was said: so long before, or an instant; None if there is none to be read."""
    offset, when = str(turn.slots.get("offset", "")), str(turn.slots.get("when", ""))
    said = datetime.fromisoformat(when) if "T" in when else None
    if steps.is_before(offset):
        return steps.at_hour(offset, said.time()) if said else offset
    return said.isoformat() if said else None


def shown(turn: Turn, session: Session, plan: ReminderPlan) -> Outcome:
    """The plan as it stands, and the question for its words if nobody approved them."""
    said = words(turn.context, session, plan)
    buttons = buttons_of(turn.context, plan)
    if not buttons:
        return turn.say(said.key, **said.facts)
    asks = of_plan(session)
    return turn.offer(asks, rendered(said, asks, buttons, turn.languages), said)


def buttons_of(context: Context, plan: ReminderPlan) -> tuple[str, ...]:
    """What may be pressed under the plan as it stands."""
    approve = () if plan.approved_by else ("approve",)
    return (*approve, *ways.others(context, ways.usual(context, plan.door)))


def words(context: Context, session: Session, plan: ReminderPlan) -> Phrase:
    """The plan in words: when, with which words, and whether these may go out by themselves."""
    wordings = plan.wordings or ours()
    facts = {
        "session": session,
        "ahead": [moment for _, moment in steps.ahead(session, plan, context.now)],
        "approved_by": context.contact(plan.approved_by).name or plan.approved_by,
        "letters": [example(context, session, wordings[group]) for group in parts.GROUPS],
        "ways": _ways(context, session, plan),
    }
    return Phrase("reminders.plan" if plan.approved_by else "reminders.plan_asks", facts)


def _ways(context: Context, session: Session, plan: ReminderPlan) -> list[Both]:
    """The way they take, which would begin too late to be in time, and what is near."""
    door = ways.usual(context, plan.door)
    total = audience.of_session(context, session, parts.GROUPS).total
    ahead = [moment for _, moment in steps.ahead(session, plan, context.now)]
    journeys = [ways.Journey(door, total, each, session.starts) for each in ahead]
    said = [ways.described(context, each) for each in journeys[:1]]
    late = [ways.begins_too_late(context, each) for each in journeys if each.too_long(context)]
    found = [each for each in (*said, *late) if each is not None]
    return [*found, *nearness.meetings(context, session, plan)]


def of_plan(session: Session) -> Card:
    """The card that asks whether the words may go out by themselves."""
    return Card(
        ref=f"{PLAN}{session.id}",
        skill=card.SKILL,
        buttons=("approve", *ways.BUTTONS),
        about=f"session/{session.id}",
        until=session.ends,
    )


def rendered(
    said: Phrase, shown: Card, buttons: tuple[str, ...], languages: Languages
) -> cards.Rendered:
    """The card of the plan."""
    labels = [(each, texts.render_in(Phrase(f"buttons.{each}"), languages)) for each in buttons]
    facts = {"said": texts.render_in(said, languages), "buttons": labels}
    return cards.render("moments", shown.ref, languages, facts)


def approve(turn: Turn) -> Outcome:
    """The words may go out by themselves from now on."""
    session = _session_of(turn)
    plan = plan_of(turn.context, session)
    if plan.written_by == turn.address:
        raise Refusal("reminders.own_words", session=session)
    now = plan if plan.approved_by else plan.changed(approved_by=turn.address)
    return merge(Outcome(saves=(now,) if now is not plan else ()), _instead(turn, session, now))


def choose(turn: Turn) -> Outcome:
    """Its reminders leave by another way from now on; words that are approved stay approved."""
    session, door = _session_of(turn), ways.door_of(turn.press.button)
    plan = plan_of(turn.context, session)
    if door not in turn.context.setup.ways or door == plan.door:
        return _instead(turn, session, plan)
    now = plan.changed(door=door)
    return merge(Outcome(saves=(now,)), _instead(turn, session, now))


def _instead(turn: Turn, session: Session, plan: ReminderPlan) -> Outcome:
    """The plan as it stands, in the place of its card."""
    outcome = shown(turn, session, plan)
    return replace(outcome, answer=replace(outcome.answer, replaces=of_plan(session).ref))


def _session_of(turn: Turn) -> Session:
    about = turn.card.about if turn.card else ""
    return sessions.of_card(turn.context, about.partition("/")[2])


def show(turn: Turn) -> Outcome:
    """The plan as it stands."""
    session = _session_of(turn)
    said = words(turn.context, session, plan_of(turn.context, session))
    return turn.say(said.key, **said.facts)


def due(context: Context) -> Outcome:
    """The reminders owed by now, and the question for their words, in time."""
    sessions_ahead = announced(context)
    return merge(*(_owed(context, each, plan_of(context, each)) for each in sessions_ahead))


def _owed(context: Context, session: Session, plan: ReminderPlan) -> Outcome:
    mailings = [
        _mailing(context, session, plan, step)
        for step in plan.steps
        if _is_owed(context, session, step)
    ]
    old_file = freshness.nudge(context, session, plan)
    return merge(_asked(context, session, plan), old_file, *mailings)


def _is_owed(context: Context, session: Session, step: str) -> bool:
    """Whether a step's time has come, not too long ago, and nothing was made of it yet."""
    moment = steps.at(session, step)
    in_time = session.created < moment <= context.now < steps.expires(session, step)
    return in_time and context.view.get(Mailing, steps.number(session, step)) is None


def _mailing(context: Context, session: Session, plan: ReminderPlan, step: str) -> Outcome:
    """The reminder of a step: on its way, or for the team to decide where nobody approved it."""
    moment = steps.at(session, step)
    total = audience.of_session(context, session, parts.GROUPS).total
    mailing = proposed(context, session, steps.number(session, step), parts.GROUPS)
    lasts = ways.pace(context, mailing.door).lasting(total)
    mailing = replace(
        mailing,
        expires=min(session.starts, steps.expires(session, step) + lasts),
        frozen=moment,
        total=total,
        places=context.team.spaces,
        step=step,
        beside=beside(context, session, step),
    )
    if not total:
        return Outcome(saves=(replace(mailing, stage=Stage.DONE, ended=context.now),))
    if not plan.approved_by:
        mailing = nearness.counted(context, mailing)
        # Once it is counted, the team is told.
        told = () if mailing.uncounted else card.told(context, mailing)
        return Outcome(saves=(mailing,), sends=told)
    ready = replace(mailing, stage=Stage.WAITING, by=plan.approved_by, places=())
    return Outcome(saves=(ready,))


def _asked(context: Context, session: Session, plan: ReminderPlan) -> Outcome:
    """The question whether the words may go out, three days before the first of them is due."""
    if plan.approved_by or plan.asked or not context.team.spaces:
        return Outcome()
    ahead = steps.ahead(session, plan, context.now)
    if not ahead or context.now < ahead[0][1] - ASKED_BEFORE:
        return Outcome()
    asked = plan.changed(asked=context.now)
    return Outcome(saves=(asked,), sends=_question(context, session, asked))


def _question(context: Context, session: Session, plan: ReminderPlan) -> tuple[Sending, ...]:
    said, shown = words(context, session, plan), of_plan(session)
    buttons = buttons_of(context, plan)
    note = Note(
        key=f"reminders/plan/{session.id}",
        words=said,
        subject=said,
        letter=said,
        about=f"session/{session.id}",
        shown=Shown(shown, lambda languages: rendered(said, shown, buttons, languages)),
        expires=session.starts,
    )
    return to_space(context, note)
