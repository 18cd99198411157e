"""What the team decides on a question: by a press of the card, or by its number in words."""

from collections.abc import Callable
from dataclasses import replace

from bot import sessions
from bot.context import Context, Handler, Turn
from bot.errors import Refusal
from bot.model.outbox import Sending
from bot.model.outcome import Outcome
from bot.model.question import LONGEST, AudienceQuestion, QuestionState
from bot.model.session import Session
from bot.model.words import Phrase
from bot.planning.drafts import noted
from bot.posts import Note, to_person
from bot.questions import standing
from bot.skills.questions import desk

Decided = Callable[[AudienceQuestion, str], AudienceQuestion]
LONGEST_ANSWER = 2_000


def approve(question: AudienceQuestion, _: str) -> AudienceQuestion:
    """The question as anybody may read it."""
    return question.changed(state=QuestionState.APPROVED)


def answer(question: AudienceQuestion, words: str) -> AudienceQuestion:
    """The question answered: in these words, or aloud where there are none."""
    said = words.strip()
    if len(said) > LONGEST_ANSWER:
        raise Refusal("questions.answer_long", count=len(said), most=LONGEST_ANSWER)
    return question.changed(state=QuestionState.ANSWERED, answer=said)


def defer(question: AudienceQuestion, _: str) -> AudienceQuestion:
    """The question kept for after the session."""
    return question.changed(state=QuestionState.DEFERRED)


def redact(question: AudienceQuestion, words: str) -> AudienceQuestion:
    """The question approved in other words; what it said before is not kept."""
    said = " ".join(words.split())
    if not said:
        raise Refusal("questions.redact_empty")
    if len(said) > LONGEST:
        raise Refusal("questions.long", count=len(said), most=LONGEST)
    return question.changed(state=QuestionState.APPROVED, words=said)


def hide(question: AudienceQuestion, _: str) -> AudienceQuestion:
    """The question that nobody else is to read."""
    return question.changed(state=QuestionState.HIDDEN)


DECISIONS: dict[str, Decided] = {
    "approve": approve,
    "answer": answer,
    "defer": defer,
    "redact": redact,
    "hide": hide,
}


def pressed(name: str) -> Handler:
    """The handler of a button: the card moves on to what comes next."""

    def handle(turn: Turn) -> Outcome:
        assert turn.card is not None
        session = sessions.of_card(turn.context, str(turn.card.facts["session"]))
        question = named(turn.context, turn.press.fields.get("question", ""))
        if question.session != session.id or not question.open or question.lead:
            return desk.answered(turn, session, Outcome())
        done = _done(turn, question, name, turn.press.fields.get("words", ""))
        return desk.answered(turn, session, done)

    return handle


def spoken(name: str) -> Handler:
    """The handler of words that name a question: “approve question 3”."""

    def handle(turn: Turn) -> Outcome:
        if not turn.slots.get("asked"):
            return turn.ask("asked", "questions.which")
        question = _leading(turn.context, named(turn.context, str(turn.slots["asked"])))
        done = _done(turn, question, name, str(turn.slots.get("told", "")))
        session = sessions.of_card(turn.context, question.session)
        told = desk.told(turn.context, session, done)
        written = str(turn.slots.get("told", ""))
        facts = {"question": question, "answer": written, "told": len(done.sends)}
        return replace(told, answer=turn.reply(f"questions.done_{name}", **facts))

    return handle


def named(context: Context, number: str) -> AudienceQuestion:
    """The question with this number; raises Refusal where there is none."""
    found = context.view.get(AudienceQuestion, number.strip(" #."))
    if found is None:
        raise Refusal("questions.unknown")
    return found


def _leading(context: Context, question: AudienceQuestion) -> AudienceQuestion:
    """The question itself, or the one under which it is gathered."""
    return named(context, question.lead) if question.lead else question


def _done(turn: Turn, question: AudienceQuestion, name: str, words: str) -> Outcome:
    now = DECISIONS[name](question, words)
    audit = noted(turn, f"question.{name}", f"question/{question.id}")
    saves = (now, audit)
    if not now.answer or name != "answer":
        return Outcome(saves=saves)
    return Outcome(saves=saves, sends=tuple(_answers(turn.context, now)))


def _answers(context: Context, question: AudienceQuestion) -> list[Sending]:
    """The answer for each who asked, once a person."""
    asked = (question, *standing.alike(context.view, question))
    session = context.view.get(Session, question.session)
    by = {each.by: each for each in reversed(asked) if each.by}
    return [
        to_person(context, address, _note(question, each, session))
        for address, each in sorted(by.items())
    ]


def _note(question: AudienceQuestion, own: AudienceQuestion, session: Session | None) -> Note:
    facts = {"question": own, "answer": question.answer, "session": session}
    return Note(
        key=f"questions/{question.id}/{question.version}/{own.id}",
        words=Phrase("questions.answer", facts),
        subject=Phrase("questions.answer_subject", facts),
        letter=Phrase("questions.answer_letter", facts),
        about=f"session/{question.session}",
    )
