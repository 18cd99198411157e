"""What is owed by now: nudges worked back from the send time, texts handed over, corrections.

Nothing of it puts a post before the public: what waits for a yes or a press goes on waiting.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot import workdays
from bot.context import Context, merge
from bot.errors import Refusal
from bot.model.conversation import Card
from bot.model.outbox import Sending
from bot.model.outcome import Outcome
from bot.model.people import Noted
from bot.model.promotion import Channel, Post, PostState
from bot.model.session import Phase, Session
from bot.model.words import Phrase
from bot.posts import Note, by_mail, to_person, to_space
from bot.promoting import approving, plan
from bot.promoting.naming import called
from bot.promoting.rendering import rendered
from bot.promoting.telling import person, row
from bot.skills.promotion import calendar, card, leaving, mailing, sending
from bot.skills.promotion.asking import put_before
from bot.skills.promotion.choosing import NAME, Told
from bot.texts.moments import local

AT = time(9, 30)
EVERY, MINUTE, WEEK = 10, timedelta(minutes=2), timedelta(days=7)
REMIND, SECOND, TEAM, PLAN_B = "remind", "second", "team", "plan_b"
BACK = ((REMIND, 3), (SECOND, 2), (TEAM, 1))
"""How many working days before the send time each step of a nudge comes."""


Tell = Callable[[Context, Told, str], Outcome]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the nudges for a yes, and when it comes."""

    name: str
    at: datetime


def due(context: Context) -> Outcome:
    """All that is owed for the posts of every plan that somebody has touched."""
    posts: dict[str, list[Post]] = {}
    for each in context.view.find(Post, "live", "yes"):
        posts.setdefault(each.session, []).append(each)
    found = [each for each in posts.items() if _is_looked_at(context.now, each[1])]
    return merge(*(_of_session(context, *each) for each in found))


def _is_looked_at(now: datetime, posts: list[Post]) -> bool:
    """Whether it is the minute to look at a plan: every tenth, and the one of a post."""
    return now.minute % EVERY == 0 or any(timedelta() <= now - e.due < MINUTE for e in posts)


def _of_session(context: Context, number: str, posts: list[Post]) -> Outcome:
    session = context.view.get(Session, number)
    if session is None:
        return Outcome()
    corrected = _corrected(context, session)
    if session.phase in (Phase.CANCELLED, Phase.HELD) or session.starts <= context.now:
        return merge(corrected, Outcome(saves=tuple(each.changed(over=True) for each in posts)))
    open_ones = [each for each in posts if each.state not in plan.ENDED]
    week = _of_week(context, session, open_ones)
    return merge(corrected, week, *(_of_post(context, session, each) for each in open_ones))


def _of_week(context: Context, session: Session, posts: list[Post]) -> Outcome:
    """Once a week, what should go out in the next seven days and was put before nobody."""
    here = local(context.now)
    if here.time() < AT or not workdays.at_work(context.team, context.now):
        return Outcome()
    found = [e for e in posts if _is_untouched(e) and context.now <= e.due < context.now + WEEK]
    if not found:
        return Outcome()
    year, week, _ = here.isocalendar()
    key = f"{NAME}/week/{session.id}/{year}-{week}"
    if context.view.get(Noted, key):
        return Outcome()
    rows = [row(context, each) for each in sorted(found, key=lambda post: post.due)]
    words = Phrase(f"{NAME}.week", {"session": session, "rows": rows})
    note = Note(key, words, words, words, f"session/{session.id}", expires=session.starts)
    return _noted(context, note)


def _noted(context: Context, note: Note) -> Outcome:
    """Word to the team that nobody has to write again."""
    told = Noted(id=note.key, at=context.now, who="", what=NAME, about=note.about)
    return Outcome(saves=(told,), sends=to_space(context, note))


def _is_untouched(post: Post) -> bool:
    """Whether nobody has begun with it."""
    return post.state is PostState.DRAFT and not post.author and post.asked is None


def _of_post(context: Context, session: Session, kept: Post) -> Outcome:
    """What is owed for one post; one thing at a time, so that each follows from what was kept."""
    post = approving.current(context, session, kept)
    told = Told(session, post)
    if post != kept:
        void = kept.approval is not None and post.approval is None
        return Outcome(saves=(post,), sends=_voided(context, told, kept) if void else ())
    if post.state is PostState.HANDED:
        return _reminded(context, told)
    if post.state in approving.AGREED and post.due <= context.now:
        return _left(context, told)
    if post.state is PostState.REVIEWED:
        return _nudged(context, told)
    if post.state is PostState.DRAFT and post.due <= context.now and not _is_untouched(post):
        return _once(context, told, PLAN_B, _to_team)
    return Outcome()


def _once(context: Context, told: Told, name: str, tell: Tell) -> Outcome:
    """What is told once for a step, and the post that remembers it."""
    asked = told.post.asked.at.isoformat() if told.post.asked else ""
    mark = f"{name} {told.post.due.isoformat()} {asked}"
    if told.post.reminded == mark:
        return Outcome()
    remembered = told.post.changed(reminded=mark)
    return merge(tell(context, told, name), Outcome(saves=(remembered,)))


def _left(context: Context, told: Told) -> Outcome:
    """What was agreed on leaves at its time; what is ours only if somebody has pressed."""
    if rendered(context, told.post).problems:
        return _once(context, told, "unfit", _to_team)
    if not plan.is_ours(context, told.post):
        return leaving.handed(context, told)[0]
    if told.post.state is PostState.SCHEDULED:
        return _sent(context, told)
    return _once(context, told, "press", _to_team)


def _sent(context: Context, told: Told) -> Outcome:
    """What was planned leaves; where it cannot, the team hears why."""
    try:
        return sending.left(context, told)[0]
    except Refusal as refusal:
        words = Phrase(refusal.key, refusal.facts)
        key = f"{NAME}/unsent/{told.post.key}/{told.post.version}"
        note = Note(key, words, words, words, f"session/{told.post.session}")
        back = told.post.changed(state=PostState.APPROVED, reminded=f"press {told.post.due}")
        return Outcome(saves=(back,), sends=to_space(context, note))


def steps(context: Context, post: Post) -> list[Step]:
    """The steps of the nudges for a yes, worked back from the send time."""
    day = local(post.due).date()
    worked = [
        Step(name, workdays.instant(workdays.before(context.team, day, back), AT))
        for name, back in BACK
    ]
    return [*worked, Step(PLAN_B, post.due)]


def _nudged(context: Context, told: Told) -> Outcome:
    """The step that has come, if one has since somebody was asked."""
    asked = told.post.asked
    if asked is None:
        return Outcome()
    come = [e for e in steps(context, told.post) if asked.at < e.at <= context.now]
    if not come:
        return Outcome()
    name = come[-1].name
    tell = {REMIND: _to_asked, SECOND: _second}.get(name, _to_team)
    return _once(context, told, name, tell)


def _to_asked(context: Context, told: Told, name: str) -> Outcome:
    """The reminder to who was asked, by chat or with the link of their page; else to the team."""
    asked = told.post.asked
    if asked is None or not asked.to:
        return _to_team(context, told, name)
    link = context.link(_ref(context, told, asked.to))
    return Outcome(sends=(to_person(context, asked.to, _note(context, told, name, link)),))


def _ref(context: Context, told: Told, to: str) -> str:
    """The reference of the card on which this person was asked."""
    about = context.view.find(Card, "about", f"session/{told.session.id}")
    mine = [e.ref for e in about if e.person == to and e.facts.get("post") == told.post.key]
    return mine[-1] if mine else ""


def _second(context: Context, told: Told, _: str) -> Outcome:
    """The next who may say yes is asked; for the director, their office is."""
    post = told.post
    if post.channel is Channel.DIRECTOR:
        office = plan.habits(context).office
        if not office:
            return Outcome()
        return Outcome(sends=(by_mail(context, office, _note(context, told, "office")),))
    follows = approving.next_of(context, post)
    if not follows or post.asked is None:
        return Outcome()
    return put_before(context, told, post.asked.by, follows)[0]


def _to_team(context: Context, told: Told, name: str) -> Outcome:
    return Outcome(sends=to_space(context, _note(context, told, name)))


def _note(context: Context, told: Told, name: str, link: str = "") -> Note:
    post = told.post
    facts = {
        **card.facts_of(context, told),
        "asked": person(context, post.asked.to) if post.asked else "",
        "link": "",
    }
    at = post.asked.at.isoformat() if post.asked else ""
    words = Phrase(f"{NAME}.nudge_{name}", facts)
    return Note(
        key=f"{NAME}/nudge/{post.key}/{name}/{post.due.isoformat()}/{at}",
        words=words,
        subject=Phrase(f"{NAME}.nudge_subject", facts),
        letter=Phrase(words.key, {**facts, "link": link}),
        about=f"session/{post.session}",
        expires=told.session.starts,
    )


def _voided(context: Context, told: Told, before: Post) -> tuple[Sending, ...]:
    """Word to the team that a yes no longer holds, because the words are others."""
    facts = {"session": told.session, "called": called(told.post), "post": told.post}
    words = Phrase(f"{NAME}.voided", facts)
    key = f"{NAME}/voided/{before.key}/{before.version}"
    note = Note(key, words, words, words, f"session/{before.session}")
    return to_space(context, note)


def _reminded(context: Context, told: Told) -> Outcome:
    """Whoever was handed a text is asked for its address after a working day, then the team is."""
    post = told.post
    if post.channel in plan.LISTED:
        return mailing.ended(context, post)
    if plan.is_ours(context, post):
        return sending.late(context, told)
    if post.handed is None:
        return Outcome()
    names = [name for name, at in _after(context, post.handed) if at <= context.now]
    if not names:
        return Outcome()
    return _once(context, told, names[-1], _to_poster if names[-1] == "poster" else _to_team)


def _to_poster(context: Context, told: Told, name: str) -> Outcome:
    if not told.post.poster:
        return _to_team(context, told, name)
    return Outcome(sends=(to_person(context, told.post.poster, _note(context, told, name)),))


def _after(context: Context, handed: datetime) -> Iterator[tuple[str, datetime]]:
    for name, count in (("poster", 1), ("no_address", 3)):
        day = workdays.after(context.team, local(handed).date(), count)
        if day is not None:
            yield name, workdays.instant(day, AT)


def _corrected(context: Context, session: Session) -> Outcome:
    """Word to the team, once for each change, of where something is out that is no longer so."""
    rows, mark = calendar.corrections(context, session)
    key = f"{NAME}/correct/{session.id}/{mark}"
    if not rows or context.view.get(Noted, key):
        return Outcome()
    words = calendar.words(session, rows)
    note = Note(key, words, words, words, f"session/{session.id}", expires=session.ends)
    return _noted(context, note)
