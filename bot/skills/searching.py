"""“find everything about alex@example.ca from January to March 2027”, “what do you know of me?”.

« trouve tout sur alex@example.ca depuis mars 2026 », « que savez-vous sur moi? »

For access requests: a workbook behind a link that is good for an hour, for one person alone.
"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot import downloads
from bot.context import INSIDERS, ORGANISERS, Heard, Skill, Turn, merge
from bot.errors import Refusal
from bot.model.outcome import Outcome
from bot.model.people import Noted
from bot.model.search import A_DAY, Search
from bot.model.search import SKILL as NAME
from bot.model.session import OTTAWA
from bot.planning.drafts import noted
from bot.speakers import person

ENDINGS = {"download": ".xlsx"}


def find(turn: Turn) -> Outcome:
    """The link to all that is kept about somebody, noted for an audit without their address."""
    if not turn.incoming.private:
        raise Refusal(f"{NAME}.in_private")
    who = person(turn)
    if isinstance(who, Outcome):
        return who
    search = _search(turn, who.address)
    return merge(_linked(turn, search, "link"), Outcome(saves=(_audit(turn, search),)))


def own(turn: Turn) -> Outcome:
    """The link to all that is kept about whoever asks."""
    if not turn.incoming.private:
        raise Refusal(f"{NAME}.in_private")
    return _linked(turn, _search(turn, turn.address), "own_link")


def _search(turn: Turn, address: str) -> Search:
    first, last = (turn.slots.get(name) for name in ("first", "last"))
    return Search(
        id=turn.context.id_for("search"),
        address=address,
        by=turn.address,
        languages=turn.languages,
        until=turn.context.now + downloads.GOOD_FOR,
        start=_midnight(str(first)) if first else None,
        end=_midnight(str(last)) + A_DAY if last else None,
    )


def _midnight(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), ZoneInfo(OTTAWA))


def _linked(turn: Turn, search: Search, key: str) -> Outcome:
    wanted = downloads.Wanted(f"found/{search.id}", {"search": search.id}, ENDINGS)
    card = downloads.behind(turn, NAME, wanted)
    link = turn.context.link(card.ref)
    said = turn.say(f"{NAME}.{key}", search=search, link=link)
    return merge(Outcome(saves=(search, card)), said)


def _audit(turn: Turn, search: Search) -> Noted:
    return noted(turn, "records.searched", turn.context.sealed(search.address))


def show(turn: Turn) -> Outcome:
    """The page behind the link."""
    search = turn.of_card(Search, "search")
    return downloads.page(turn, turn.words(f"{NAME}.ready", search=search))


def download(turn: Turn) -> Outcome:
    """That the workbook may be handed over now; noted each time somebody else is in it."""
    search = turn.of_card(Search, "search")
    handed = downloads.handed_over(turn)
    return handed if search.own else merge(Outcome(saves=(_audit(turn, search),)), handed)


SKILL = Skill(
    NAME,
    hears={"records.find": Heard(find, ORGANISERS), "records.own": Heard(own, INSIDERS)},
    presses={name: Heard(download, INSIDERS) for name in ENDINGS},
    show=show,
)
