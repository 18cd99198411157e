"""The card of a briefing: its draft in both languages, whom it goes to, what became of it."""

from dataclasses import replace

import cards
from bot import texts
from bot.context import CARD_LIFE, Context, Languages
from bot.model.briefing import HALF_PAGE, SKILL, Briefing, Informed
from bot.model.conversation import Card
from bot.model.suppression import REASONS
from bot.model.words import Phrase
from bot.suppression import left_out

BUTTONS = ("go", "stop")


def ref_of(briefing: Briefing) -> str:
    """What the card of a briefing is called."""
    return f"{SKILL}-{briefing.id}"


def standing(context: Context, ref: str) -> Card | None:
    """The card of a briefing, as the team may press it now."""
    briefing = context.view.get(Briefing, ref.partition("-")[2])
    return of_briefing(briefing) if briefing else None


def of_briefing(briefing: Briefing) -> Card:
    """The card of a briefing; who may press it is a matter of roles."""
    return Card(
        ref=ref_of(briefing),
        skill=SKILL,
        buttons=BUTTONS,
        about=f"{SKILL}/{briefing.id}",
        facts={"briefing": briefing.id},
        until=briefing.created + CARD_LIFE,
    )


def waiting(briefing: Briefing, here: str) -> Card:
    """The same, to be answered in words too."""
    half = briefing.kind == HALF_PAGE
    names = ("half page demi-page",) if half else ("digest bulletin",)
    return replace(of_briefing(briefing), waits_with=here, names=names)


def readers(context: Context, briefing: Briefing) -> list[str]:
    """The addresses it goes to now; those who do not want letters are left out."""
    if briefing.kind == HALF_PAGE:
        return [context.team.director] if context.team.director else []
    listed = context.view.find(Informed, "listed", "informed")
    meant = [each.address for each in listed if briefing.rhythm in ("", each.rhythm)]
    return [each for each in meant if left_out(context, each, REASONS) is None]


def words(context: Context, briefing: Briefing, languages: Languages) -> Phrase:
    """How it stands; who reads both languages reads no text twice."""
    facts = {"briefing": briefing, "both": len(languages) > 1}
    if not briefing.waits:
        return Phrase(f"{SKILL}.{'sent' if briefing.sent else 'dropped'}", facts)
    found = readers(context, briefing)
    told = {"readers": found, "director": context.team.director}
    return Phrase(f"{SKILL}.{briefing.kind}", {**facts, **told})


def rendered(context: Context, briefing: Briefing, languages: Languages) -> cards.Rendered:
    """The card as it stands."""
    said = texts.render_in(words(context, briefing, languages), languages)
    names = BUTTONS if briefing.waits else ()
    labels = [(each, texts.render_in(Phrase(f"buttons.{each}"), languages)) for each in names]
    return cards.render("moments", ref_of(briefing), languages, {"said": said, "buttons": labels})
