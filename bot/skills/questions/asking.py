"""Asking the speakers, and wanting an answer too: in chat, and from a session's page.

“question for session 3: …”, “vote for question 4” / « question pour la séance 3 : … »,
« vote pour la question 4 ».
"""

from dataclasses import replace

from bot import sessions
from bot.context import Context, Turn
from bot.errors import Refusal
from bot.model.conversation import Card
from bot.model.outcome import Answer, Outcome
from bot.model.people import Role
from bot.model.question import (
    ASK,
    BOX,
    LONGEST,
    SHOWN,
    SKILL,
    WANT,
    WANTED,
    AudienceQuestion,
    QuestionKey,
    QuestionState,
    UpVote,
)
from bot.model.session import Session
from bot.polling.voters import identity
from bot.questions import standing
from bot.questions.bringing import New, kept
from bot.questions.voters import up_vote
from bot.skills.questions import desk

MOST_OF_ONE, MOST_WAITING = 10, 1_000
"""The most that may wait of one person, and of all: what is more is asked to come again later."""


def of_box(session: Session) -> Card:
    """The box on the page of a session: anybody's."""
    return Card(
        ref=f"{BOX}{session.id}",
        skill=SKILL,
        buttons=(ASK,),
        inputs=("words",),
        facts={"session": session.id},
        until=standing.until(session),
        public=True,
    )


def of_wanted(question: AudienceQuestion, session: Session) -> Card:
    """The button beside a question that is shown: anybody's."""
    return Card(
        ref=f"{WANTED}{question.id}",
        skill=SKILL,
        buttons=(WANT,),
        facts={"question": question.id},
        until=standing.until(session),
        public=True,
    )


def ask(turn: Turn) -> Outcome:
    """The question, kept for the team to read; what is missing is asked for."""
    session = sessions.meant(turn)
    if isinstance(session, Outcome):
        return session
    words = str(turn.slots.get("told", ""))
    if not words:
        slots = {**turn.slots, "session": session.id}
        return replace(turn, slots=slots).ask("told", "questions.ask_told", session=session)
    saved = _put(turn, session, New(_whole(words), turn.address, turn.address))
    return replace(saved, answer=turn.reply("questions.thanks", session=session))


def ask_on_page(turn: Turn) -> Outcome:
    """The question from the box of a session's page; nobody vouches for who asks."""
    assert turn.card is not None
    session = sessions.of_card(turn.context, str(turn.card.facts["session"]))
    words = _whole(turn.press.fields.get("words", ""))
    saved = _put(turn, session, New(words, identity(turn.incoming), brought="page"))
    return replace(saved, answer=turn.reply("questions.thanks_page", session=session))


def _whole(text: str) -> str:
    """The question on one line; raises Refusal for what cannot be put to anybody."""
    words = " ".join(text.split())
    if not any(each.isalnum() for each in words):
        raise Refusal("questions.empty")
    if len(words) > LONGEST:
        raise Refusal("questions.long", count=len(words), most=LONGEST)
    return words


def _put(turn: Turn, session: Session, new: New) -> Outcome:
    context = turn.context
    if not standing.takes_questions(session, context.now):
        raise Refusal("questions.over", session=session)
    _must_have_room(context, session, new)
    saved = Outcome(saves=kept(context, session, [new]).saves)
    return desk.told(context, session, saved)


def _must_have_room(context: Context, session: Session, new: New) -> None:
    view = context.view
    waiting = f"{session.id}/{QuestionState.WAITING}"
    if view.count(AudienceQuestion, "stands_in", waiting) >= MOST_WAITING:
        raise Refusal("questions.full")
    if not new.by:
        return
    own = view.find(AudienceQuestion, "asker", f"{session.id}/{new.by}")
    if sum(each.state is QuestionState.WAITING for each in own) >= MOST_OF_ONE:
        raise Refusal("questions.many", most=MOST_OF_ONE)


def want(turn: Turn) -> Outcome:
    """One more who would like the named question answered."""
    number = str(turn.slots.get("asked", ""))
    if not number:
        return turn.ask("asked", "questions.which_wanted")
    found = turn.context.view.get(AudienceQuestion, number.strip(" #."))
    return _wanted(turn, found)


def want_on_page(turn: Turn) -> Outcome:
    """One more who would like the question of the button answered."""
    assert turn.card is not None
    found = turn.context.view.get(AudienceQuestion, str(turn.card.facts["question"]))
    return _wanted(turn, found)


def _wanted(turn: Turn, found: AudienceQuestion | None) -> Outcome:
    """The up-vote; the same words for a question that nobody may read and one that is none."""
    context = turn.context
    session = context.view.get(Session, found.session) if found else None
    if found is None or session is None or found.lead or found.state not in SHOWN:
        raise Refusal("questions.unknown")
    if not (turn.role is Role.VISITOR or sessions.visible(turn, session)):
        raise Refusal("questions.unknown")
    key, who = context.view.get(QuestionKey, session.id), identity(turn.incoming)
    if found.state is QuestionState.ANSWERED or key is None:
        raise Refusal("questions.too_late", question=found)
    if not who:
        raise Refusal("questions.nobody")
    vote = up_vote(key, found.id, who)
    counted = standing.wanted(context.view, found)
    now = counted + (context.view.get(UpVote, vote.key) is None)
    said = turn.words("questions.wanted", question=found, wanted=now)
    return Outcome(saves=(vote,), answer=Answer(said, them_alone=True))
