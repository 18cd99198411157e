"""New sessions: drafts, the theme they use, the note that the team finds in the morning."""

from dataclasses import dataclass

from bot.context import Context, Turn
from bot.model.people import Counter, Noted
from bot.model.record import Record
from bot.model.session import Session
from bot.model.theme import Theme
from bot.model.words import Both
from bot.planning.moment import Moment
from bot.planning.titles import retitled

USUAL_MINUTES = 45


@dataclass(frozen=True, slots=True)
class Wanted:
    """A session as somebody wants it."""

    title: Both
    moment: Moment
    minutes: int = USUAL_MINUTES
    theme: Theme | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A new session, the theme it uses, and all that is to be saved for it."""

    session: Session
    theme: Theme | None
    saves: tuple[Record, ...]


def drafted(turn: Turn, wanted: Wanted) -> Draft:
    """A draft with the next number, linked to the theme it is about if there is one."""
    counter = turn.context.next("session")
    theme = wanted.theme or theme_titled(turn.context, wanted.title)
    session = Session(
        id=str(counter.last),
        title=retitled(wanted.title, theme.title) if theme else wanted.title,
        **wanted.moment.fields,
        minutes=wanted.minutes,
        theme=theme.id if theme else "",
        created=turn.context.now,
        created_by=turn.address,
    )
    used = (theme.changed(sessions=(*theme.sessions, session.id)),) if theme else ()
    digest = noted(turn, "session.created", f"session/{session.id}")
    return Draft(session, theme, (counter, session, *used, digest))


def theme_titled(context: Context, title: Both) -> Theme | None:
    """The theme that has this title, in one language or the other."""
    for side in (title.en, title.fr):
        found = context.view.find(Theme, "folded", side.casefold()) if side else ()
        if found:
            return found[0]
    return None


def noted(turn: Turn, what: str, about: str) -> Noted:
    """What the team finds in the morning: who did what."""
    context = turn.context
    key = context.id_for(f"noted/{what}/{about}")
    return Noted(id=key, at=context.now, who=turn.address, what=what, about=about)


def numbered(counter: Counter, many: int) -> tuple[list[str], Counter]:
    """That many numbers from the one the counter stands at, and the counter after the last."""
    ids = [str(number) for number in range(counter.last, counter.last + many)]
    return ids, Counter(name=counter.name, last=counter.last + many - 1)
