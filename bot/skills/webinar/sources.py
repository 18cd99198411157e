"""“webinar links by channel for session 3”; « liens du webinaire par canal pour la séance 3 ».

Each channel in which a session is told has a link of its own to register in Webex, which then says
who came by it.
"""

from bot import sessions, texts
from bot.context import Turn, merge
from bot.errors import Refusal
from bot.model.outcome import Outcome
from bot.model.promotion import Channel
from bot.model.session import Session
from bot.model.webinar import SKILL, Webinar
from bot.model.words import Phrase
from bot.planning.changes import must_be_open
from bot.skills.webinar import errands

CHANNELS = tuple(each.value for each in Channel)
NAMES = {Channel.X.value: "x_post"}
"""What the texts call a channel, where that is not its own name."""


def sources(turn: Turn) -> Outcome:
    """The links, and how many came by each; they are made when they are first asked for."""
    session = sessions.meant(turn)
    if isinstance(session, Outcome):
        return session
    context = turn.context
    webinar = context.view.get(Webinar, session.id)
    if webinar is None or not webinar.meeting:
        raise Refusal(f"{SKILL}.no_webinar", session=session)
    if webinar.sources:
        phrase = listed(session, webinar)
        return turn.say(phrase.key, **phrase.facts)
    must_be_open(context, session)
    if not context.setup.webinars:
        raise Refusal(f"{SKILL}.no_token_for_sources", session=session)
    asked = errands.sources(turn, webinar, CHANNELS)
    return merge(asked, turn.say(f"{SKILL}.sourcing", session=session))


def listed(session: Session, webinar: Webinar) -> Phrase:
    """Each channel with its link and how many came by it, the usual ones first."""
    links = [
        (
            texts.both(Phrase(f"{SKILL}.channel_{NAMES.get(name, name)}")),
            webinar.sources[name],
            webinar.came_by.get(name, 0),
        )
        for name in CHANNELS
        if name in webinar.sources
    ]
    return Phrase(f"{SKILL}.sources", {"session": session, "links": links})
