"""The test of a session on a card, a page at a time; and its results in one message."""

from collections.abc import Iterator
from dataclasses import replace

import cards
from bot import sessions, texts
from bot.context import CARD_LIFE, Context, Turn
from bot.hosting import testing
from bot.hosting.rows import SHORT, called
from bot.model.conversation import Card
from bot.model.outcome import Outcome
from bot.model.platform_test import PlatformTest, TestStep
from bot.model.session import Session
from bot.model.words import Both, Language, Phrase

NAME = "platform_test"
ON_A_PAGE = 8
BUTTONS = ("test_passed", "test_failed", "test_rest", "test_more")


def show(turn: Turn) -> Outcome:
    """The test of the session that is named, or of the next one."""
    session = meant(turn)
    return session if isinstance(session, Outcome) else shown(turn, session, 1)


def results(turn: Turn) -> Outcome:
    """What came of every step, who said so and when."""
    session = meant(turn)
    if isinstance(session, Outcome):
        return session
    steps = testing.steps_of(turn.context).steps
    return turn.say(f"{NAME}.results", **facts_of(turn.context, session, steps))


def meant(turn: Turn) -> Session | Outcome:
    """The session that is named; else the one that is on or comes next, or the last one."""
    found = [*sessions.upcoming(turn)[:1], *sessions.past(turn)[:1]]
    return sessions.meant(turn) if turn.slots.get("session") or not found else found[0]


def facts_of(context: Context, session: Session, steps: tuple[TestStep, ...]) -> dict[str, object]:
    """What texts say of the test, with a line for each of these steps."""
    test, every = testing.test_of(context, session), testing.steps_of(context).steps
    tried = [found for each in every if (found := test.result(each.id))]
    return {
        "session": session,
        "all": len(every),
        "passed": sum(each.passed for each in tried),
        "failed": sum(not each.passed for each in tried),
        "lines": [_line(context, test, each) for each in steps],
    }


def _line(context: Context, test: PlatformTest, step: TestStep) -> Both:
    result = test.result(step.id)
    by = called(context, result.by) if result else ""
    owner = called(context, result.owner) if result else ""
    facts = {"step": step, "result": result, "by": by, "owner": owner}
    return texts.both(Phrase(f"{NAME}.line", facts))


def shown(turn: Turn, session: Session, number: int, card: Card | None = None) -> Outcome:
    """The page on a card; in the place of the card, if there is one."""
    steps = testing.steps_of(turn.context).steps
    pages = max(1, -(-len(steps) // ON_A_PAGE))
    number = min(number, pages)
    here = steps[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    now = _card(turn, session, number, card)
    facts = facts_of(turn.context, session, here) | {"page": number, "pages": pages}
    said = Phrase(f"{NAME}.card", facts)
    test = testing.test_of(turn.context, session)
    untried = (each.id for each in here if test.result(each.id) is None)
    drawn = {
        "said": texts.render_in(said, turn.languages),
        "choices": [(each.id, _short(each, turn.language)) for each in here],
        "chosen": next(untried, here[0].id if here else ""),
        "buttons": [(n, turn.words(f"buttons.{n}")) for n in _buttons(turn, test, pages)],
    }
    outcome = turn.offer(now, cards.render("platform_test", now.ref, turn.languages, drawn), said)
    if card is None:
        return outcome
    return replace(outcome, answer=replace(outcome.answer, replaces=card.ref))


def _short(step: TestStep, language: Language) -> str:
    words = step.words.in_(language)
    return f"{step.id}: {words if len(words) <= SHORT else f'{words[: SHORT - 1]}…'}"


def _buttons(turn: Turn, test: PlatformTest, pages: int) -> Iterator[str]:
    yield from ("test_passed", "test_failed")
    if any(test.result(each.id) is None for each in testing.steps_of(turn.context).steps):
        yield "test_rest"
    if pages > 1:
        yield "test_more"


def _card(turn: Turn, session: Session, page: int, card: Card | None) -> Card:
    return Card(
        ref=card.ref if card else turn.context.id_for("card/platform_test"),
        skill=NAME,
        buttons=BUTTONS,
        inputs=("step", "note"),
        place=turn.incoming.place,
        about=f"session/{session.id}",
        facts={"session": session.id, "page": page},
        until=turn.context.now + CARD_LIFE,
    )


def session_of(turn: Turn) -> Session:
    """The session whose test the pressed card is."""
    assert turn.card is not None
    return sessions.of_card(turn.context, str(turn.card.facts["session"]))


def again(turn: Turn) -> Outcome:
    """The page of the card as it stands."""
    if turn.card is None:
        return Outcome()
    return shown(turn, session_of(turn), int(turn.card.facts["page"]), turn.card)


def more(turn: Turn) -> Outcome:
    """The next page; after the last, the first."""
    assert turn.card is not None
    page = int(turn.card.facts["page"])
    last = -(-len(testing.steps_of(turn.context).steps) // ON_A_PAGE)
    return shown(turn, session_of(turn), page + 1 if page < last else 1, turn.card)
