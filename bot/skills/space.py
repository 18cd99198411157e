"""“this is our space” / « c'est notre espace »: where the team is told what concerns it."""

from dataclasses import replace

from bot.context import ORGANISERS, Heard, Skill, Turn
from bot.model.outcome import Outcome


def declare(turn: Turn) -> Outcome:
    """Keep this room as a space of the team."""
    if turn.incoming.private:
        return turn.say("space.private")
    team, place = turn.context.team, turn.incoming.place
    if place in team.spaces:
        return turn.say("space.known")
    kept = replace(team, spaces=(*team.spaces, place), version=team.version + 1)
    return Outcome(saves=(kept,), answer=turn.reply("space.declared"))


SKILL = Skill("space", hears={"space.declare": Heard(declare, ORGANISERS)})
