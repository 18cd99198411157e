"""What fills the blanks of a session's posts, in each language."""

import re
from collections.abc import Mapping

from bot import texts
from bot.context import Context
from bot.model.description import Description
from bot.model.origin import Origin, tagged
from bot.model.session import Session
from bot.model.words import LANGUAGES, Both, Language, Phrase
from bot.registering.letters import needs_by
from bot.registering.public import coming
from bot.speakers import confirmed
from bot.texts import moments

Facts = Mapping[Language, Mapping[str, str]]
LONGEST_TEASER = 160
SENTENCE = re.compile(r".*?[.!?…](?=\s|$)|.+", re.DOTALL)
WORDS = frozenset({"title", "description", "teaser", "hashtags"})
"""The blanks whose values are words that somebody wrote: an approval covers them."""
FREE = frozenset({"speakers", "related", "director", "deadlines"})
"""The blanks that may have no value: an item of a list with one, or one by itself, is left out."""
EXAMPLES = {"greeting": Both("Hello …,", "Bonjour …,"), "own": Both("…", "…")}
"""What is filled for each person when a letter leaves, as whoever approves the words sees it."""
PERSONAL = frozenset(EXAMPLES)
KNOWN = WORDS | FREE | PERSONAL | {
    "date", "day", "time", "across", "minutes", "needs_by", "register", "page", "languages",
    "captions", "team", "signature",
}  # fmt: skip
"""What may stand between double brackets in any post."""


def facts_of(context: Context, session: Session, post: str) -> Facts:
    """What fills the blanks of a post, by language and by name; an empty value is not known yet.

    Links carry the name of the ``post``, so that registrations show what brought them.
    """
    return {each: _facts(context, session, Origin(post, each)) for each in LANGUAGES}


def _facts(context: Context, session: Session, origin: Origin) -> dict[str, str]:
    language = origin.language
    description = context.view.get(Description, session.id)
    text = description.half(language).text.strip() if description else ""
    return {
        "title": session.title.en if language == "en" else session.title.fr,
        "description": text,
        "teaser": _teaser(text),
        **_when(session, language),
        **_where(context, session, origin),
        **_said(context, session, origin),
        "speakers": _speakers(context, session, language),
        "team": context.team.name.in_(language),
        "signature": context.team.signature.in_(language),
        "director": context.contact(context.team.director).name if context.team.director else "",
        **{name: example.in_(language) for name, example in EXAMPLES.items()},
    }


def _teaser(text: str) -> str:
    """The first sentence; empty if there is none, or if it is too long to stand by itself."""
    found = SENTENCE.match(text.partition("\n")[0])
    return found[0] if found and len(found[0]) <= LONGEST_TEASER else ""


def _when(session: Session, language: Language) -> dict[str, str]:
    at = moments.local(session.starts, session.zone)
    zone = moments.zone_name(session.zone, language)
    return {
        "date": moments.day(at, language),
        "day": moments.short_day(at, language),
        "time": f"{moments.hour(at.time(), language)} ({zone})",
        "across": moments.across(session.starts, language),
        "minutes": str(session.minutes),
        "needs_by": moments.day(needs_by(session), language),
    }


def _where(context: Context, session: Session, origin: Origin) -> dict[str, str]:
    home = context.setup.public_url
    return {
        "register": tagged(f"{home}/r/{session.id}", origin),
        "page": tagged(f"{home}/s/{session.id}", origin),
    }


def _said(context: Context, session: Session, origin: Origin) -> dict[str, str]:
    related = coming(context, besides=session.id)
    links = {each.id: tagged(f"{context.setup.public_url}/s/{each.id}", origin) for each in related}
    facts = {"session": session, "sessions": related, "links": links}
    said = {
        name: texts.render(Phrase(f"promotion_facts.{name}", facts), origin.language)
        for name in ("languages", "captions", "hashtags", "related")
    }
    return said if related else {**said, "related": ""}


def _speakers(context: Context, session: Session, language: Language) -> str:
    names = (" ".join(each.name.split()) for each in confirmed(context, session))
    return moments.listed([name for name in names if name], language)
