"""The card of a file: what it would change, how far it is, what it changed, and what to press."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

import cards
from bot import texts
from bot.context import Context, Languages
from bot.documents.lines import cut, one_line
from bot.model.conversation import Card
from bot.model.importing import Import, Step
from bot.model.outbox import PROGRESS, Message, Sending
from bot.model.session import Session
from bot.model.words import Phrase
from bot.posts import Redrawn, redrawn
from bot.registering import taking as places

SKILL = "registration_file"
FIELD = "columns"
FIRST_ROWS = 5
MOST_TITLES, LONGEST_TITLE = 12, 60
NAMES = ("registrations inscriptions", "file fichier")


def ref_of(taking: Import) -> str:
    """What the card of a file is called."""
    return f"{SKILL}-{taking.id}"


def standing(context: Context, ref: str) -> Card | None:
    """The card of a file, as the team may press it now."""
    taking = context.view.get(Import, ref.partition("-")[2])
    return of_import(taking) if taking else None


def of_import(taking: Import) -> Card:
    """The card of a file, in the room it was dropped in; who may press is a matter of roles."""
    return Card(
        ref=ref_of(taking),
        skill=SKILL,
        buttons=("go", "look_again", "stop"),
        inputs=(FIELD,),
        place=taking.place,
        about=f"import/{taking.id}",
        facts={"import": taking.id},
        until=taking.until,
    )


def waiting(context: Context, taking: Import) -> Card:
    """The same, to be answered in words too."""
    session = context.view.get(Session, taking.session)
    title = f"{session.title.en} {session.title.fr} {session.id}" if session else ""
    return replace(of_import(taking), waits_with=taking.waits_with, names=(*NAMES, title))


def buttons(taking: Import) -> tuple[str, ...]:
    """What may be pressed now."""
    if taking.step is not Step.SHOWN:
        return ()
    return ("look_again", "stop") if taking.problem else ("go", "look_again", "stop")


def said(context: Context, taking: Import, languages: Languages) -> str:
    """How the file stands, in words."""
    return _listed(_phrases(context, taking), languages)


def _listed(phrases: Iterable[Phrase], languages: Languages) -> str:
    lines = list(phrases)
    return texts.join(
        ["\n".join(texts.render(each, language) for each in lines) for language in languages]
    )


def rendered(context: Context, taking: Import, languages: Languages) -> cards.Rendered:
    """The card as it stands."""
    names = buttons(taking)
    labels = [(name, texts.render_in(Phrase(f"buttons.{name}"), languages)) for name in names]
    facts = {"said": said(context, taking, languages), "buttons": labels, "asks": bool(names)}
    return cards.render("file", ref_of(taking), languages, facts)


def told(context: Context, taking: Import) -> tuple[Sending, ...]:
    """The card anew where it is shown, in the languages of whoever brought the file."""

    def draw(_: Languages) -> tuple[str, cards.Rendered]:
        shown = (context, taking, taking.languages)
        return said(*shown), rendered(*shown)

    card = Redrawn(ref_of(taking), taking.version, f"import/{taking.id}", draw)
    return redrawn(context, card, [taking.place])


def rows(context: Context, taking: Import) -> tuple[Sending, ...]:
    """All rows that were refused, in words, where they are more than the card shows."""
    if taking.refused <= FIRST_ROWS:
        return ()
    listed = _listed(_rows(taking, len(taking.rows)), taking.languages)
    return (
        Sending(
            key=f"{PROGRESS}{ref_of(taking)}/rows",
            door=taking.place.channel,
            to=taking.place.room,
            content=Message(listed),
            created=context.now,
            about=f"import/{taking.id}",
        ),
    )


def _phrases(context: Context, taking: Import) -> Iterator[Phrase]:
    """What there is to say, a line or a few each."""
    facts = _facts(context, taking)
    if taking.problem:
        yield Phrase(taking.problem, taking.problem_facts)
        if taking.step is Step.SHOWN:
            yield Phrase(f"{SKILL}.which", _titles(taking.problem_facts["titles"]))
        return
    if taking.step is Step.SHOWN:
        yield Phrase("importing.foreseen", facts)
        yield from _rows(taking, FIRST_ROWS)
        if taking.unknown:
            yield Phrase(f"{SKILL}.unknown", _titles(taking.unknown))
        return
    if taking.step is Step.DONE:
        yield Phrase("importing.done", facts)
        yield from _rows(taking, FIRST_ROWS)
        return
    yield Phrase(f"{SKILL}.step_{taking.step}", facts)


def _titles(titles: Iterable[str]) -> Mapping[str, object]:
    """The first titles of columns, each cut to what a card may hold."""
    return {"titles": [cut(one_line(each), LONGEST_TITLE) for each in islice(titles, MOST_TITLES)]}


def _rows(taking: Import, most: int) -> Iterator[Phrase]:
    """Rows that are refused, the first of them, and how many more there are."""
    for each in taking.rows[:most]:
        column, why = cut(each.column, LONGEST_TITLE), texts.both(Phrase(each.key, each.facts))
        facts = {"row": each.row, "column": column, "why": why}
        yield Phrase("importing.row", facts)
    more = taking.refused - min(most, len(taking.rows))
    if more:
        yield Phrase(f"{SKILL}.more", {"count": more})


def _facts(context: Context, taking: Import) -> Mapping[str, object]:
    session = context.view.get(Session, taking.session)
    counts = {name: taking.counts.get(name, 0) for name in ("new", "waiting", "changed", "same")}
    done = sum(counts.values())
    counts["new"] += counts["waiting"]
    counts["same"] += taking.repeated
    if taking.step is Step.SHOWN:
        counts["waiting"] = _would_wait(context, session, counts["new"])
    return {
        **counts,
        "file": taking.name,
        "session": session,
        "refused": taking.refused,
        "done": done,
        "total": taking.people,
    }


def _would_wait(context: Context, session: Session | None, new: int) -> int:
    """How many of the new would wait: each piece was looked at as if it came alone."""
    free = places.free(context, session) if session else None
    return 0 if free is None else max(0, new - free)
