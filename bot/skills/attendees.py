"""People of older sessions who agreed to be told of those to come, as lists bring them.

Of a list that is brought it is kept on what basis its people may be written to. Somebody whose row
says no is taken off, whatever an older list says; somebody who was erased does not come back.
"""

from collections import Counter
from collections.abc import Sequence

from bot.context import Context, Skill, Turn
from bot.model.outcome import Answer, Outcome
from bot.model.outreach import PastAttendee
from bot.model.record import Record
from bot.registering.request import Request
from bot.suppression import erased

NAME = "attendees"
LONGEST_BASIS = 300


def deliver(turn: Turn) -> Outcome:
    """What became of each person of a list, counted."""
    delivery = turn.incoming.delivery
    assert delivery is not None
    basis = str(delivery.facts["basis"])[:LONGEST_BASIS]
    themes = tuple(filter(None, [str(delivery.facts["theme"])]))
    requests: Sequence[Request] = delivery.facts["requests"]
    saves: list[Record] = []
    removes: list[Record] = []
    counted: Counter[str] = Counter()
    for each in requests:
        known = turn.context.view.get(PastAttendee, each.address)
        if each.consent is False or erased(turn.context, each.address):
            counted["declined"] += 1
            removes += [known] if known else []
            continue
        now = _told(turn.context, known, each, basis, themes)
        counted["new" if known is None else "same" if now == known else "changed"] += 1
        saves += [now] if now != known else []
    words = turn.words(f"{NAME}.brought", **{name: counted[name] for name in BROUGHT})
    return Outcome(saves=tuple(saves), removes=tuple(removes), answer=Answer(words, facts=counted))


BROUGHT = ("new", "changed", "same", "declined")


def _told(
    context: Context,
    known: PastAttendee | None,
    request: Request,
    basis: str,
    themes: tuple[str, ...],
) -> PastAttendee:
    """The person with what this list says; what it leaves open stays as it was."""
    if known is None:
        return PastAttendee(
            address=request.address,
            name=request.name,
            language=request.language,
            department=request.department,
            themes=themes,
            basis=basis,
            added=context.now,
        )
    fresh = {
        "name": request.name or known.name,
        "language": request.language or known.language,
        "department": request.department or known.department,
        "themes": tuple(dict.fromkeys((*known.themes, *themes))),
    }
    if all(getattr(known, name) == value for name, value in fresh.items()):
        return known
    return known.changed(**fresh, basis=basis)


SKILL = Skill(NAME, delivered=deliver)
