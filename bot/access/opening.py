"""A new ticket: numbered, with an owner and a day, and told to nobody but its owner."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot import texts
from bot.access import card, plan, ways
from bot.context import Context, merge
from bot.errors import Refusal
from bot.model.access import LONGEST, Kind, Ticket, TicketSource
from bot.model.outcome import Outcome
from bot.model.people import Noted, Role
from bot.model.session import Session
from bot.model.words import Language, Phrase
from bot.planning.drafts import numbered
from bot.posts import Note, to_person
from bot.understanding import spoken_of, understand

MOST_OF_ONE, MOST_OF_PAGES = 10, 200
"""The most that may be open of one person, and of all who left no address."""
KINDS: Mapping[str, Kind] = {"access.ask": "request", "access.complain": "complaint"}
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
NOTHING = re.compile(
    r"\W*(?:no(?:ne|thing|n|pe)?|n\W?a|nil|aucune?|rien|s\W?o|sans objet|0)?\W*", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """What somebody said: the words, who said them and how, for which session."""

    words: str
    kind: Kind = "request"
    by: str = ""
    session: Session | None = None
    brought: TicketSource = "chat"
    source: str = ""
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A ticket, and all that follows from it inside the team."""

    ticket: Ticket
    outcome: Outcome = field(default_factory=Outcome)


def is_needed(words: str) -> bool:
    """Whether what stands in a form says that something is needed ("none", « aucun » do not)."""
    return NOTHING.fullmatch(words) is None


def is_need(words: str, now: datetime) -> bool:
    """Whether words say what somebody needs, or what shut them out."""
    return kind_of(words, now) is not None


def kind_of(words: str, now: datetime) -> Kind | None:
    """Whether words say what somebody needs, or what shut them out; None for all else."""
    return KINDS.get(understand(words, Role.PARTICIPANT, now).intent)


def opened(context: Context, new: New) -> Opened:
    """The ticket, or the one there is of the same words; raises Refusal if many are open."""
    mine = context.view.find(Ticket, "by_open", new.by) if new.by else ()
    same = next((each for each in mine if each.words == _whole(new.words)), None)
    if same is not None:
        return Opened(same)
    if len(mine) >= MOST_OF_ONE or _pages_are_full(context, new):
        raise Refusal("access.many", mail=context.setup.mail_from)
    return all_opened(context, [new])[0]


def _pages_are_full(context: Context, new: New) -> bool:
    return not new.by and context.view.count(Ticket, "stands", "open") >= MOST_OF_PAGES


def all_opened(context: Context, news: Sequence[New]) -> list[Opened]:
    """A ticket for each, numbered one after the other."""
    if not news:
        return []
    ids, counter = numbered(context.next("access_ticket"), len(news))
    found = [_opened(context, id_, new) for id_, new in zip(ids, news, strict=True)]
    first = found[0]
    return [Opened(first.ticket, merge(Outcome(saves=(counter,)), first.outcome)), *found[1:]]


def _opened(context: Context, id_: str, new: New) -> Opened:
    ticket = _ticket(context, id_, new)
    noted = Noted(id=context.id_for(f"access/{id_}"), at=context.now, who="", what="access.opened")
    told = card.told(context, ticket, "access.yours")
    return Opened(ticket, merge(Outcome(saves=(ticket, noted)), told))


def _ticket(context: Context, id_: str, new: New) -> Ticket:
    spoken, until = spoken_of(new.words), plan.due(context, new.session)
    return Ticket(
        id=id_,
        kind=new.kind,
        words=_whole(new.words),
        topics=ways.topics(spoken),
        services=ways.services(spoken),
        language=new.language,
        by=new.by.lower(),
        session=new.session.id if new.session else "",
        brought=new.brought,
        source=new.source,
        at=context.now,
        owner=_owner(context),
        due=until,
        nudge=plan.nudge(context.now, until),
    )


def _whole(words: str) -> str:
    return words.strip()[:LONGEST]


def _owner(context: Context) -> str:
    """Of those who see to tickets, the one with the fewest."""
    count = context.view.count
    return min(plan.people(context), key=lambda each: count(Ticket, "owned", each), default="")


def address_in(words: str) -> str:
    """The address that somebody left in their words, if there is one."""
    found = EMAIL.search(words)
    return found[0].lower() if found else ""


def acknowledged(context: Context, ticket: Ticket, session: Session | None) -> Phrase:
    """That it was heard, until when somebody answers, and what works meanwhile."""
    return Phrase(
        f"access.heard_{ticket.kind}",
        {
            "ticket": ticket,
            "session": session,
            "ways": ways.told(context, ticket, session),
            "mail": context.setup.mail_from,
        },
    )


def acknowledgement(context: Context, ticket: Ticket, session: Session | None) -> Outcome:
    """The same as a message to who brought it; nothing where they left no address."""
    if not ticket.by:
        return Outcome()
    said = acknowledged(context, ticket, session)
    note = Note(
        key=f"access/{ticket.id}/heard",
        words=said,
        subject=Phrase("access.heard_subject"),
        letter=Phrase("access.letter", {"said": texts.both(said), "team": context.team}),
        about=f"access/{ticket.id}",
    )
    return Outcome(sends=(to_person(context, ticket.by, note),))
