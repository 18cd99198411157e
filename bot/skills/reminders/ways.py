"""The ways a reminder may leave by: how long each takes, and whether that is in time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import texts
from bot.context import Context
from bot.model.setup import Pace
from bot.model.words import Both, Language, Phrase

MAIL = "mail"
BY = "by_"
BUTTONS = (f"{BY}mail", f"{BY}notify", f"{BY}flow")
ANONYMOUS = frozenset({"flow"})
"""By these everybody reads the same words."""
WORTH_SAYING = timedelta(minutes=10)
UNKNOWN = Pace()


@dataclass(frozen=True, slots=True)
class Journey:
    """So many letters that leave by a door, from one moment until another at the latest."""

    door: str
    letters: int
    begins: datetime
    until: datetime

    def lasts(self, context: Context) -> timedelta:
        """How long that takes at the least."""
        return pace(context, self.door).lasting(self.letters)

    def too_long(self, context: Context) -> bool:
        """Whether the last letter could not leave in time."""
        return self.begins + self.lasts(context) > self.until


def pace(context: Context, door: str) -> Pace:
    """How fast a door takes letters."""
    return context.setup.ways.get(door, UNKNOWN)


def usual(context: Context, door: str) -> str:
    """The door, or mail where that door is not set up any more."""
    return door if door in context.setup.ways else MAIL


def others(context: Context, door: str) -> tuple[str, ...]:
    """The buttons that choose another way than this, as far as it is set up."""
    return tuple(
        each
        for each in BUTTONS
        if each.removeprefix(BY) in context.setup.ways and each != f"{BY}{door}"
    )


def door_of(button: str) -> str:
    """The door that a button chooses."""
    return button.removeprefix(BY)


def name(door: str) -> Both:
    """What a door is called."""
    return texts.both(Phrase(f"reminders.door_{door}"))


def described(context: Context, journey: Journey) -> Both | None:
    """Each way with how long it takes; None if there is no choice, and no time worth saying."""
    known = [each.removeprefix(BY) for each in BUTTONS]
    doors = [each for each in known if each in context.setup.ways or each == journey.door]
    if len(doors) < 2 and journey.lasts(context) < WORTH_SAYING:
        return None
    return _joined([_line(context, journey, each) for each in doors])


def too_long(context: Context, journey: Journey) -> Both | None:
    """That the last letter cannot leave in time, and how many can; None if all can."""
    if not journey.too_long(context):
        return None
    in_time = pace(context, journey.door).within(journey.until - journey.begins, journey.letters)
    facts = {"in_time": in_time, "letters": journey.letters, "until": journey.until}
    return texts.both(Phrase("reminders.too_long", facts))


def begins_too_late(context: Context, journey: Journey) -> Both:
    """That the last letter would not leave in time, and when to begin instead, if there is time."""
    latest = journey.until - journey.lasts(context)
    facts = {
        "begins": journey.begins,
        "letters": journey.letters,
        "lasts": journey.lasts(context),
        "latest": latest if latest > context.now else None,
    }
    return texts.both(Phrase("reminders.begins_too_late", facts))


def chosen(context: Context, journey: Journey) -> Both | None:
    """The chosen way alone; None where there was nothing to choose."""
    if len(context.setup.ways) < 2:
        return None
    return _joined([_line(context, journey, journey.door)])


def _line(context: Context, journey: Journey, door: str) -> Phrase:
    lasts = pace(context, door).lasting(journey.letters)
    facts = {
        "chosen": door == journey.door,
        "lasts": lasts if lasts >= WORTH_SAYING else None,
        "calls": pace(context, door).calls(journey.letters),
    }
    return Phrase(f"reminders.way_{door}", facts)


def _joined(lines: list[Phrase]) -> Both:
    def in_(language: Language) -> str:
        return "\n".join(texts.render(each, language) for each in lines)

    return Both(in_("en"), in_("fr"))
