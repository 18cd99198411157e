"""What fills the blanks of a session's posts, in each language."""

import re
from collections.abc import Mapping

from bot import texts
from bot.context import Context
from bot.model.description import Description
from bot.model.mailing import put_in
from bot.model.origin import Origin, tagged
from bot.model.outreach import RelatedSession
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
    "captions", "team", "signature", "when", "series",
}  # fmt: skip
"""What may stand between double brackets in any post."""


def words_of(context: Context, session: Session) -> Facts:
    """The words that somebody wrote of the session, by language and by name, with their blanks."""
    return {language: _words(context, session, language) for language in LANGUAGES}


def _words(context: Context, session: Session, language: Language) -> dict[str, str]:
    description = context.view.get(Description, session.id)
    text = description.half(language).text.strip() if description else ""
    first = SENTENCE.match(text.partition("\n")[0])
    return {
        "title": session.title.en if language == "en" else session.title.fr,
        "description": text,
        "teaser": first[0] if first else "",
        "hashtags": texts.render(Phrase("promotion_facts.hashtags"), language),
    }


def facts_of(context: Context, session: Session, post: str) -> Facts:
    """What fills the blanks of a post, by language and by name; an empty value is not known yet.

    Links carry the name of the ``post``, so that registrations show what brought them.
    """
    words = words_of(context, session)
    return {
        each: _filled(words[each], _facts(context, session, Origin(post, each)), each)
        for each in LANGUAGES
    }


def _filled(
    words: Mapping[str, str], facts: Mapping[str, str], language: Language
) -> dict[str, str]:
    """All values; a description has blanks of its own, and speakers are to come in it at worst."""
    to_come = texts.render(Phrase("promotion_facts.to_come"), language)
    inside = {
        **facts,
        "title": words["title"],
        "speakers": facts["speakers"] or to_come,
    }
    teaser = put_in(words["teaser"], inside)
    return {
        **facts,
        **words,
        "description": put_in(words["description"], inside),
        "teaser": teaser if len(teaser) <= LONGEST_TEASER else "",
    }


def _facts(context: Context, session: Session, origin: Origin) -> dict[str, str]:
    language, team = origin.language, context.team
    return {
        **_when(session, language),
        **_where(context, session, origin),
        **_said(context, session, origin),
        "speakers": _speakers(context, session, language),
        "team": team.name.in_(language),
        "series": team.name.in_(language),
        "signature": team.signature.in_(language),
        "director": context.contact(team.director).name if team.director else "",
        **{name: example.in_(language) for name, example in EXAMPLES.items()},
    }


def _when(session: Session, language: Language) -> dict[str, str]:
    at = moments.local(session.starts, session.zone)
    zone = moments.zone_name(session.zone, language)
    return {
        "date": moments.day(at, language),
        "when": moments.moment(session.starts, language, session.zone),
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
    ours = coming(context, besides=session.id)
    links = {each.id: tagged(f"{context.setup.public_url}/s/{each.id}", origin) for each in ours}
    others = _others(context)
    facts = {"session": session, "sessions": ours, "links": links, "others": others}
    said = {
        name: texts.render(Phrase(f"promotion_facts.{name}", facts), origin.language)
        for name in ("languages", "captions", "related")
    }
    return said if ours or others else {**said, "related": ""}


def _others(context: Context) -> list[RelatedSession]:
    """The sessions of others on the team's list that are still to come, soonest first."""
    today = moments.local(context.now).date().isoformat()
    listed = context.view.find(RelatedSession, "listed", "related")
    return sorted((each for each in listed if each.day >= today), key=lambda each: each.day)


def _speakers(context: Context, session: Session, language: Language) -> str:
    names = (" ".join(each.name.split()) for each in confirmed(context, session))
    return moments.listed([name for name in names if name], language)
