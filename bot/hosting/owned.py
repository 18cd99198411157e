"""What somebody owns, and the same in the hands of somebody else: for when they leave.

Each kind of thing with an owner has an entry in ``KINDS``; a new kind adds one.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.context import Context
from bot.hosting import plan, testing
from bot.model.access import Ticket
from bot.model.plan import TEMPLATE, Item, Plan
from bot.model.promotion import Post
from bot.model.question import OPEN, AudienceQuestion
from bot.model.record import Record
from bot.model.session import Session
from bot.promoting.plan import ENDED, habits
from bot.questions import standing


@dataclass(frozen=True, slots=True)
class Handed:
    """One record in its new hands: how many things of one kind that is, and for which session."""

    record: Record
    many: int = 1
    session: str = ""


@dataclass(frozen=True, slots=True)
class Hands:
    """From whom to whom, by their addresses."""

    giver: str
    taker: str


Handing = Callable[[Context, Hands], Iterator[Handed]]


def handed(context: Context, hands: Hands) -> Mapping[str, tuple[Handed, ...]]:
    """All that would change hands, by its kind; kinds with nothing are left out."""
    found = {kind: tuple(give(context, hands)) for kind, give in KINDS.items()}
    return {kind: each for kind, each in found.items() if each}


def _things(context: Context, hands: Hands) -> Iterator[Handed]:
    """Things to do, in the plans of their own that sessions have."""
    for session in plan.current(context):
        own = context.view.get(Plan, session.id)
        if own is None:
            continue
        open_ = {each.item.id for each in plan.due(context, session) if not each.done}
        yield from _of_plan(own, hands, session.id, open_)


def _template(context: Context, hands: Hands) -> Iterator[Handed]:
    """Things in the template, and so in every plan that nobody has changed."""
    own = context.view.get(Plan, TEMPLATE)
    if own is not None:
        yield from _of_plan(own, hands, "", {each.id for each in own.items})


def _of_plan(own: Plan, hands: Hands, session: str, open_: set[str]) -> Iterator[Handed]:
    theirs = [e for e in own.items if e.id in open_ and hands.giver in (e.owner, e.stand_in)]
    after = own
    for each in theirs:
        after = after.with_(_given(each, hands))
    if theirs:
        yield Handed(replace(after, version=own.version + 1), len(theirs), session)


def _given(item: Item, hands: Hands) -> Item:
    """The item in its new hands; nobody stands in for themselves."""
    owner = hands.taker if item.owner == hands.giver else item.owner
    stand_in = hands.taker if item.stand_in == hands.giver else item.stand_in
    return replace(item, owner=owner, stand_in="" if stand_in == owner else stand_in)


def _questions(context: Context, hands: Hands) -> Iterator[Handed]:
    """Questions to the speakers that are still open."""
    for session in plan.current(context):
        for each in _open(context, session):
            if each.owner == hands.giver:
                yield Handed(each.changed(owner=hands.taker), session=session.id)


def _open(context: Context, session: Session) -> Iterator[AudienceQuestion]:
    for lead in standing.those(context.view, session.id, *OPEN):
        yield lead
        yield from standing.alike(context.view, lead)


def _posts(context: Context, hands: Hands) -> Iterator[Handed]:
    """Posts that they are to put out, or to say yes to and were not asked for yet."""
    for each in context.view.find(Post, "live", "yes"):
        if each.state in ENDED:
            continue
        poster = hands.taker if each.poster == hands.giver else each.poster
        approves = each.approver == hands.giver and each.asked is None
        approver = hands.taker if approves else each.approver
        if (poster, approver) != (each.poster, each.approver):
            changed = each.changed(poster=poster, approver=approver)
            yield Handed(changed, session=each.session)


def _tickets(context: Context, hands: Hands) -> Iterator[Handed]:
    """What people need to take part, while it is open."""
    for each in context.view.find(Ticket, "owned", hands.giver):
        yield Handed(each.changed(owner=hands.taker, nudged=False), session=each.session)


def _tests(context: Context, hands: Hands) -> Iterator[Handed]:
    """What failed in the tests of the platform, until it works."""
    for session in plan.current(context):
        theirs = [e for _, e in testing.failed(context, session) if e.owner == hands.giver]
        if theirs and session.ends > context.now:
            given = (replace(each, owner=hands.taker) for each in theirs)
            after = testing.test_of(context, session).with_(*given)
            yield Handed(after, len(theirs), session.id)


def _usual_posts(context: Context, hands: Hands) -> Iterator[Handed]:
    """Lines of the usual promotion plan."""
    known = habits(context)
    lines = tuple(
        replace(
            each,
            poster=hands.taker if each.poster == hands.giver else each.poster,
            approver=hands.taker if each.approver == hands.giver else each.approver,
        )
        for each in known.lines
    )
    many = sum(one != other for one, other in zip(lines, known.lines, strict=True))
    if many:
        yield Handed(known.changed(lines=lines), many)


KINDS: Mapping[str, Handing] = {
    "things": _things,
    "template": _template,
    "questions": _questions,
    "tickets": _tickets,
    "tests": _tests,
    "posts": _posts,
    "usual_posts": _usual_posts,
}
"""What has an owner, by the name that texts have for it."""
