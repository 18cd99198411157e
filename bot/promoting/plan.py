"""The promotion plan of a session: which posts, when, by whom.

The usual plan is the team's; a session's own posts are kept once somebody touches them. Days before
the start are worked back to a working day, at ten in the morning.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot import workdays
from bot.context import Context
from bot.model.people import Team
from bot.model.promotion import Channel, Line, Post, PostState, PromotionHabits
from bot.model.session import Session
from bot.texts.moments import local

HOUR = time(10)
BEFORE = re.compile(r"-P(?:(?P<days>\d{1,3})D|T(?P<hours>\d{1,3})H)")
LONGEST_BACK = 60
"""Days looked back for a working day; a team that is quiet for longer posts on the day itself."""
ENDED = frozenset({PostState.OUT, PostState.DROPPED})
LEFT = frozenset({PostState.HANDED, PostState.OUT})
"""What may be read by others already."""
OURS = (
    Line("event", Channel.EVENT_PAGE, "-P21D"),
    Line("communications", Channel.COMMUNICATIONS, "-P21D"),
    Line("group-digital", Channel.GROUP, "-P20D", target="Digital - Numérique"),
    Line("group-open-government", Channel.GROUP, "-P20D", target="Open Government"),
    Line("newsletter", Channel.NEWSLETTER, "-P16D"),
    Line("director", Channel.DIRECTOR, "-P14D"),
    Line("partners", Channel.PARTNERS, "-P14D"),
    Line("attendees", Channel.ATTENDEES, "-P10D"),
    Line("wire", Channel.WIRE, "-P7D"),
    Line("x", Channel.X, "-P7D"),
    Line("gcmessage", Channel.GCMESSAGE, "-P6D"),
    Line("x-2", Channel.X, "-P1D"),
)
LISTED = frozenset({Channel.PARTNERS, Channel.ATTENDEES})
"""The lists of people that our own mail goes to."""
BY_WEBHOOK = Line("teams", Channel.TEAMS, "-P3D")


def habits(context: Context) -> PromotionHabits:
    """How the team makes its sessions known."""
    return context.view.get(PromotionHabits, "team") or PromotionHabits()


def usual(context: Context) -> tuple[Line, ...]:
    """The usual plan: the team's, or ours until the team changes it."""
    chosen = habits(context).lines
    if chosen:
        return chosen
    return (*OURS, BY_WEBHOOK) if context.setup.posts_to_teams else OURS


def is_step(step: str) -> bool:
    """Whether this is so long before the start, in a way that can be read."""
    return BEFORE.fullmatch(step) is not None


def due(team: Team, session: Session, step: str) -> datetime:
    """When a step falls due, in UTC: on a working day, unless an instant or an hour was named."""
    found = BEFORE.fullmatch(step)
    if found is None:
        return datetime.fromisoformat(step)
    if found["hours"]:
        return session.starts - timedelta(hours=int(found["hours"]))
    day = local(session.starts).date() - timedelta(days=int(found["days"]))
    return min(workdays.instant(_worked_back(team, day), HOUR), session.starts)


def _worked_back(team: Team, day: date) -> date:
    """The day itself, or the last working day before it."""
    days = (day - timedelta(days=back) for back in range(LONGEST_BACK))
    return next((each for each in days if workdays.working_day(team, each)), day)


def posts(context: Context, session: Session) -> tuple[Post, ...]:
    """The posts of a session, the earliest first: those that are kept, or else the usual ones."""
    kept = context.view.find(Post, "session", session.id)
    found = kept or [planned(context, session, each) for each in usual(context)]
    return tuple(sorted(found, key=lambda post: (post.due, post.name)))


def is_kept(context: Context, session: Session) -> bool:
    """Whether the team has touched the plan of this session."""
    return context.view.count(Post, "session", session.id) > 0


def planned(context: Context, session: Session, line: Line) -> Post:
    """A post of a session, as a line of a plan has it."""
    return Post(
        session=session.id,
        name=line.name,
        channel=line.channel,
        step=line.step,
        due=due(context.team, session, line.step),
        poster=line.poster,
        approver=line.approver,
        target=line.target,
    )


def sketched(context: Context, line: Line) -> Post:
    """A post like this line, of no session, to be spoken of."""
    return Post(
        session="",
        name=line.name,
        channel=line.channel,
        step=line.step,
        due=context.now,
        poster=line.poster,
        approver=line.approver,
        target=line.target,
    )


def with_(context: Context, session: Session, *changed: Post) -> tuple[Post, ...]:
    """What is to be saved for some posts to be changed: all of a plan that was not kept yet."""
    if is_kept(context, session):
        return changed
    names = {each.name: each for each in changed}
    whole = [names.pop(each.name, each) for each in posts(context, session)]
    return (*whole, *names.values())


def replanned(context: Context, session: Session, post: Post) -> Post:
    """The post with its moment worked out anew, where the session or the team's days have moved."""
    when = due(context.team, session, post.step)
    if post.state in LEFT or post.state is PostState.DROPPED or when == post.due:
        return post
    return post.changed(due=when)


def named(found: Iterable[Post], channel: str) -> list[Post]:
    """The posts that a channel as people say it may mean; all of them for none."""
    if not channel:
        return list(found)
    kinds = SAID.get(channel, frozenset())
    return [each for each in found if each.name == channel or each.channel in kinds]


SAID: dict[str, frozenset[Channel]] = {
    "wire": frozenset({Channel.WIRE}),
    "events-page": frozenset({Channel.EVENT_PAGE}),
    "groups": frozenset({Channel.GROUP}),
    "twitter": frozenset({Channel.X}),
    "newsletter": frozenset({Channel.NEWSLETTER}),
    "director-email": frozenset({Channel.DIRECTOR}),
    "partners-email": frozenset({Channel.PARTNERS}),
    "gcmessage": frozenset({Channel.GCMESSAGE, Channel.ATTENDEES}),
    "communications": frozenset({Channel.COMMUNICATIONS}),
    "teams": frozenset({Channel.TEAMS}),
}
"""What people's words for a place may mean. Past attendees are reached by mail and by GCmessage."""


def changed_lines(context: Context, change: Iterable[Line]) -> PromotionHabits:
    """The habits with some lines of the usual plan changed or added."""
    lines = {each.name: each for each in usual(context)}
    lines |= {each.name: each for each in change}
    return habits(context).changed(lines=tuple(lines.values()))


def line_of(post: Post) -> Line:
    """The post as a line of a usual plan."""
    return Line(post.name, post.channel, post.step, post.poster, post.approver, post.target)


def retimed(context: Context, session: Session, post: Post, step: str) -> Post:
    """The post at another moment before the start."""
    return replace(post, step=step, due=due(context.team, session, step), version=post.version + 1)


def is_ours(context: Context, post: Post) -> bool:
    """Whether we send it ourselves, once it is approved and somebody presses."""
    if post.channel is Channel.TEAMS:
        return context.setup.posts_to_teams
    if post.channel in LISTED:
        return True
    return post.channel is Channel.DIRECTOR and bool(habits(context).by_us)
