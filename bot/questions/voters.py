"""Who would like an answer, once a person: a mark that only the key of the session makes."""

from bot.context import Context
from bot.model.question import QuestionKey, UpVote
from bot.model.session import Session
from bot.polling.voters import mark
from bot.questions.standing import until


def key_of(context: Context, session: Session) -> QuestionKey:
    """The key of the session; a new one, to be saved, where there is none yet."""
    kept = context.view.get(QuestionKey, session.id)
    fresh = QuestionKey(session=session.id, key=context.unguessable(), until=until(session))
    return kept or fresh


def up_vote(key: QuestionKey, question: str, who: str) -> UpVote:
    """The person's up-vote; another one takes its place."""
    return UpVote(question=question, voter=mark(key.key, who))
