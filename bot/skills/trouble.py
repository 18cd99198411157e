"""“I can't hear anything” / « on n'entend rien »: what to do now, and the hosts know of it.

While a session is on. When several say the same within minutes, the hosts' card says so.
"""

from bot import sessions
from bot.context import INSIDERS, Heard, Skill, Turn, merge
from bot.hosting import blocks
from bot.hosting.topics import BLOCKS
from bot.model.outcome import Outcome
from bot.questions import standing
from bot.questions.bringing import New, kept

NAME = "trouble"
LONGEST = 300


def heard(turn: Turn) -> Outcome:
    """What helps, in the person's language; it is counted among what people ask."""
    session = sessions.of_card(turn.context, str(turn.slots["session"]))
    words = " ".join(turn.incoming.text.split())[:LONGEST]
    helps = blocks.block(turn.context, session, BLOCKS[str(turn.slots["topic"])])
    said = turn.say(f"{NAME}.heard", session=session, words=helps.words if helps else None)
    if not standing.takes_questions(session, turn.context.now):
        return said
    asked = kept(turn.context, session, [New(words, turn.address, turn.address)])
    return merge(Outcome(saves=asked.saves), said)


SKILL = Skill(NAME, hears={"info.trouble": Heard(heard, INSIDERS)})
