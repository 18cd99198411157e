"""New questions as they are kept: numbered, and gathered under those that ask the same."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.context import Context
from bot.model.glossary import GLOSSARY, Glossary
from bot.model.question import OPEN, AudienceQuestion, Brought, QuestionState
from bot.model.record import Record
from bot.model.session import Session
from bot.planning.drafts import numbered
from bot.questions.across import Pairs, pairs_of
from bot.questions.alike import Among
from bot.questions.standing import those
from bot.questions.voters import key_of, up_vote
from bot.understanding import language_of


@dataclass(frozen=True, slots=True)
class New:
    """A question as it came. ``who`` tells its asker from others, ``by`` is where they are told."""

    words: str
    who: str = ""
    by: str = ""
    brought: Brought = "chat"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is saved of new questions, and the questions themselves."""

    saves: tuple[Record, ...] = ()
    questions: tuple[AudienceQuestion, ...] = ()


def kept(context: Context, session: Session, news: Iterable[New]) -> Kept:
    """The questions with their numbers; one that was asked before is gathered under that one.

    Who asks would like an answer: their up-vote counts for the question it is gathered under.
    """
    asked = tuple(news)
    if not asked:
        return Kept()
    ids, counter = numbered(context.next("question"), len(asked))
    key = key_of(context, session)
    open_ = those(context.view, session.id, *OPEN, QuestionState.ANSWERED)
    among = Among(open_, _pairs(context, session))
    questions, votes = [], []
    for number, each in zip(ids, asked, strict=True):
        question = _question(context, session, number, each)
        lead = among.alike(each.words)
        if lead is None:
            among.add(question)
        questions.append(replace(question, lead=lead.id) if lead else question)
        if each.who:
            votes.append(up_vote(key, lead.id if lead else number, each.who))
    return Kept((counter, key, *questions, *votes), tuple(questions))


def _pairs(context: Context, session: Session) -> Pairs:
    """The words that go together in both languages, for the team and this session."""
    glossary = context.view.get(Glossary, GLOSSARY) or Glossary()
    return pairs_of((*glossary.terms, session.title))


def _question(context: Context, session: Session, number: str, new: New) -> AudienceQuestion:
    return AudienceQuestion(
        id=number,
        session=session.id,
        words=new.words,
        language=language_of(new.words),
        by=new.by.lower(),
        brought=new.brought,
        source=new.source,
        at=context.now,
    )
