"""“prepare the pilot report for management” / « prépare le rapport du pilote ».

The numbers at a glance and what they suggest, and a link to the whole as documents. It is on all
sessions held, or on those that are named: “pilot report for sessions 1 to 3”, “… since March 1”.
"""

from collections.abc import Iterator, Sequence

from bot import downloads
from bot.afterwards.figures import among, held, numbers
from bot.afterwards.lines import Line, together
from bot.afterwards.pilot import glance, recommendations
from bot.afterwards.told import Told
from bot.context import ORGANISERS, Heard, Skill, Turn, merge
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.words import LANGUAGES, Both, Phrase
from bot.planning.drafts import noted

NAME = "report"
ENDINGS = {
    "report_word_en": "-en.docx",
    "report_word_fr": "-fr.docx",
    "report_page_en": "-en.html",
    "report_page_fr": "-fr.html",
}


def pilot(turn: Turn) -> Outcome:
    """What the sessions come to that were held, all or those that are meant."""
    every = held(turn.context)
    if not every:
        return turn.say("pilot.nothing")
    chosen = among(every, str(turn.slots.get("covered", "")))
    if not chosen:
        return turn.say("pilot.nothing_then", held=every)
    facts = {"count": len(chosen), "held": len(every), "sessions": chosen}
    head = Phrase("pilot.head" if chosen == every else "pilot.head_chosen", facts)
    lines = [head, *_said(turn, chosen)]
    if not turn.incoming.private:
        return turn.say("pilot.lines", lines=together([*lines, Phrase("pilot.in_private")]))
    card = downloads.behind(turn, NAME, _wanted(chosen))
    link = Phrase("pilot.link", {"link": turn.context.link(card.ref)})
    said = turn.say("pilot.lines", lines=together([*lines, link, Phrase("pilot.choose")]))
    return merge(Outcome(saves=(card,)), said)


def _wanted(chosen: Sequence[Session]) -> downloads.Wanted:
    named = "-".join(each.id for each in chosen)
    return downloads.Wanted(f"pilot/{named}", {"count": len(chosen)}, ENDINGS)


def _said(turn: Turn, chosen: Sequence[Session]) -> Iterator[Line]:
    sessions = [numbers(turn.context, each) for each in chosen]
    english, french = (Told(turn.context, sessions, each) for each in LANGUAGES)
    for of in (glance, recommendations):
        pairs = zip(of(english).points, of(french).points, strict=True)
        yield from (Both(f"• {en}", f"• {fr}") for en, fr in pairs)


def show(turn: Turn) -> Outcome:
    """The page behind the link."""
    assert turn.card is not None
    return downloads.page(turn, turn.words("pilot.ready", count=turn.card.facts["count"]))


def download(turn: Turn) -> Outcome:
    """That a file of the report may be handed over; noted each time."""
    audit = noted(turn, "report.written", "report/pilot")
    return merge(Outcome(saves=(audit,)), downloads.handed_over(turn))


SKILL = Skill(
    NAME,
    hears={"report.pilot": Heard(pilot, ORGANISERS)},
    presses={name: Heard(download, ORGANISERS) for name in ENDINGS},
    show=show,
)
