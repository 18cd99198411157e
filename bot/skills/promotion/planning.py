"""The plan of a session: shown, and changed in chat; and the team's usual plan."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

import cards
from bot import sessions, texts, workdays
from bot.context import CARD_LIFE, Context, Turn, merge
from bot.errors import Refusal
from bot.model.addresses import mailbox
from bot.model.conversation import Card
from bot.model.outcome import Outcome
from bot.model.people import Contact
from bot.model.promotion import Channel, Line, Post, PostState
from bot.model.session import Session
from bot.model.words import Both, Phrase
from bot.planning.changes import must_be_open
from bot.planning.choosing import settled
from bot.planning.drafts import noted
from bot.promoting import approving, plan
from bot.promoting.naming import called
from bot.skills.promotion import card
from bot.skills.promotion.choosing import (
    NAME,
    Told,
    every,
    in_words,
    meant,
    of_card,
    person,
)
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


def row(context: Context, post: Post) -> Both:
    """One post as a line of a plan."""
    return texts.both(Phrase(f"{NAME}.row", facts_of(context, post)))


def facts_of(context: Context, post: Post) -> dict[str, object]:
    """What is said of a post in a line."""
    return {
        "post": post,
        "called": called(post),
        "state": card.state_of(post),
        "people": card.people(context, post),
        "poster": person(context, post.poster),
        "approver": person(context, post.approver),
    }


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


def must_be_changeable(post: Post) -> None:
    """Nothing; raises Refusal once the post has left us."""
    if post.state in plan.LEFT:
        raise Refusal(f"{NAME}.left_already", called=called(post))


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
        return settled(turn, _usual_kept(turn, line))
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
        poster=_person_of(context, fields["poster"]),
        approver=_person_of(context, fields["approver"]),
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


def must_be_in_time(context: Context, session: Session | None, at: datetime) -> None:
    """Nothing; raises Refusal for a moment that is past, or after the session."""
    if at <= context.now:
        raise Refusal(f"{NAME}.past", at=at)
    if session is not None and at > session.starts:
        raise Refusal(f"{NAME}.after", session=session)


def _name(context: Context, session: Session | None, channel: Channel, target: str) -> str:
    """A name of its own within the plan."""
    slug = "-".join("".join(c if c.isalnum() and c.isascii() else " " for c in target).split())
    first = f"group-{slug.lower()}"[:40] if channel is Channel.GROUP and slug else channel.value
    lines = plan.posts(context, session) if session else plan.usual(context)
    taken = {each.name for each in lines}
    numbered = (f"{first}-{number}" for number in range(2, 1000))
    return first if first not in taken else next(e for e in numbered if e not in taken)


def _person_of(context: Context, typed: str) -> str:
    """The address of the person that is named; empty for nobody. Raises Refusal if unclear."""
    if not typed:
        return ""
    if "@" in typed:
        return mailbox(typed)
    known = context.view.find(Contact, "folded", typed.casefold())
    if len(known) != 1:
        raise Refusal(f"{NAME}.who", named=typed)
    return known[0].address


def _usual_kept(turn: Turn, line: Line) -> Outcome:
    habits = plan.changed_lines(turn.context, [line])
    audit = noted(turn, "promo.usual", "team")
    return merge(Outcome(saves=(habits, audit)), _usual_said(turn, habits.lines, "usual_changed"))


def usual(turn: Turn) -> Outcome:
    """The usual plan."""
    return _usual_said(turn, plan.usual(turn.context), "usual")


def _usual_said(turn: Turn, lines: tuple[Line, ...], name: str) -> Outcome:
    rows = [_usual_row(turn.context, each) for each in lines]
    return turn.say(f"{NAME}.{name}", rows=rows)


def _usual_row(context: Context, line: Line) -> Both:
    post = plan.sketched(context, line)
    found = {
        "poster": person(context, line.poster),
        "approver": person(context, line.approver),
        "directors": line.channel is Channel.DIRECTOR,
    }
    facts = {
        "count": line.step.strip("-PTDH"),
        "unit": line.step[-1],
        "called": called(post),
        "people": texts.both(Phrase(f"{NAME}.people", found)),
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
    return merge(Outcome(saves=(habits, audit)), _usual_said(turn, lines, "usual_changed"))


def _relative(session: Session, line: Line) -> Line:
    """The line with its instant as days before the session."""
    day = local(datetime.fromisoformat(line.step)).date()
    return replace(line, step=f"-P{(local(session.starts).date() - day).days}D")


def drop(turn: Turn) -> Outcome:
    """A post off the plan, or off the usual one."""
    if turn.slots.get("usual"):
        return _usual_dropped(turn)
    told = of_card(turn.context, turn.card) if turn.card else meant(turn)
    if isinstance(told, Outcome):
        return told
    must_be_changeable(told.post)
    dropped = approving.withdrawn(told.post).changed(state=PostState.DROPPED)
    return kept(turn, replace(told, post=dropped), "dropped")


def _usual_dropped(turn: Turn) -> Outcome:
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
    return merge(Outcome(saves=(habits, audit)), _usual_said(turn, left, "usual_changed"))


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
    who = turn.address if typed.casefold() in ME else _person_of(turn.context, typed)
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
