"""The card of a report: what it would change, how far it is, what it changed, what to press."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import cards
from bot import texts
from bot.context import CARD_LIFE, Context, Languages
from bot.model.conversation import Card
from bot.model.importing import RefusedRow, Step
from bot.model.outbox import Sending
from bot.model.report_file import ReportFile
from bot.model.session import Session
from bot.model.words import Phrase
from bot.posts import Redrawn, redrawn
from bot.reporting.kind import Kind

FIELD = "said"
MOST_ROWS = 5


def ref_of(kind: Kind, file: ReportFile) -> str:
    """What the card of a report is called."""
    return f"{kind.skill}-file.{file.id}"


def standing(kind: Kind, context: Context, ref: str) -> Card | None:
    """The card of a report, as the team may press it now."""
    file = context.view.get(ReportFile, ref.partition(".")[2])
    return of_file(kind, file) if file else None


def of_file(kind: Kind, file: ReportFile) -> Card:
    """The card of a report, in the room it was dropped in; who may press is a matter of roles."""
    return Card(
        ref=ref_of(kind, file),
        skill=kind.skill,
        buttons=("go", "match", "stop"),
        inputs=(FIELD,),
        place=file.place,
        about=f"session/{file.session}",
        facts={"report": file.id},
        until=file.created + CARD_LIFE,
    )


def waiting(kind: Kind, context: Context, file: ReportFile) -> Card:
    """The same, to be answered in words too."""
    session = context.view.get(Session, file.session)
    title = f"{session.title.en} {session.title.fr} {session.id}" if session else ""
    names = (*kind.names, "file fichier", title)
    return replace(of_file(kind, file), waits_with=file.waits_with, names=names)


def buttons(kind: Kind, context: Context, file: ReportFile) -> tuple[str, ...]:
    """What may be pressed now."""
    if file.step is Step.SHOWN:
        return ("go", "stop")
    return kind.more(context, file) if file.step is Step.DONE else ()


def said(kind: Kind, context: Context, file: ReportFile, languages: Languages) -> str:
    """How the report stands, in words."""
    lines = _phrases(kind, context, file)
    return texts.join(
        ["\n".join(texts.render(each, language) for each in lines) for language in languages]
    )


def rendered(
    kind: Kind, context: Context, file: ReportFile, languages: Languages
) -> cards.Rendered:
    """The card as it stands."""
    names = buttons(kind, context, file)
    labels = [(name, texts.render_in(Phrase(f"buttons.{name}"), languages)) for name in names]
    picture = kind.picture(context, file) if file.step is Step.DONE else None
    facts = {
        "said": said(kind, context, file, languages),
        "buttons": labels,
        "asks": file.step is Step.DONE and bool(names),
        "skill": kind.skill,
        "picture": f"{picture[0]}?lang={languages[0]}" if picture else "",
        "alt": texts.render_in(picture[1], languages) if picture else "",
    }
    return cards.render("report", ref_of(kind, file), languages, facts)


def told(kind: Kind, context: Context, file: ReportFile) -> tuple[Sending, ...]:
    """The card anew where it is shown, in the languages of whoever brought the report."""

    def draw(_: Languages) -> tuple[str, cards.Rendered]:
        shown = (kind, context, file, file.languages)
        return said(*shown), rendered(*shown)

    card = Redrawn(ref_of(kind, file), file.version, f"report_file/{file.id}", draw)
    return redrawn(context, card, [file.place])


def rows(refused: Sequence[RefusedRow], count: int) -> Iterable[Phrase]:
    """Rows that are refused, the first of them, and how many more there are."""
    for each in refused[:MOST_ROWS]:
        why = texts.both(Phrase(each.key, each.facts))
        yield Phrase("importing.row", {"row": each.row, "column": each.column, "why": why})
    more = count - min(MOST_ROWS, len(refused))
    if more > 0:
        yield Phrase("registration_file.more", {"count": more})


def _phrases(kind: Kind, context: Context, file: ReportFile) -> list[Phrase]:
    facts = {"file": file.name, "session": context.view.get(Session, file.session)}
    if file.problem:
        return [Phrase(file.problem, file.problem_facts)]
    if file.step is Step.SHOWN:
        return [*kind.shown(context, file)]
    if file.step is Step.DONE:
        return [*kind.done(context, file)]
    counts = {"done": sum(file.counts.values()), "total": file.found.get("people", 0)}
    return [Phrase(f"registration_file.step_{file.step}", {**facts, **counts})]
