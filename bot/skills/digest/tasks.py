"""What is to be done today in the plans that the team keeps, whose it is, a button for each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

import cards
from bot import texts, workdays
from bot.context import CARD_LIFE, Context, Languages, Turn
from bot.hosting import plan
from bot.hosting.open_points import open_points
from bot.hosting.plan import Due
from bot.hosting.rows import called, line, row
from bot.model.conversation import Card
from bot.model.outcome import Answer, Outcome
from bot.model.people import route_key
from bot.model.plan import TEMPLATE, Plan
from bot.model.promotion import Post, PostState
from bot.model.session import Session
from bot.model.words import Both, Phrase
from bot.posts import Shown
from bot.promoting import naming
from bot.questions.after import After
from bot.texts.moments import local

TICKS = ("tick_1", "tick_2", "tick_3", "tick_4", "tick_5")
"""A button for each of the first things that are ticked off by hand."""
MOST = 12
"""So many things are listed; the rest is in the checklists."""
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Listed:
    """A digest: its words, what is on it, whom it is for (empty for the team), until when."""

    said: Phrase
    due: tuple[Due, ...]
    until: datetime
    person: str = ""


def of_today(context: Context) -> list[Due]:
    """What is open and due today, or late, in plans that somebody keeps; the hosts have the day."""
    found = [
        each
        for session in plan.current(context)
        if _kept(context, session)
        for each in plan.due(context, session)
        if not each.done
        and not each.item.lead.of_the_day
        and (each.late(context.now) or each.today(context.now))
    ]
    return sorted(found, key=lambda each: each.at)[:MOST]


def are_news(context: Context) -> bool:
    """Whether something fell due since the digest of the last working day, or a week begins.

    What was late yesterday already is told with it, and else once a week.
    """
    today = local(context.now).date()
    last = workdays.before(context.team, today, 1)
    if last.isocalendar()[:2] != today.isocalendar()[:2]:
        return True
    return any(local(each.at).date() >= last for each in of_today(context))


def _kept(context: Context, session: Session) -> bool:
    """Whether the team has made the plan its own: one nobody ever touched stays quiet."""
    view = context.view
    return view.get(Plan, session.id) is not None or view.get(Plan, TEMPLATE) is not None


def by_owner(context: Context) -> list[tuple[Both | str, list[Both]]]:
    """The same as lines, under the name of whoever owns them; what nobody owns comes last."""
    owners: dict[str, list[Both]] = {}
    for each in of_today(context):
        owners.setdefault(each.item.owner, []).append(_line(context, each))
    for point in islice(open_points(context), MOST):
        owners.setdefault(point.owner, []).append(point.said)
    nobody = owners.pop("", [])
    found: list[tuple[Both | str, list[Both]]] = [
        (called(context, owner), lines) for owner, lines in owners.items()
    ]
    if nobody:
        found.append((texts.both(Phrase("digest.nobody")), nobody))
    return found


def _line(context: Context, due: Due) -> Both:
    return line("plan.task_row", row(context, due))


def waits(context: Context) -> list[Both]:
    """Who waits for whose yes to a post."""
    asked = (
        each
        for each in context.view.find(Post, "live", "yes")
        if each.state is PostState.REVIEWED and each.asked is not None
    )
    return [texts.both(Phrase("digest.waits", _waiting(context, each))) for each in asked][:MOST]


def _waiting(context: Context, post: Post) -> dict[str, object]:
    assert post.asked is not None
    by, to = (called(context, each) for each in (post.asked.by, post.asked.to))
    return {"by": by, "to": to, "post": naming.called(post), "session": post.session}


def shown(context: Context, listed: Listed) -> Shown | None:
    """The digest on a card, with a button for each thing; None where there is nothing to tick."""
    pairs = [(e.session.id, e.item.id) for e in listed.due if not e.watched][: len(TICKS)]
    if not pairs:
        return None
    card = Card(
        ref=context.id_for(f"card/digest/{listed.person}"),
        skill="digest",
        buttons=TICKS[: len(pairs)],
        person=listed.person,
        about="plan",
        facts={"pairs": [list(each) for each in pairs]},
        until=context.now + CARD_LIFE,
        waits_with=listed.person or next(map(route_key, context.team.spaces), None),
        names=("digest",),
    )
    return Shown(card, lambda languages: _rendered(card, listed.said, pairs, languages))


def _rendered(
    card: Card, said: Phrase, pairs: Iterable[Pair], languages: Languages
) -> cards.Rendered:
    labels = [(name, _label(pair, languages)) for name, pair in zip(TICKS, pairs, strict=False)]
    facts = {"said": texts.render_in(said, languages), "buttons": labels}
    return cards.render("moments", card.ref, languages, facts)


def _label(pair: Pair, languages: Languages) -> str:
    session, item = pair
    return texts.render_in(Phrase("digest.tick", {"session": session, "item": item}), languages)


def ticked(turn: Turn) -> Outcome:
    """The thing of the button ticked off, and what is left of the list."""
    pairs = _pairs(turn)
    session, item = pairs[TICKS.index(turn.press.button)]
    saves = tuple(_done(turn, session, item))
    context = replace(turn.context, view=After(turn.context.view, Outcome(saves=saves)))
    left = _left(replace(turn, context=context), pairs)
    return replace(left, saves=(*saves, *left.saves))


def _done(turn: Turn, number: str, item: str) -> Iterator[Plan]:
    session = turn.context.view.get(Session, number)
    whole = plan.plan_of(turn.context, session) if session else None
    found = whole.item(item) if whole else None
    if whole is not None and found is not None and found.done is None:
        yield whole.with_(replace(found, done=turn.context.now, done_by=turn.address))


def waits_for_words(turn: Turn) -> bool:
    """Whether the list of the card still has something on it."""
    return turn.card is not None and not turn.card.done


def show(turn: Turn) -> Outcome:
    """What is left of the list."""
    return _left(turn, _pairs(turn))


def _pairs(turn: Turn) -> list[Pair]:
    assert turn.card is not None
    return [(str(session), str(item)) for session, item in turn.card.facts["pairs"]]


def _left(turn: Turn, pairs: list[Pair]) -> Outcome:
    """What is left of the list, in the place of the card."""
    assert turn.card is not None
    open_ = [
        each
        for number in dict.fromkeys(session for session, _ in pairs)
        if (session := turn.context.view.get(Session, number))
        for each in plan.due(turn.context, session)
        if (number, each.item.id) in pairs and not each.done
    ]
    if not open_:
        done = replace(turn.card, done=turn.press.button if turn.incoming.press else "")
        return Outcome(saves=(done,), answer=_answer(turn, Phrase("digest.nothing_left")))
    said = Phrase("digest.left", {"lines": [_line(turn.context, each) for each in open_]})
    left = [(each.session.id, each.item.id) for each in open_]
    card = replace(turn.card, buttons=TICKS[: len(left)], facts={"pairs": [*map(list, left)]})
    outcome = turn.offer(card, _rendered(card, said, left, turn.languages), said)
    return replace(outcome, answer=replace(outcome.answer, replaces=card.ref))


def _answer(turn: Turn, said: Phrase) -> Answer:
    assert turn.card is not None
    return Answer(turn.words(said.key, **said.facts), replaces=turn.card.ref)
