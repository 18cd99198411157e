"""The dossier of a session as people read it: a report in one language, and what lies beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot import texts
from bot.afterwards.figures import Numbers
from bot.context import Context
from bot.documents.report import Report, Section, Table
from bot.filing.decisions import Decision
from bot.filing.words import Text, posts_of
from bot.model.description import Description
from bot.model.halves import TwoHalves
from bot.model.lesson import TeamLesson
from bot.model.promotion import Post
from bot.model.session import Session
from bot.model.summary import Summary
from bot.model.words import LANGUAGES, Language, Phrase
from bot.promoting.naming import called
from bot.speakers import confirmed

SUBJECT = "dossier"


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that a dossier is made of; ``files`` says what each file beside it is, by its name."""

    context: Context
    session: Session
    numbers: Numbers
    decisions: Sequence[Decision]
    words: Sequence[Text]
    files: Mapping[str, Phrase] = field(default_factory=dict)

    @property
    def as_of(self) -> datetime:
        """The last moment that it tells of; the same records give the same dossier."""
        return max([self.session.ends, *(each.at for each in self.decisions)])


@dataclass(frozen=True, slots=True)
class _In:
    """A dossier in one language."""

    dossier: Dossier
    language: Language

    def words(self, name: str, **facts: object) -> str:
        return texts.render(Phrase(f"{SUBJECT}.{name}", facts), self.language)

    def who(self, address: str) -> str:
        """A person of the team by name and address."""
        name = self.dossier.context.contact(address).name if "@" in address else ""
        return f"{name} <{address}>" if name else address or self.words("by_itself")


def readable(dossier: Dossier, language: Language) -> Report:
    """The dossier in one language."""
    told = _In(dossier, language)
    facts = {"session": dossier.session, "team": dossier.context.team.name}
    return Report(
        language=language,
        title=told.words("title", **facts),
        subtitle=told.words("subtitle", as_of=dossier.as_of),
        sections=tuple(each(told) for each in SECTIONS),
    )


def _session(told: _In) -> Section:
    session, context = told.dossier.session, told.dossier.context
    points = [
        told.words("titles", session=session),
        told.words("when", session=session),
        told.words(f"phase_{session.phase.value}"),
        *(told.words("speaker", who=each.called) for each in confirmed(context, session)),
        told.words("page", link=f"{context.setup.public_url}/s/{session.id}"),
    ]
    if session.recording:
        points.append(told.words("recording", link=session.recording))
    return Section(told.words("session"), points=tuple(points))


def _texts(told: _In) -> Section:
    found = [e for e in told.dossier.words if e.language == told.language and e.kind != "letter"]
    own = {each.kind: each.words for each in found if each.kind in ("description", "summary")}
    paragraphs = [
        line
        for kind, said in own.items()
        for line in (told.words(f"text_{kind}"), *said.split("\n"), *_reviewed(told, kind))
        if line.strip()
    ]
    return Section(told.words("texts"), tuple(paragraphs) or (told.words("no_texts"),))


def _reviewed(told: _In, kind: str) -> list[str]:
    """Who found each half right."""
    context, number = told.dossier.context, told.dossier.session.id
    kept: TwoHalves | None
    if kind == "summary":
        kept = context.view.get(Summary, number)
    else:
        kept = context.view.get(Description, number)
    halves = [(side, kept.half(side)) for side in LANGUAGES] if kept else []
    return [
        told.words("reviewed", side=side, who=told.who(half.reviewed_by))
        for side, half in halves
        if half.reviewed_by
    ]


def _posts(told: _In) -> Section:
    found = posts_of(told.dossier.context, told.dossier.session)
    points = tuple(_post(told, each) for each in found)
    return Section(told.words("posts"), () if points else (told.words("no_posts"),), points)


def _post(told: _In, post: Post) -> str:
    given = post.approval
    facts = {
        "post": called(post),
        "state": post.state.value,
        "out": post.out,
        "address": post.address,
        "by": told.who(given.by) if given else "",
        "at": given.at if given else None,
        "why": given.overrides if given else "",
    }
    return told.words("post", **facts)


def _numbers(told: _In) -> Section:
    known = texts.entries(SUBJECT)
    figures = told.dossier.numbers.figures
    rows = [
        (told.words(f"number_{name}") if f"number_{name}" in known else name, str(figure.value))
        for name, figure in figures.items()
    ]
    head = (told.words("head_what"), told.words("head_number"))
    table = Table(told.words("caption_numbers"), (head, *rows))
    return Section(told.words("numbers"), (told.words("numbers_note"),), tables=(table,))


def _decisions(told: _In) -> Section:
    points = tuple(_decision(told, each) for each in told.dossier.decisions)
    return Section(told.words("decisions"), () if points else (told.words("no_decisions"),), points)


def _decision(told: _In, each: Decision) -> str:
    did = texts.render(did_of(each.what), told.language)
    return told.words("decision", at=each.at, did=did, who=told.who(each.who), why=each.why)


def did_of(what: str) -> Phrase:
    """What was decided, in words; as the audit calls it where it has no words of its own."""
    name = f"did_{what.replace('.', '_')}"
    if name in texts.entries(SUBJECT):
        return Phrase(f"{SUBJECT}.{name}")
    return Phrase(f"{SUBJECT}.did", {"what": what})


def _lessons(told: _In) -> Section:
    found = told.dossier.context.view.find(TeamLesson, "of_session", told.dossier.session.id)
    points = tuple(each.words.in_(told.language) for each in found)
    return Section(told.words("lessons"), () if points else (told.words("no_lessons"),), points)


def _files(told: _In) -> Section:
    points = tuple(
        told.words("file", file=name, what=texts.render(what, told.language))
        for name, what in told.dossier.files.items()
    )
    return Section(told.words("files"), (told.words("files_note"),), points)


def _left_out(told: _In) -> Section:
    return Section(told.words("left_out"), (told.words("left_out_note"), told.words("named_note")))


SECTIONS: tuple[Callable[[_In], Section], ...] = (
    _session,
    _texts,
    _posts,
    _numbers,
    _decisions,
    _lessons,
    _files,
    _left_out,
)
