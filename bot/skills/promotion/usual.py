"""The team's usual plan, which the plans that nobody has touched yet follow."""

from dataclasses import replace
from datetime import datetime

from bot import sessions, texts
from bot.context import Context, Turn, merge
from bot.errors import Refusal
from bot.model.outcome import Outcome
from bot.model.promotion import Line
from bot.model.session import Session
from bot.model.words import Both, Phrase
from bot.planning.drafts import noted
from bot.promoting import plan
from bot.promoting.naming import called
from bot.promoting.telling import people
from bot.skills.promotion.choosing import NAME, every
from bot.texts.moments import local


def kept(turn: Turn, line: Line) -> Outcome:
    """The usual plan with a line that was filled in."""
    habits = plan.changed_lines(turn.context, [line])
    audit = noted(turn, "promo.usual", "team")
    return merge(Outcome(saves=(habits, audit)), _said(turn, habits.lines, "usual_changed"))


def show(turn: Turn) -> Outcome:
    """The usual plan."""
    return _said(turn, plan.usual(turn.context), "usual")


def _said(turn: Turn, lines: tuple[Line, ...], name: str) -> Outcome:
    rows = [_row(turn.context, each) for each in lines]
    return turn.say(f"{NAME}.{name}", rows=rows)


def _row(context: Context, line: Line) -> Both:
    post = plan.sketched(context, line)
    facts = {
        "count": line.step.strip("-PTDH"),
        "unit": line.step[-1],
        "called": called(post),
        "people": people(context, post),
    }
    return texts.both(Phrase(f"{NAME}.usual_row", facts))


def make_usual(turn: Turn) -> Outcome:
    """The plan of a session as the usual one from now on."""
    session = sessions.meant(turn)
    if isinstance(session, Outcome):
        return session
    lines = tuple(plan.line_of(each) for each in every(turn.context, session))
    exact = [each for each in lines if not plan.is_step(each.step)]
    lines = tuple(_relative(session, each) if each in exact else each for each in lines)
    habits = plan.habits(turn.context).changed(lines=lines)
    audit = noted(turn, "promo.usual", "team")
    return merge(Outcome(saves=(habits, audit)), _said(turn, lines, "usual_changed"))


def _relative(session: Session, line: Line) -> Line:
    """The line with its instant as days before the session."""
    day = local(datetime.fromisoformat(line.step)).date()
    return replace(line, step=f"-P{(local(session.starts).date() - day).days}D")


def dropped(turn: Turn) -> Outcome:
    """The usual plan without what the words name."""
    lines = plan.usual(turn.context)
    channel = str(turn.slots.get("channel", ""))
    gone = [
        e
        for e in lines
        if channel and (e.name == channel or e.channel in plan.SAID.get(channel, ()))
    ]
    if not gone:
        raise Refusal(f"{NAME}.which_usual")
    left = tuple(each for each in lines if each not in gone)
    if not left:
        raise Refusal(f"{NAME}.nothing_left")
    habits = plan.habits(turn.context).changed(lines=left)
    audit = noted(turn, "promo.usual", "team")
    return merge(Outcome(saves=(habits, audit)), _said(turn, left, "usual_changed"))
