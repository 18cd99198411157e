"""A round of questions to the team: “ask the team for the lessons of session 1”.

« demande à l'équipe les leçons de la séance 1 ». Everybody of the team is asked once, in a line or
on a card; what they answer is kept as a lesson of that session.
"""

from dataclasses import replace

import cards
from bot import sessions, texts
from bot.context import CARD_LIFE, ORGANISERS, Context, Heard, Languages, Skill, Turn, merge
from bot.errors import Refusal
from bot.model.conversation import Card
from bot.model.lesson import TeamLesson
from bot.model.outbox import Sending
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.words import Phrase
from bot.planning.drafts import noted
from bot.planning.titles import titled
from bot.posts import Note, Shown, to_person

NAME = "lessons_round"
FIELD = "answer"


def ask(turn: Turn) -> Outcome:
    """A card to each organiser about a session that is over; nobody is asked twice."""
    session = sessions.held(turn)
    if isinstance(session, Outcome):
        return session
    if turn.context.now < session.ends:
        raise Refusal(f"{NAME}.not_over", session=session)
    fresh = [
        each
        for each in sorted(turn.context.organisers)
        if turn.context.view.get(Card, _ref(turn.context, session, each)) is None
    ]
    if not fresh:
        return turn.say(f"{NAME}.asked_already", session=session)
    asked = merge(*(_asked(turn.context, session, each) for each in fresh))
    audit = noted(turn, "lesson.round", f"session/{session.id}")
    said = turn.say(f"{NAME}.asked", session=session, count=len(fresh))
    return merge(asked, Outcome(saves=(audit,)), said)


def _ref(context: Context, session: Session, address: str) -> str:
    return f"{NAME}-{session.id}.{context.sealed(address)[:20]}"


def _asked(context: Context, session: Session, address: str) -> Outcome:
    card = Card(
        ref=_ref(context, session, address),
        skill=NAME,
        buttons=("save",),
        inputs=(FIELD,),
        person=address,
        about=f"session/{session.id}",
        facts={"session": session.id},
        until=context.now + CARD_LIFE,
        waits_with=address,
        names=("lesson leçon", session.title.en, session.title.fr),
    )
    return Outcome(saves=(card,), sends=(_question(context, session, card),))


def _question(context: Context, session: Session, card: Card) -> Sending:
    words = Phrase(f"{NAME}.question", {"session": session})

    def drawn(languages: Languages) -> cards.Rendered:
        facts = {"said": texts.render_in(words, languages), "slot": "text", "choices": ()}
        return cards.render("question", card.ref, languages, facts)

    letter = {"session": session, "link": context.link(card.ref), "team": context.team}
    note = Note(
        key=card.ref,
        words=words,
        subject=Phrase(f"{NAME}.subject", {"session": session}),
        letter=Phrase(f"{NAME}.letter", letter),
        about=card.about,
        shown=Shown(card, drawn),
    )
    return to_person(context, card.person, note)


def save(turn: Turn) -> Outcome:
    """The answer as a lesson, in the language it was written in; saved again, nothing."""
    if turn.card is None or turn.card.done:
        return show(turn)
    words = turn.press.fields.get(FIELD, "").strip()
    if not words:
        raise Refusal("question.empty")
    session = _session(turn)
    counter = turn.context.next("lesson")
    lesson = TeamLesson(
        id=str(counter.last),
        words=titled(turn, words),
        session=session.id,
        at=turn.context.now,
        by=turn.address,
    )
    settled = replace(turn.card, done="save", waits_with=None)
    saves = (counter, lesson, settled, noted(turn, "lesson.added", f"lesson/{lesson.id}"))
    return merge(Outcome(saves=saves), _thanked(turn, lesson, session))


def _thanked(turn: Turn, lesson: TeamLesson, session: Session) -> Outcome:
    """Thanks; in chat, with the question how the lesson reads in the other language."""
    missing = lesson.words.missing
    if missing is None or not turn.incoming.reachable:
        return turn.say(f"{NAME}.thanks", lesson=lesson, session=session)
    asking = replace(turn, intent="lesson.add", slots={"lesson": lesson.id})
    return asking.ask("second_words", "lessons.other", lesson=lesson, missing=missing)


def show(turn: Turn) -> Outcome:
    """That the question was answered, and how one adds to it; the question while it is open."""
    if turn.card is not None and not turn.card.done:
        return turn.say(f"{NAME}.question", session=_session(turn))
    return turn.say(f"{NAME}.add_more", session=_session(turn))


def _session(turn: Turn) -> Session:
    return sessions.of_card(turn.context, str(turn.card.facts["session"]) if turn.card else "")


SKILL = Skill(
    NAME,
    hears={"lesson.round": Heard(ask, ORGANISERS)},
    presses={"save": Heard(save, ORGANISERS)},
    show=show,
    waits=lambda turn: turn.card is not None and not turn.card.done,
)
