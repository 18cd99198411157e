"""The card of a webinar: what would be made, how far it is, what was made, and what to press."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import cards
from bot import texts
from bot.context import CARD_LIFE, Context, Languages
from bot.model.conversation import Card
from bot.model.outbox import Sending
from bot.model.session import Session
from bot.model.webinar import SKILL, SessionType, Step, Webinar
from bot.model.words import LANGUAGES, Phrase
from bot.posts import Redrawn, redrawn
from bot.skills.webinar import linking, plan

FIELDS = ("type", "interpreted", "invited")
NAMES = ("webinar webinaire",)
YES_OR_NO = {True: "yes", False: "no"}


def ref_of(session: str) -> str:
    """What the card of a session's webinar is called."""
    return f"{SKILL}-{session}"


def standing(context: Context, ref: str) -> Card | None:
    """The card of a webinar, as the team may press it now."""
    webinar = context.view.get(Webinar, ref.partition("-")[2])
    session = context.view.get(Session, webinar.session) if webinar else None
    return of_webinar(webinar, session) if webinar and session else None


def of_webinar(webinar: Webinar, session: Session) -> Card:
    """The card of a webinar, in the room it was asked for in; who may press is of roles."""
    return Card(
        ref=ref_of(webinar.session),
        skill=SKILL,
        buttons=("go", "stop"),
        inputs=FIELDS,
        place=webinar.place,
        about=f"session/{webinar.session}",
        facts={"session": webinar.session},
        until=session.starts + CARD_LIFE,
    )


def waiting(webinar: Webinar, session: Session) -> Card:
    """The same, to be answered in words too."""
    title = f"{session.title.en} {session.title.fr} {session.id}"
    card = of_webinar(webinar, session)
    return replace(card, waits_with=webinar.waits_with, names=(*NAMES, title))


def buttons(webinar: Webinar) -> tuple[str, ...]:
    """What may be pressed now."""
    return ("go", "stop") if webinar.step is Step.SHOWN else ()


def said(context: Context, session: Session, webinar: Webinar, languages: Languages) -> str:
    """How the webinar stands, in words."""
    lines = [*_phrases(context, session, webinar)]
    return texts.join(
        ["\n".join(texts.render(each, language) for each in lines) for language in languages]
    )


def rendered(
    context: Context, session: Session, webinar: Webinar, languages: Languages
) -> cards.Rendered:
    """The card as it stands."""
    names = buttons(webinar)
    labels = [(name, texts.render_in(Phrase(f"buttons.{name}"), languages)) for name in names]
    facts = {
        "said": said(context, session, webinar, languages),
        "buttons": labels,
        "types": [_choice(each, languages) for each in webinar.types] if names else [],
        "type": str(webinar.type),
        "interpreted": YES_OR_NO[webinar.interpreted],
        "invited": YES_OR_NO[webinar.invited],
        "links": False,
    }
    return cards.render("webinar", ref_of(webinar.session), languages, facts)


def told(context: Context, session: Session, webinar: Webinar) -> tuple[Sending, ...]:
    """The card anew where it was asked for, in the languages of whoever asked."""

    def draw(_: Languages) -> tuple[str, cards.Rendered]:
        shown = (context, session, webinar, webinar.languages)
        return said(*shown), rendered(*shown)

    number = webinar.session
    card = Redrawn(ref_of(number), webinar.version, f"session/{number}", draw)
    return redrawn(context, card, [webinar.place] if webinar.place else [])


def facts_of(context: Context, session: Session, webinar: Webinar) -> Mapping[str, object]:
    """What the texts say of a webinar."""
    types = {each.id: each for each in webinar.types}
    chosen = types.get(webinar.type)
    return {
        "session": session,
        "webinar": webinar,
        "title": plan.title(session),
        "stage": [each.name for each in plan.panelists(context, session)],
        "people": plan.expected(context, session),
        "kind": chosen,
        "room": chosen.capacity if chosen else 0,
        "entries": linking.entries(context, session),
    }


def _phrases(context: Context, session: Session, webinar: Webinar) -> Iterator[Phrase]:
    facts = facts_of(context, session, webinar)
    if webinar.trouble:
        yield Phrase(webinar.trouble, {**facts, **webinar.trouble_facts})
    yield Phrase(f"{SKILL}.step_{webinar.step}", facts)


def _choice(kind: SessionType, languages: Languages) -> tuple[str, str]:
    phrase = Phrase(f"{SKILL}.kind", {"kind": kind})
    words = dict.fromkeys(texts.render(phrase, each) for each in LANGUAGES if each in languages)
    return str(kind.id), " / ".join(words)
