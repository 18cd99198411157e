"""Words that are ready to paste into the chat of a webinar, in both languages, from what is true.

A block with nothing to say, such as the resources of a session that has none, is not there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot import resources, texts, tools
from bot.context import Context
from bot.model.poll import Poll, PollState
from bot.model.session import Session
from bot.model.webinar import Webinar
from bot.model.words import Both, Phrase
from bot.polling import shown
from bot.speakers import confirmed

IN_ORDER = ("welcome", "captions", "ask", "poll", "resources", "evaluation", "thanks")
"""The blocks of a session as it goes well, from its beginning to its end."""
IN_TROUBLE = (
    "waiting",
    "no_sound",
    "no_french",
    "no_captions",
    "no_wordly",
    "link",
    "slides",
    "recording",
)
"""Those for what went wrong, and for what many ask."""
Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Block:
    """A block: what the team calls it, and the words to paste."""

    name: str
    title: Both
    words: Both

    @property
    def pasted(self) -> str:
        """Both languages, one under the other, as they go into the chat."""
        return f"{self.words.en}\n\n{self.words.fr}"


def blocks(context: Context, session: Session) -> tuple[Block, ...]:
    """The blocks of a session as it goes well, in the order in which they are needed."""
    return those(context, session, IN_ORDER)


def every_block(context: Context, session: Session) -> tuple[Block, ...]:
    """All blocks of a session, also those for what may go wrong."""
    return those(context, session, IN_ORDER + IN_TROUBLE)


def block(context: Context, session: Session, name: str) -> Block | None:
    """The block with this name; None where there is nothing to say yet."""
    return next(iter(those(context, session, (name,))), None)


def those(context: Context, session: Session, names: tuple[str, ...]) -> tuple[Block, ...]:
    """The blocks with these names, as far as they say anything."""
    facts = _facts(context, session)
    return tuple(_block(name, facts) for name in names if _says(name, facts))


def _block(name: str, facts: Facts) -> Block:
    title = texts.both(Phrase(f"hosting.title_{name}"))
    return Block(name, title, texts.both(Phrase(f"hosting.{name}", facts)))


def _facts(context: Context, session: Session) -> Facts:
    webinar = context.view.get(Webinar, session.id)
    reach = tools.shown(tools.tools_of(context, session), tools.registered(context, session))
    return {
        "session": session,
        "speakers": [each.called for each in confirmed(context, session) if each.name],
        "join": session.join,
        "page": f"{context.setup.public_url}/s/{session.id}" if session.public else "",
        "polls": [
            (each.question, shown.address(context, each)) for each in polls(context, session)
        ],
        "resources": resources.resources_of(context, session),
        "evaluation": resources.handout_of(context, session).evaluation,
        "interpreted": webinar is not None and webinar.interpreted,
        **reach.facts,
    }


def polls(context: Context, session: Session) -> tuple[Poll, ...]:
    """The open polls of a session, the last one first; while none is open, those made ahead."""
    found = context.view.find(Poll, "session", session.id)
    open_ = [each for each in found if each.state is PollState.OPEN]
    ahead = [each for each in found if each.state is PollState.DRAFT]
    return tuple(open_[::-1] or ahead)


NEEDED: Mapping[str, Callable[[Facts], bool]] = {
    "poll": lambda facts: bool(facts["polls"] or facts["vevox"]),
    "resources": lambda facts: bool(facts["resources"]),
    "evaluation": lambda facts: facts["evaluation"] != Both(),
    "link": lambda facts: bool(facts["join"] or facts["page"]),
    "no_wordly": lambda facts: facts["wordly"] != Both(),
}
"""What must be known for a block to say anything."""


def _says(name: str, facts: Facts) -> bool:
    return name not in NEEDED or NEEDED[name](facts)
