"""What is drafted: when somebody asks, and by itself on the rhythm of who reads it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot import sessions, workdays
from bot.afterwards import briefing as telling
from bot.context import Context, Turn, merge
from bot.errors import Refusal
from bot.model.attendance import Turnout
from bot.model.briefing import DIGEST, HALF_PAGE, SKILL, Briefing, Informed
from bot.model.outcome import Answer, Outcome
from bot.model.people import route_key
from bot.model.session import Phase, Session
from bot.posts import Note, Shown, to_space
from bot.skills.briefing import card
from bot.texts.moments import local

FROM, UNTIL = time(9), time(12)
LOOKED_BACK, LOOKED_AHEAD = timedelta(days=31), timedelta(days=60)
LATEST = timedelta(days=10)
"""So long after a session its half page is drafted by itself, once it is known who came."""
LASTS = timedelta(days=14)
SPANS = {"weekly": timedelta(days=7), "monthly": timedelta(days=31)}


def half_page(turn: Turn) -> Outcome:
    """The half page on a session, drafted anew unless it has been sent."""
    session = sessions.held(turn)
    if isinstance(session, Outcome):
        return session
    if session.phase is Phase.CANCELLED or turn.context.now < session.ends:
        raise Refusal(f"{SKILL}.not_over", session=session)
    known = turn.context.view.get(Briefing, _half_id(session))
    if known is not None and known.sent:
        return shown(turn, known)
    return _kept(turn, _half_page(turn.context, session), known)


def digest(turn: Turn) -> Outcome:
    """The digest for everybody who is kept informed, of the last month."""
    context = turn.context
    if not context.view.find(Informed, "listed", "informed"):
        raise Refusal(f"{SKILL}.nobody")
    over, coming = _over(context, context.now - LOOKED_BACK), _coming(context)
    if not over and not coming:
        return turn.say(f"{SKILL}.nothing_new")
    counter = context.next("briefings")
    drafted = _digest(context, f"now.{counter.last}", "", (over, coming))
    return merge(Outcome(saves=(counter,)), _kept(turn, drafted, None))


def _kept(turn: Turn, drafted: Briefing, known: Briefing | None) -> Outcome:
    now = replace(drafted, version=known.version + 1) if known else drafted
    outcome = shown(turn, now)
    return replace(outcome, saves=(*outcome.saves, now))


def shown(turn: Turn, briefing: Briefing) -> Outcome:
    """How the briefing stands, in the place of its card."""
    said, ref = card.words(turn.context, briefing, turn.languages), card.ref_of(briefing)
    if not briefing.waits:
        words = turn.words(said.key, **said.facts)
        return Outcome(saves=(card.of_briefing(briefing),), answer=Answer(words, replaces=ref))
    here = turn.address if turn.incoming.private else route_key(turn.incoming.place)
    drawn = card.rendered(turn.context, briefing, turn.languages)
    outcome = turn.offer(card.waiting(briefing, here), drawn, said)
    return replace(outcome, answer=replace(outcome.answer, replaces=ref))


def _half_id(session: Session) -> str:
    return f"{HALF_PAGE}.{session.id}"


def _half_page(context: Context, session: Session) -> Briefing:
    return Briefing(
        id=_half_id(session),
        kind=HALF_PAGE,
        text=telling.half_page(context, session),
        sessions=(session.id,),
        created=context.now,
    )


def _digest(
    context: Context, name: str, rhythm: str, told: tuple[list[Session], list[Session]]
) -> Briefing:
    over, coming = told
    return Briefing(
        id=f"{DIGEST}.{name}",
        kind=DIGEST,
        text=telling.digest(context, over, coming),
        sessions=tuple(each.id for each in over),
        rhythm=rhythm,
        created=context.now,
    )


def _over(context: Context, since: datetime) -> list[Session]:
    found = context.view.between(Session, "starts", since, context.now)
    return [each for each in found if each.phase is Phase.HELD]


def _coming(context: Context) -> list[Session]:
    found = context.view.between(Session, "upcoming", context.now, context.now + LOOKED_AHEAD)
    return [each for each in found if each.announced]


def due(context: Context) -> Outcome:
    """The drafts owed this working morning, each shown once to the team's spaces."""
    here = local(context.now)
    if not FROM <= here.time() < UNTIL or not context.team.spaces:
        return Outcome()
    if not workdays.working_day(context.team, here.date()):
        return Outcome()
    fresh = [
        each for each in _owed(context, here.date()) if context.view.get(Briefing, each.id) is None
    ]
    return merge(*(_to_the_team(context, each, here.date()) for each in fresh))


def _owed(context: Context, today: date) -> Iterator[Briefing]:
    lately = _over(context, context.now - LATEST)
    before = [each for each in lately if local(each.ends).date() < today]
    if context.team.director:
        known = (each for each in before if context.view.get(Turnout, each.id))
        yield from (_half_page(context, each) for each in known)
    rhythms = {each.rhythm for each in context.view.find(Informed, "listed", "informed")}
    if "session" in rhythms:
        new = (each for each in before if _is_since(context, each))
        yield from (_digest(context, f"session.{e.id}", "session", ([e], [])) for e in new)
    for rhythm, span in SPANS.items():
        if rhythm in rhythms and _is_the_day(context, rhythm, today):
            told = (_over(context, context.now - span), _coming(context))
            if any(told):
                yield _digest(context, f"{rhythm}.{today}", rhythm, told)


def _is_since(context: Context, session: Session) -> bool:
    """Whether somebody was kept informed of each session already when this one ended."""
    listed = context.view.find(Informed, "listed", "informed")
    return any(each.rhythm == "session" and each.since < session.ends for each in listed)


def _is_the_day(context: Context, rhythm: str, today: date) -> bool:
    """Whether it is the first working day of its week, or month."""
    first = today - timedelta(days=today.weekday()) if rhythm == "weekly" else today.replace(day=1)
    days = ((first + timedelta(days=ahead)) for ahead in range((today - first).days))
    return not any(workdays.working_day(context.team, each) for each in days)


def _to_the_team(context: Context, briefing: Briefing, today: date) -> Outcome:
    said = card.words(context, briefing, ("en", "fr"))
    drawn = Shown(
        card.waiting(briefing, route_key(context.team.spaces[0])),
        lambda languages: card.rendered(context, briefing, languages),
    )
    until = workdays.instant(today, UNTIL) + LASTS
    note = Note(card.ref_of(briefing), said, said, said, f"{SKILL}/{briefing.id}", drawn, until)
    return Outcome(saves=(briefing, drawn.card), sends=to_space(context, note))
