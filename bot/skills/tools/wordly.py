"""Wordly: the id of its session or the links by language, and a list of names and terms for it."""

import re

from bot.context import Turn
from bot.describing.showing import glossary as glossary_of
from bot.errors import Refusal
from bot.model.outcome import Outcome
from bot.model.words import Both
from bot.planning.links import is_link
from bot.skills.tools import keeping
from bot.speakers import confirmed
from bot.tools import tools_of

ID = re.compile(r"[A-Z]{4}-\d{4}")
"""Ids of sessions, as they stand in public links: FAYU-7105."""
OURS = re.compile(
    r"https://attend\.wordly\.ai/(?:join|frame|[a-z]{2}/frame)/([A-Z]{4}-\d{4})\b", re.I
)
SHOWN = 200
"""So many terms fit into one message."""


def put(turn: Turn) -> Outcome:
    """Wordly set up for the session; or the question for its id or link."""
    session = keeping.open_session(turn)
    if isinstance(session, Outcome):
        return session
    told = str(turn.slots.get("url") or turn.slots.get("wordly") or "")
    if not told:
        return keeping.asked(turn, session, "tools.which_wordly")
    known = OURS.match(told.strip())
    if known or ID.fullmatch(told.strip().upper()):
        id_ = (known[1] if known else told.strip()).upper()
        return keeping.kept(turn, session, "wordly", wordly=id_, wordly_links=Both())
    if not is_link(told.strip()):
        raise Refusal("tools.no_such_wordly", told=told[:100])
    before = tools_of(turn.context, session).wordly_links
    links = _linked(turn, before, told.strip())
    return keeping.kept(turn, session, "wordly", wordly_links=links)


def _linked(turn: Turn, before: Both, link: str) -> Both:
    """The links by language with this one: on the side that is named alone, or else on both."""
    named = turn.slots.get("language")
    languages = [named] if isinstance(named, str) else list(named or ())
    if languages in (["en"], ["fr"]):
        return before.with_(link, languages[0])
    return Both(link, link)


def off(turn: Turn) -> Outcome:
    """Wordly is not used in the session."""
    return keeping.dropped(turn, "wordly", wordly="", wordly_links=Both())


def glossary(turn: Turn) -> Outcome:
    """The names and terms of the session, a line each, to be pasted into Wordly's glossary."""
    session = keeping.open_session(turn)
    if isinstance(session, Outcome):
        return session
    context = turn.context
    names = [each.called for each in confirmed(context, session)]
    pairs = dict.fromkeys((session.title, context.team.name, *glossary_of(context).terms))
    terms = [pair for pair in pairs if pair.missing is None]
    facts = {"session": session, "names": names, "terms": terms[:SHOWN]}
    return turn.say("tools.glossary", more=max(0, len(terms) - SHOWN), **facts)
