"""Which post is meant."""

from collections.abc import Callable
from dataclasses import dataclass

from bot import sessions, texts
from bot.context import Context, Languages, Question, Turn
from bot.errors import Refusal
from bot.model.conversation import Card
from bot.model.mailing import Mailing
from bot.model.outcome import Outcome
from bot.model.people import Role
from bot.model.promotion import Post, PostState
from bot.model.session import Session
from bot.model.words import Both, Phrase
from bot.promoting import approving, plan
from bot.promoting.naming import called

NAME = "promotion"
Wanted = Callable[[Post], bool]


@dataclass(frozen=True, slots=True)
class Told:
    """A post, and the session that it tells of.

    ``mailing`` are its letters where they have just changed.
    """

    session: Session
    post: Post
    mailing: Mailing | None = None


def every(context: Context, session: Session) -> list[Post]:
    """The posts of a session as they are now, but for those that were dropped."""
    found = (approving.current(context, session, each) for each in plan.posts(context, session))
    return [each for each in found if each.state is not PostState.DROPPED]


def meant(turn: Turn, wanted: Wanted | None = None) -> Told | Outcome:
    """The post that the words mean; or the question that settles which one.

    Of several that the words may mean, the only one that is ``wanted`` is it.
    """
    session = sessions.meant(turn)
    if isinstance(session, Outcome):
        return session
    posts = every(turn.context, session)
    channel = str(turn.slots.get("channel", ""))
    found = plan.named(posts, channel) or _labelled(posts, channel)
    if wanted is not None and (fitting := [each for each in found if wanted(each)]):
        found = fitting
    if len(found) == 1:
        return Told(session, found[0])
    if not found:
        raise Refusal(f"{NAME}.no_such_post", session=session)
    choices = [(each.name, in_words(called(each), turn.languages)) for each in found]
    said = Phrase(f"{NAME}.which", {"session": session, "posts": [called(e) for e in found]})
    return turn.pose(Question("channel", said, choices))


def in_words(value: Both, languages: Languages) -> str:
    """A value of both languages, as it is said in these."""
    return texts.join(list(dict.fromkeys(value.in_(each) for each in languages)))


def _labelled(posts: list[Post], typed: str) -> list[Post]:
    """The posts that are called what was typed."""
    said = typed.strip().casefold()
    return [e for e in posts if said in (called(e).en.casefold(), called(e).fr.casefold())]


def of_card(context: Context, card: Card | None) -> Told:
    """The post that a card is about, as it is now."""
    key = str(card.facts["post"]) if card else ""
    number, _, name = key.partition("/")
    session = sessions.of_card(context, number)
    return Told(session, of_name(context, session, name))


def pressed(turn: Turn) -> Told:
    """The post of the pressed card; who is not of the team presses only a card of their own."""
    theirs = turn.card is not None and turn.card.person == turn.address != ""
    if turn.role is not Role.ORGANISER and not theirs:
        raise Refusal("turn.not_allowed")
    return of_card(turn.context, turn.card)


def of_name(context: Context, session: Session, name: str) -> Post:
    """The post of this name, as it is now; raises Refusal if there is none."""
    for each in plan.posts(context, session):
        if each.name == name:
            return approving.current(context, session, each)
    raise Refusal("turn.card_unknown")
