"""Questions to the speakers: asked, up-voted, decided on by the team, seen by the speakers.

“question for session 3: …”, “show the questions”, “approve question 4” / « question pour la
séance 3 : … », « montre les questions », « approuve la question 4 ».
"""

from functools import partial

from bot import sessions
from bot.context import EVERYONE, INSIDERS, ORGANISERS, Context, Heard, Skill, Turn, merge
from bot.model.conversation import Card
from bot.model.outcome import Outcome
from bot.model.people import Role
from bot.model.question import ASK, BOX, DESK, SHOWN, WANT, WANTED, AudienceQuestion
from bot.model.question import SKILL as NAME
from bot.model.session import Session
from bot.questions import standing as stands
from bot.reporting import card, deciding
from bot.skills.questions import asking, desk, filing, following, moderating, pasting

MOST_LISTED = 20
FILE = f"{NAME}-file."
"""How the references of the cards of files begin."""


def list_all(turn: Turn) -> Outcome:
    """The moderators' card for the team; for all others what anybody may read."""
    session = _meant(turn)
    if isinstance(session, Outcome):
        return session
    if turn.role is Role.ORGANISER:
        return desk.shown(turn, session)
    store = turn.context.view
    found = stands.shown(store, session.id)
    lines = [(each, stands.wanted(store, each)) for each in found[:MOST_LISTED]]
    return turn.say("questions.shown", session=session, lines=lines)


def view(turn: Turn) -> Outcome:
    """Where the speakers see what is approved."""
    session = _meant(turn)
    if isinstance(session, Outcome):
        return session
    address = stands.view_address(turn.context, session.id)
    return turn.say("questions.view", session=session, address=address)


def _meant(turn: Turn) -> Session | Outcome:
    """The session that is named; else the one that is on or comes next, or the last one."""
    if turn.slots.get("session"):
        return sessions.meant(turn)
    found = [*sessions.upcoming(turn)[:1], *sessions.past(turn)[:1]]
    return found[0] if found else sessions.meant(turn)


def show(turn: Turn) -> Outcome:
    """The moderators' card as it stands."""
    if turn.card is not None and turn.card.ref.startswith(FILE):
        return deciding.shown(filing.KIND, turn, deciding.of_card(turn))
    if turn.card is None or not turn.card.ref.startswith(DESK):
        return Outcome()
    session = sessions.of_card(turn.context, str(turn.card.facts["session"]))
    return desk.answered(turn, session, Outcome())


def standing(context: Context, ref: str) -> Card | None:
    """The card with this reference, as it may be pressed now."""
    if ref.startswith(FILE):
        return card.standing(filing.KIND, context, ref)
    if ref.startswith(WANTED):
        return _wanted(context, ref.removeprefix(WANTED))
    name, _, number = ref.rpartition("-")
    session = context.view.get(Session, number)
    if session is None:
        return None
    if name + "-" == DESK:
        return desk.of_desk(session)
    return asking.of_box(session) if name + "-" == BOX and session.public else None


def _wanted(context: Context, number: str) -> Card | None:
    question = context.view.get(AudienceQuestion, number)
    session = context.view.get(Session, question.session) if question else None
    if question is None or session is None or question.state not in SHOWN:
        return None
    return asking.of_wanted(question, session)


def waits(turn: Turn) -> bool:
    """Whether the card of a file still waits for a word."""
    if turn.card is None or not turn.card.ref.startswith(FILE):
        return False
    return bool(card.buttons(filing.KIND, turn.context, deciding.of_card(turn)))


def due(context: Context) -> Outcome:
    """What a session left open; files that nobody decided about are taken away."""
    return merge(following.due(context), deciding.due(filing.KIND, context))


SKILL = Skill(
    NAME,
    hears={
        "question.ask": Heard(asking.ask, INSIDERS),
        "question.vote": Heard(asking.want, INSIDERS),
        "question.list": Heard(list_all, INSIDERS),
        **{
            f"question.{name}": Heard(moderating.spoken(name), ORGANISERS)
            for name in moderating.DECISIONS
        },
        "question.view": Heard(view, ORGANISERS),
        "question.owner": Heard(following.own, ORGANISERS),
        "question.same": Heard(following.same, ORGANISERS),
        "question.apart": Heard(following.apart, ORGANISERS),
        "question.follow_up": Heard(following.follow_up, ORGANISERS),
        "question.paste": Heard(pasting.paste, ORGANISERS),
    },
    presses={
        ASK: Heard(asking.ask_on_page, EVERYONE),
        WANT: Heard(asking.want_on_page, EVERYONE),
        "go": Heard(partial(deciding.go, filing.KIND), ORGANISERS),
        "stop": Heard(partial(deciding.stop, filing.KIND), ORGANISERS),
        **{
            f"question_{name}": Heard(moderating.pressed(name), ORGANISERS)
            for name in moderating.DECISIONS
        },
    },
    results=partial(deciding.heard, filing.KIND),
    show=show,
    waits=waits,
    standing=standing,
    delivered=filing.deliver,
    due=due,
)
