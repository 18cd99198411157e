"""“prepare the pilot report for management” / « prépare le rapport du pilote ».

The numbers at a glance and what they suggest; the whole of it is written by ``circuit report``.
"""

from collections.abc import Iterator

from bot.afterwards.figures import held, numbers
from bot.afterwards.lines import Line, together
from bot.afterwards.pilot import glance, recommendations
from bot.afterwards.told import Told
from bot.context import ORGANISERS, Heard, Skill, Turn
from bot.model.outcome import Outcome
from bot.model.words import LANGUAGES, Both, Phrase


def pilot(turn: Turn) -> Outcome:
    """What all sessions that were held come to."""
    sessions = [numbers(turn.context, each) for each in held(turn.context)]
    if not sessions:
        return turn.say("pilot.nothing")
    english, french = (Told(turn.context, sessions, each) for each in LANGUAGES)
    return turn.say("pilot.lines", lines=together(_said(english, french)))


def _said(english: Told, french: Told) -> Iterator[Line]:
    yield Phrase("pilot.head", {"count": len(english.sessions)})
    for of in (glance, recommendations):
        pairs = zip(of(english).points, of(french).points, strict=True)
        yield from (Both(f"• {en}", f"• {fr}") for en, fr in pairs)
    yield Phrase("pilot.how")


SKILL = Skill("report", hears={"report.pilot": Heard(pilot, ORGANISERS)})
