"""What a session hangs on: links, the mail server, the webinar's token, what must be set."""

from collections.abc import Iterator, Mapping

from bot import resources, texts, tools
from bot.context import Context
from bot.hosting import plan
from bot.model.connections import Fault
from bot.model.poll import Poll, PollState
from bot.model.resource import Resource
from bot.model.session import Session
from bot.model.webinar import Webinar
from bot.model.wiki import WikiPages
from bot.model.words import LANGUAGES, Both, Phrase

ITEMS: Mapping[str, str] = {
    "register": "announce",
    "join": "webinar",
    "token": "webinar",
    "languages": "interpreters",
    "wordly": "wordly",
    "vevox": "polls",
    "poll": "polls",
    "board": "handouts",
    "resource": "handouts",
    "evaluation": "handouts",
    "wiki": "wiki",
    "wikipage": "wiki",
    "mail": "reminders",
}
"""The thing in the plan that each connection belongs to: whoever owns that is told."""
NEEDED = ("join", "languages", "poll", "evaluation")
"""What every session has to have; of all else, only what there is can be looked at."""
Links = Mapping[str, str]


def links(context: Context, session: Session) -> dict[str, str]:
    """Every address that people are sent to, by its name (``wordly_fr``); empty ones left out."""
    reach = tools.shown(tools.tools_of(context, session), 0)
    evaluation = resources.handout_of(context, session).evaluation
    found = {
        "register": _registering(context, session),
        "join": session.join,
        "vevox": reach.vevox_link,
        "board": reach.board,
        **{
            f"wordly_{each}": reach.wordly.in_(each) for each in LANGUAGES if reach.wordly != Both()
        },
        **{f"evaluation_{each}": getattr(evaluation, each) for each in LANGUAGES},
        **{f"resource_{each.id}": each.link for each in resources.resources_of(context, session)},
        **_wiki_pages(context, session),
    }
    return {name: link for name, link in found.items() if link}


def _registering(context: Context, session: Session) -> str:
    """Where people register: a form of the team's, or our page once the world can reach it."""
    page = f"{context.setup.public_url}/r/{session.id}"
    return session.form or (page if page.startswith("https://") and session.public else "")


def _wiki_pages(context: Context, session: Session) -> Links:
    """The pages on the wiki that are out, where the world can reach them."""
    pages = context.view.get(WikiPages, session.id) or WikiPages(session=session.id)
    found = {f"wikipage_{each}": pages.page(each).address for each in LANGUAGES}
    return {name: link for name, link in found.items() if link.startswith("https://")}


def systems(context: Context, session: Session) -> tuple[str, ...]:
    """What of ours is tried as well: the mail server, the token for the webinar, the wiki."""
    webinar = context.view.get(Webinar, session.id)
    pages = context.view.get(WikiPages, session.id)
    held = webinar is not None and bool(webinar.meeting) and context.setup.webinars
    written = pages is not None and pages.words is not None and context.setup.wiki.writes
    named = {"mail": True, "token": held, "wiki": written}
    return tuple(name for name, tried in named.items() if tried)


def missing(context: Context, session: Session) -> dict[str, Fault]:
    """What every session has to have and this one has not."""
    found = links(context, session)
    webinar = context.view.get(Webinar, session.id)
    translated = any(each.startswith("wordly") for each in found)
    there = {
        "join": "join" in found,
        "languages": translated or (webinar is not None and webinar.interpreted),
        "poll": bool(_polls(context, session)) or "vevox" in found,
        "evaluation": all(f"evaluation_{each}" in found for each in LANGUAGES),
    }
    return {name: "missing" for name in NEEDED if not there[name]}


def _polls(context: Context, session: Session) -> list[Poll]:
    found = context.view.find(Poll, "session", session.id)
    return [each for each in found if each.state is not PollState.DROPPED]


def kind_of(name: str) -> str:
    """The kind of a connection: ``wordly`` of ``wordly_fr``."""
    return name.partition("_")[0]


def owner_of(context: Context, session: Session, name: str) -> str:
    """The address of whoever sees to a connection; empty for nobody."""
    wanted = ITEMS[kind_of(name)]
    return next(
        (e.owner for e in plan.plan_of(context, session).items if e.name == wanted and e.owner), ""
    )


def by_owner(
    context: Context, session: Session, faults: Mapping[str, Fault]
) -> Iterator[tuple[str, dict[str, Fault]]]:
    """The faults of each owner; those that nobody owns are left out."""
    owners = {name: owner_of(context, session, name) for name in faults}
    for owner in sorted(set(filter(None, owners.values()))):
        yield owner, {name: each for name, each in faults.items() if owners[name] == owner}


def named(context: Context, name: str) -> Both:
    """What a connection is called."""
    kind, _, which = name.partition("_")
    resource = context.view.get(Resource, which) if kind == "resource" else None
    facts = {"which": which, "title": resource.title if resource else Both()}
    return texts.both(Phrase(f"connections.name_{kind}", facts))
