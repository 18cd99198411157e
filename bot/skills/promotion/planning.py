"""The plan of a session: shown, and changed in chat; and the team's usual plan."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

import cards
from bot import sessions, workdays
from bot.context import CARD_LIFE, Context, Turn
from bot.errors import Refusal
from bot.model.conversation import Card
from bot.model.outcome import Outcome
from bot.model.promotion import Channel, Line, Post
from bot.model.session import Session
from bot.model.words import Phrase
from bot.planning.changes import must_be_open
from bot.planning.choosing import settled
from bot.promoting import approving, plan
from bot.promoting.naming import called
from bot.promoting.telling import row
from bot.skills.promotion import card, usual
from bot.skills.promotion.changing import kept, must_be_changeable, must_be_in_time, person_of
from bot.skills.promotion.choosing import NAME, Told, every, in_words, meant, of_card
from bot.texts.moments import local

INPUTS = ("channel", "target", "date", "time", "poster", "approver")
LONGEST = 200


def show(turn: Turn) -> Outcome:
    """The plan of a session: what, where, when, who posts, who approves."""
    session = sessions.meant(turn)
    if isinstance(session, Outcome):
        return session
    return shown(turn, session)


def shown(turn: Turn, session: Session) -> Outcome:
    """The plan in words."""
    rows = [row(turn.context, each) for each in every(turn.context, session)]
    return turn.say(f"{NAME}.plan", session=session, rows=rows)


def draft(turn: Turn) -> Outcome:
    """The words of a post as they would go out; without a place, the plan."""
    if turn.intent == "newsletter.draft":
        turn = replace(turn, slots={**turn.slots, "channel": Channel.NEWSLETTER.value})
    if not turn.slots.get("channel"):
        return show(turn)
    told = meant(turn)
    return told if isinstance(told, Outcome) else card.offered(turn, told)


def add(turn: Turn) -> Outcome:
    """The card on which one more post is filled in."""
    if turn.slots.get("usual"):
        return _form(turn, _Form(None, None), Phrase(f"{NAME}.add_usual"))
    session = sessions.meant(turn)
    if isinstance(session, Outcome):
        return session
    must_be_open(turn.context, session)
    return _form(turn, _Form(session, None), Phrase(f"{NAME}.add", {"session": session}))


def replan(turn: Turn) -> Outcome:
    """The card on which the place, the moment and the people of a post are changed."""
    told = of_card(turn.context, turn.card)
    must_be_changeable(told.post)
    said = Phrase(f"{NAME}.replan", {"session": told.session, "called": called(told.post)})
    return _form(turn, _Form(told.session, told.post), said)


@dataclass(frozen=True, slots=True)
class _Form:
    """What a form is for: a post of a session, a new one, or a line of the usual plan."""

    session: Session | None
    post: Post | None


def _form(
    turn: Turn, about: _Form, said: Phrase, typed: Mapping[str, str] | None = None
) -> Outcome:
    kept = Card(
        ref=turn.context.id_for("card/plan"),
        skill=NAME,
        buttons=("save",),
        inputs=INPUTS,
        person=turn.address,
        about=f"session/{about.session.id}" if about.session else "",
        facts={
            "form": "plan",
            "session": about.session.id if about.session else "",
            "name": about.post.name if about.post else "",
        },
        until=turn.context.now + CARD_LIFE,
    )
    values = {**_values(about), **(typed or {})}
    channels = [(each.value, _channel(turn, each)) for each in Channel]
    facts = {
        "said": turn.words(said.key, **said.facts),
        "values": values,
        "channels": () if about.post else channels,
        "usual": about.session is None,
    }
    return turn.offer(kept, cards.render("post_plan", kept.ref, turn.languages, facts), said)


def _channel(turn: Turn, channel: Channel) -> str:
    post = plan.sketched(turn.context, Line(channel.value, channel, "-P1D"))
    return in_words(called(post), turn.languages)


def _values(about: _Form) -> dict[str, str]:
    post = about.post
    if post is None:
        return dict.fromkeys(INPUTS, "")
    at = local(post.due)
    return {
        "channel": post.channel.value,
        "target": post.target,
        "date": at.date().isoformat(),
        "time": f"{at:%H:%M}",
        "poster": post.poster,
        "approver": post.approver,
    }


def save(turn: Turn) -> Outcome:
    """What was filled in: a new post, a changed one, or a line of the usual plan."""
    facts = turn.card.facts if turn.card else {}
    session = turn.context.view.get(Session, str(facts["session"]))
    post = _of_form(turn, session, str(facts["name"]))
    about = _Form(session, post)
    fields = {name: " ".join(turn.press.fields.get(name, "").split())[:LONGEST] for name in INPUTS}
    try:
        line = _line(turn, about, fields)
    except Refusal as refusal:
        return _form(turn, about, Phrase(refusal.key, refusal.facts), fields)
    if session is None:
        return settled(turn, usual.kept(turn, line))
    must_be_open(turn.context, session)
    made = _planned(turn.context, session, post, line)
    return settled(turn, kept(turn, Told(session, made), "planned"))


def _of_form(turn: Turn, session: Session | None, name: str) -> Post | None:
    if session is None or not name:
        return None
    return next((each for each in every(turn.context, session) if each.name == name), None)


def _planned(context: Context, session: Session, post: Post | None, line: Line) -> Post:
    """The post as it is filled in; another moment, place or approver asks for a new yes."""
    if post is None:
        return plan.planned(context, session, line)
    moved = replace(
        post.changed(poster=line.poster, approver=line.approver, target=line.target),
        step=line.step,
        due=plan.due(context.team, session, line.step),
    )
    same = (post.due, post.target, post.approver) == (moved.due, moved.target, moved.approver)
    return moved if same else approving.withdrawn(moved)


def _line(turn: Turn, about: _Form, fields: Mapping[str, str]) -> Line:
    """The line that was filled in; raises Refusal with what is wrong."""
    context, post = turn.context, about.post
    channel = post.channel if post else _channel_of(fields["channel"])
    if channel is Channel.OTHER and not fields["target"]:
        raise Refusal(f"{NAME}.which_place")
    step = _step(turn, about, fields)
    return Line(
        name=post.name if post else _name(context, about.session, channel, fields["target"]),
        channel=channel,
        step=step,
        poster=person_of(context, fields["poster"]),
        approver=person_of(context, fields["approver"]),
        target=fields["target"],
    )


def _channel_of(typed: str) -> Channel:
    try:
        return Channel(typed)
    except ValueError:
        raise Refusal(f"{NAME}.which_channel") from None


def _step(turn: Turn, about: _Form, fields: Mapping[str, str]) -> str:
    """When it goes out: the day and the hour filled in, or days before for the usual plan."""
    if about.session is None:
        if not fields["date"].isdecimal() or not 0 <= int(fields["date"]) <= 365:
            raise Refusal(f"{NAME}.how_many_days")
        return f"-P{int(fields['date'])}D"
    try:
        day = date.fromisoformat(fields["date"])
        hour = time.fromisoformat(fields["time"]) if fields["time"] else plan.HOUR
    except ValueError:
        raise Refusal(f"{NAME}.which_moment") from None
    return step_at(turn.context, about, workdays.instant(day, hour))


def step_at(context: Context, about: _Form, at: datetime) -> str:
    """The moment as a step; as it was where it is the same. Raises Refusal for one that is over."""
    if about.post is not None and about.post.due == at:
        return about.post.step
    must_be_in_time(context, about.session, at)
    return at.isoformat()


def _name(context: Context, session: Session | None, channel: Channel, target: str) -> str:
    """A name of its own within the plan."""
    slug = "-".join("".join(c if c.isalnum() and c.isascii() else " " for c in target).split())
    first = f"group-{slug.lower()}"[:40] if channel is Channel.GROUP and slug else channel.value
    lines = plan.posts(context, session) if session else plan.usual(context)
    taken = {each.name for each in lines}
    numbered = (f"{first}-{number}" for number in range(2, 1000))
    return first if first not in taken else next(e for e in numbered if e not in taken)
