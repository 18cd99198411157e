"""Which plan, and which thing in it, is spoken of."""

from dataclasses import dataclass

from bot.context import Context, Turn
from bot.errors import Refusal
from bot.hosting import plan
from bot.hosting.facts import FACTS
from bot.hosting.rows import Row, bare, row
from bot.model.outcome import Outcome
from bot.model.plan import Item, Plan
from bot.model.session import Session
from bot.questions.alike import near, telling
from bot.skills.plan.showing import meant


@dataclass(frozen=True, slots=True)
class Chosen:
    """A thing in a plan; without a session, in the template."""

    plan: Plan
    item: Item
    session: Session | None

    @property
    def watched(self) -> bool:
        """Whether the bot sees by itself that it is done."""
        return self.item.name in FACTS

    def row(self, context: Context) -> Row:
        """Its line, as it is now."""
        if self.session is None:
            return bare(context, self.item)
        at = plan.moment(context.team, self.session, self.item.lead)
        done = self.item.done is not None
        return row(context, plan.Due(self.session, self.item, at, done, self.watched))


def plan_meant(turn: Turn) -> tuple[Plan, Session | None] | Outcome:
    """The template where that is spoken of, else the plan of the session that is meant."""
    if turn.slots.get("template"):
        return plan.template(turn.context), None
    session = meant(turn)
    if isinstance(session, Outcome):
        return session
    return plan.plan_of(turn.context, session), session


def chosen(turn: Turn, named: str) -> Chosen | Outcome:
    """The thing that is named by its number or its words; raises Refusal for none or several."""
    found = plan_meant(turn)
    if isinstance(found, Outcome):
        return found
    whole, session = found
    if not named:
        return turn.ask("item", "plan.which")
    return Chosen(whole, item_of(whole, named), session)


def item_of(whole: Plan, named: str) -> Item:
    """The item with this number, or with these words."""
    number = named.strip(" #.")
    if number.isdecimal():
        item = whole.item(number.lstrip("0"))
        if item is None:
            raise Refusal("plan.no_such_item", named=named[:80])
        return item
    found = [each for each in whole.items if _is_called(each, named)]
    if not found:
        raise Refusal("plan.no_such_item", named=named[:80])
    if len(found) > 1:
        raise Refusal("plan.several", named=named[:80], items=found[:5])
    return found[0]


def _is_called(item: Item, named: str) -> bool:
    """Whether the words are its own, but for how they are written, or stand in them."""
    wanted, sides = named.casefold().strip(), (item.words.en, item.words.fr)
    alike = any(near(telling(named), telling(side)) for side in sides if side)
    return alike or (len(wanted) > 2 and any(wanted in side.casefold() for side in sides))
