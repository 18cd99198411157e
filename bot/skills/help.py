"""“help” / « aide »: what this person can ask, with sentences that work."""

from bot import understanding
from bot.context import INSIDERS, Heard, Skill, Turn
from bot.model.outcome import Outcome
from bot.model.people import Role

SHOWN: dict[Role, tuple[str, ...]] = {
    Role.ORGANISER: (
        "session.create", "series.create", "speaker.invite", "speaker.list", "session.list",
        "session.edit", "session.announce", "session.cancel", "registration.status", "theme.add",
        "info.status",
        "info.settings", "undo",
    ),
    Role.SPEAKER: (
        "speaker.confirm", "speaker.decline", "speaker.propose", "speaker.question",
        "speaker.details", "info.next", "language.set",
    ),
    Role.PARTICIPANT: (
        "info.next", "info.join", "info.speakers", "info.language", "info.recording",
        "info.calendar", "registration.register", "registration.cancel", "theme.vote",
        "language.set",
    ),
}  # fmt: skip


def help_(turn: Turn) -> Outcome:
    """Show the sentences of this person's role."""
    intents = SHOWN[turn.role]
    examples = {
        language: [understanding.example(intent, language) for intent in intents]
        for language in turn.languages
    }
    known = {language: [each for each in said if each] for language, said in examples.items()}
    return turn.say(f"help.{turn.role.value}", examples=known)


SKILL = Skill("help", hears={"help": Heard(help_, INSIDERS)})
