"""Which past attendees an invitation is for: by language, department, or what they came for."""

from dataclasses import dataclass, fields
from urllib.parse import parse_qsl, urlencode

from bot.context import Context
from bot.model.outreach import PastAttendee


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody must be to be meant; what is empty is any."""

    language: str = ""
    department: str = ""
    theme: str = ""

    @staticmethod
    def read(target: str) -> "Wanted":
        """What a post keeps of it."""
        known = dict(parse_qsl(target))
        return Wanted(**{each.name: known.get(each.name, "") for each in fields(Wanted)})

    @property
    def target(self) -> str:
        """The same, as a post keeps it; empty for everybody."""
        chosen = {each.name: getattr(self, each.name) for each in fields(self)}
        return urlencode({name: value for name, value in chosen.items() if value})

    def fits(self, language: str | None, department: str, themes: tuple[str, ...]) -> bool:
        """Whether somebody like this is meant; who never showed a language reads either."""
        spoken = not self.language or language in (None, self.language)
        unit = not self.department or self.department.casefold() == department.casefold()
        came = {each.casefold() for each in themes}
        return spoken and unit and (not self.theme or self.theme.casefold() in came)


def on_lists(context: Context, wanted: Wanted) -> int:
    """How many of those on older lists are meant, at the most."""
    view = context.view
    counts = [view.count(PastAttendee, "all", "past")]
    if wanted.department:
        counts.append(view.count(PastAttendee, "unit", wanted.department.casefold()))
    if wanted.theme:
        counts.append(view.count(PastAttendee, "themed", wanted.theme.casefold()))
    if wanted.language:
        spoken = (view.count(PastAttendee, "language_", each) for each in (wanted.language, "-"))
        counts.append(sum(spoken))
    return min(counts)
