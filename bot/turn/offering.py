"""“Did you mean …?”: what a sentence resembles is offered on a card, and never acted upon."""

from bot import texts
from bot.context import REMEMBERED, Turn
from bot.model.conversation import Card
from bot.model.outcome import Outcome
from bot.model.words import LANGUAGES, Phrase
from bot.planning.choosing import OTHERS, Choice, put
from bot.skills import Skills
from bot.understanding import Meaning

MEANT = "meant"
"""The fact of a card that holds the intents it offers."""


def offered(turn: Turn, meaning: Meaning, skills: Skills) -> Outcome:
    """The card with what may be meant that this person may ask for; else that nothing is clear."""
    known = [(each, skills.intents.get(each)) for each in meaning.suggestions]
    intents = [each for each, heard in known if heard and turn.role in heard.who][: len(OTHERS)]
    if not intents:
        return turn.say("turn.not_understood")
    buttons = OTHERS[: len(intents)]
    card = Card(
        ref=turn.context.id_for("card/meant"),
        skill="",
        buttons=buttons,
        person=turn.address,
        facts={
            MEANT: intents,
            "said": turn.incoming.text,
            "at": turn.incoming.at.isoformat(),
            "labels": {
                button: _names(intent) for button, intent in zip(buttons, intents, strict=True)
            },
        },
        until=turn.context.now + REMEMBERED,
    )
    labels = [
        (button, turn.words(_key(each))) for button, each in zip(buttons, intents, strict=True)
    ]
    said = Phrase("turn.did_you_mean", {"several": len(intents) > 1})
    return put(turn, Choice(card, said, labels))


def _names(intent: str) -> list[str]:
    """The words on the button of an intent, in each language and in both."""
    sides = [texts.render(Phrase(_key(intent)), language) for language in LANGUAGES]
    return [*sides, texts.join(sides)]


def _key(intent: str) -> str:
    return f"intents.{intent.replace('.', '_')}"
