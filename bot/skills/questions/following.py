"""What is left after a session: the open questions with their owners; what asks the same."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import islice

from bot import sessions, speakers
from bot.context import Context, Turn, merge
from bot.errors import Refusal
from bot.model.outcome import Outcome
from bot.model.people import Noted
from bot.model.question import OPEN, AudienceQuestion, QuestionKey, UpVote
from bot.model.session import Session
from bot.model.words import Phrase
from bot.planning.drafts import noted
from bot.posts import Note, to_person, to_space
from bot.questions import standing
from bot.questions.voters import up_vote
from bot.skills.questions import desk
from bot.skills.questions.moderating import named

LISTED = 20
"""The most questions on one list; the rest are counted."""
AFTER, UNTIL = timedelta(minutes=30), timedelta(days=2)
"""When after the end of a session its list comes, and until when it still makes sense."""
KEYS_AT_ONCE = 50


def follow_up(turn: Turn) -> Outcome:
    """The open questions of a session, with their owners."""
    session = _held(turn)
    if isinstance(session, Outcome):
        return session
    said = _list(turn.context, session)
    return turn.say(said.key, **said.facts)


def _held(turn: Turn) -> Session | Outcome:
    """The session that is named; else the last one that is over."""
    if turn.slots.get("session"):
        return sessions.meant(turn)
    past = sessions.past(turn)
    return past[0] if past else sessions.meant(turn)


def _list(context: Context, session: Session) -> Phrase:
    found = standing.those(context.view, session.id, *OPEN)
    facts = {"session": session, "questions": found[:LISTED], "more": max(0, len(found) - LISTED)}
    return Phrase("questions.follow_up", facts)


def own(turn: Turn) -> Outcome:
    """Somebody sees to a question from now on, and is told."""
    question = _asked(turn)
    if isinstance(question, Outcome):
        return question
    who = speakers.person(turn)
    if isinstance(who, Outcome):
        return who
    address = who.address.lower()
    now = question.changed(owner=address)
    saves = (now, noted(turn, "question.owner", f"question/{question.id}"))
    facts = {"question": now, "owner": address}
    sends = () if address == turn.address else (to_person(turn.context, address, _note(now)),)
    return Outcome(saves=saves, sends=sends, answer=turn.reply("questions.owned", **facts))


def _note(question: AudienceQuestion) -> Note:
    words = Phrase("questions.yours", {"question": question})
    return Note(
        key=f"questions/{question.id}/owner/{question.version}",
        words=words,
        subject=Phrase("questions.yours_subject", {"question": question}),
        letter=words,
        about=f"session/{question.session}",
    )


def _asked(turn: Turn) -> AudienceQuestion | Outcome:
    number = str(turn.slots.get("asked", ""))
    return named(turn.context, number) if number else turn.ask("asked", "questions.which")


def same(turn: Turn) -> Outcome:
    """One question gathered under another; who wanted it wants that one."""
    question, number = _asked(turn), str(turn.slots.get("same_as", ""))
    if isinstance(question, Outcome):
        return question
    if not number:
        return turn.ask("same_as", "questions.which_same", question=question)
    lead = named(turn.context, number)
    lead = named(turn.context, lead.lead) if lead.lead else lead
    if lead.id == question.id or lead.session != question.session:
        raise Refusal("questions.not_the_same")
    answer = turn.reply("questions.gathered", question=question, lead=lead)
    return replace(_told(turn, question, _gathered(turn.context, question, lead)), answer=answer)


def _gathered(context: Context, question: AudienceQuestion, lead: AudienceQuestion) -> Outcome:
    """The question and those under it below the lead, and their up-votes with it."""
    view = context.view
    below = (question, *standing.alike(view, question))
    votes = view.find(UpVote, "question", question.id)
    return Outcome(
        saves=(
            *(each.changed(lead=lead.id) for each in below),
            *(replace(each, question=lead.id) for each in votes),
        ),
        removes=tuple(votes),
    )


def apart(turn: Turn) -> Outcome:
    """A question that was gathered under another stands by itself again.

    Who asked it wants it, and no longer the one it was gathered under.
    """
    question = _asked(turn)
    if isinstance(question, Outcome):
        return question
    moved = tuple(_own_vote(turn.context, question))
    saved = Outcome(
        saves=(question.changed(lead=""), *(now for _, now in moved)),
        removes=tuple(before for before, _ in moved),
    )
    return replace(
        _told(turn, question, saved), answer=turn.reply("questions.apart", question=question)
    )


def _own_vote(context: Context, question: AudienceQuestion) -> Iterator[tuple[UpVote, UpVote]]:
    """The up-vote of who asked, under the lead and by itself, where it is still known whose."""
    key, who = context.view.get(QuestionKey, question.session), question.by or question.source
    if key is None or not who:
        return
    under = up_vote(key, question.lead, who)
    if context.view.get(UpVote, under.key) is not None:
        yield under, up_vote(key, question.id, who)


def _told(turn: Turn, question: AudienceQuestion, outcome: Outcome) -> Outcome:
    session = sessions.of_card(turn.context, question.session)
    return desk.told(turn.context, session, outcome)


def due(context: Context) -> Outcome:
    """The list of what a session left open, once; keys that have had their time are destroyed."""
    now = context.now
    old = tuple(islice(context.view.between(QuestionKey, "until", None, now), KEYS_AT_ONCE))
    lately = context.view.between(Session, "starts", now - UNTIL, now)
    lists = (_owed(context, each) for each in lately if each.ends + AFTER <= now)
    return merge(Outcome(removes=old), *lists)


def _owed(context: Context, session: Session) -> Outcome:
    key = f"questions/follow/{session.id}"
    if context.view.get(Noted, key) or not context.team.spaces:
        return Outcome()
    if not standing.those(context.view, session.id, *OPEN):
        return Outcome()
    words = _list(context, session)
    about = f"session/{session.id}"
    told = Noted(id=key, at=context.now, who="", what="question.follow_up", about=about)
    note = Note(key, words, words, words, about, expires=session.ends + UNTIL)
    return Outcome(saves=(told,), sends=to_space(context, note))
