"""“hello” / « bonjour »: a short answer, and the way to more."""

from bot.context import INSIDERS, Heard, Skill, Turn
from bot.model.outcome import Outcome


def greet(turn: Turn) -> Outcome:
    """Greet the person by their first name if it is known."""
    name = turn.context.contact(turn.address).name or turn.incoming.sender.name
    first = name.split()[0] if name.split() else ""
    return turn.say("greeting.hello", first=first)


SKILL = Skill("greeting", hears={"greeting": Heard(greet, INSIDERS)})
