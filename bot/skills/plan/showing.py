"""A plan on a card, a page at a time: what is left of the month, or the day by the minute."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cards
from bot import sessions, texts
from bot.context import CARD_LIFE, Context, Turn
from bot.errors import Refusal
from bot.hosting import plan
from bot.hosting.rows import Row, bare, line, rows
from bot.model.conversation import Card
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.words import Phrase

NAME = "plan"
ON_A_PAGE = 10
BUTTONS = ("plan_done", "plan_more", "plan_day", "plan_month")
MONTH, DAY, TEMPLATE = "month", "day", "template"


@dataclass(frozen=True, slots=True)
class Page:
    """Which page: of which session's plan, or of the template; at which scale; which number."""

    scale: str
    session: Session | None = None
    number: int = 1


def show(turn: Turn) -> Outcome:
    """What is left to do for a session: the one that is named, or the next one."""
    session = meant(turn)
    return session if isinstance(session, Outcome) else shown(turn, Page(MONTH, session))


def run_of_show(turn: Turn) -> Outcome:
    """The day of a session by the minute."""
    session = meant(turn)
    return session if isinstance(session, Outcome) else shown(turn, Page(DAY, session))


def template(turn: Turn) -> Outcome:
    """What every session begins with."""
    return shown(turn, Page(TEMPLATE))


def meant(turn: Turn) -> Session | Outcome:
    """The session that is named; else the one that is on or comes next, or the last one."""
    named = str(turn.slots.get("session", ""))
    if named and named not in (turn.slots.get("item"), turn.slots.get("called")):
        return sessions.meant(turn)
    found = [*sessions.upcoming(turn)[:1], *sessions.past(turn)[:1]]
    return found[0] if found else sessions.meant(replace(turn, slots={}))


def shown(turn: Turn, page: Page, card: Card | None = None) -> Outcome:
    """The page on a card; in the place of the card, if there is one."""
    found = _rows(turn.context, page)
    pages = max(1, -(-len(found) // ON_A_PAGE))
    number = min(page.number, pages)
    here = found[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    now = _card(turn, replace(page, number=number), card)
    said = _said(turn.context, page, here, (number, pages))
    choices = [(e.id, e.short(turn.language)) for e in here if not e.done and not e.watched]
    facts = {
        "said": texts.render_in(said, turn.languages),
        "choices": choices if page.session else [],
        "buttons": [(n, turn.words(f"buttons.{n}")) for n in _buttons(page, choices, pages)],
    }
    outcome = turn.offer(now, cards.render("plan", now.ref, turn.languages, facts), said)
    if card is None:
        return outcome
    return replace(outcome, answer=replace(outcome.answer, replaces=card.ref))


def _rows(context: Context, page: Page) -> list[Row]:
    """What is on all pages together: of the month what is left, of the day everything."""
    if page.session is None:
        return [bare(context, each) for each in plan.template(context).items]
    due = plan.due(context, page.session)
    if page.scale == DAY:
        return rows(context, [each for each in due if each.item.lead.of_the_day])
    return rows(context, [e for e in due if not e.item.lead.of_the_day and not e.done])


def _said(context: Context, page: Page, here: list[Row], place: tuple[int, int]) -> Phrase:
    number, pages = place
    lines = [line(f"{NAME}.{page.scale}_row", each) for each in here]
    facts: dict[str, object] = {"lines": lines, "page": number, "pages": pages}
    if page.session is None:
        return Phrase(f"{NAME}.template", facts)
    due = [e for e in plan.due(context, page.session) if not e.item.lead.of_the_day]
    facts |= {
        "session": page.session,
        "all": len(due),
        "done": sum(each.done for each in due),
        "late": sum(each.late(context.now) for each in due),
        "watched": any(each.watched for each in here),
    }
    return Phrase(f"{NAME}.{page.scale}", facts)


def _buttons(page: Page, choices: list[tuple[str, str]], pages: int) -> Iterator[str]:
    if choices and page.session:
        yield "plan_done"
    if pages > 1:
        yield "plan_more"
    if page.session:
        yield "plan_month" if page.scale == DAY else "plan_day"


def _card(turn: Turn, page: Page, card: Card | None) -> Card:
    session = page.session.id if page.session else ""
    return Card(
        ref=card.ref if card else turn.context.id_for("card/plan"),
        skill=NAME,
        buttons=BUTTONS,
        inputs=("item",),
        place=turn.incoming.place,
        about=f"session/{session}" if session else "plan/template",
        facts={"scale": page.scale, "session": session, "page": page.number},
        until=turn.context.now + CARD_LIFE,
    )


def page_of(turn: Turn) -> Page:
    """The page that the pressed card shows."""
    if turn.card is None:
        raise Refusal("turn.card_unknown")
    facts = turn.card.facts
    number = str(facts["session"])
    session = sessions.of_card(turn.context, number) if number else None
    return Page(str(facts["scale"]), session, int(facts["page"]))


def again(turn: Turn) -> Outcome:
    """The page of the card as it stands."""
    return shown(turn, page_of(turn), turn.card)


def more(turn: Turn) -> Outcome:
    """The next page; after the last, the first."""
    page = page_of(turn)
    last = -(-len(_rows(turn.context, page)) // ON_A_PAGE)
    following = page.number + 1 if page.number < last else 1
    return shown(turn, replace(page, number=following), turn.card)


def day(turn: Turn) -> Outcome:
    """The day of the same session."""
    return shown(turn, replace(page_of(turn), scale=DAY, number=1), turn.card)


def month(turn: Turn) -> Outcome:
    """What is left to do for the same session."""
    return shown(turn, replace(page_of(turn), scale=MONTH, number=1), turn.card)
