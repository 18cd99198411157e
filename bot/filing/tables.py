"""The dossier of a session for programs: tables as csv, numbers with the rows behind them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict

from bot import texts
from bot.documents.tables.writing import Values, csv_file
from bot.filing.readable import SUBJECT, Dossier, did_of
from bot.filing.words import Text
from bot.model.poll import Poll
from bot.model.words import LANGUAGES, Phrase
from bot.polling import counting, table
from bot.promoting.naming import known
from bot.resources import public_resources


def data(dossier: Dossier) -> Mapping[str, bytes]:
    """The files for programs, and the texts, by their names."""
    return {
        "session.json": _json(_session(dossier)),
        "numbers.json": _json([asdict(each) for each in dossier.numbers.figures.values()]),
        "numbers.csv": csv_file(
            ("name", "value"), [(e.name, e.value) for e in dossier.numbers.figures.values()]
        ),
        "decisions.csv": csv_file(("at", "what", "en", "fr", "who", "why"), _decisions(dossier)),
        "polls.csv": csv_file(
            ("poll", "question_en", "question_fr", "option_en", "option_fr", "votes", "share"),
            _polls(dossier),
        ),
        "resources.csv": csv_file(("title_en", "title_fr", "link"), _resources(dossier)),
        **{each.file: each.words.encode() + b"\n" for each in dossier.words},
    }


def described(dossier: Dossier) -> Mapping[str, Phrase]:
    """What each of these files is."""
    tables = ("session.json", "numbers.json", "numbers.csv", "decisions.csv", "polls.csv",
              "resources.csv")  # fmt: skip
    named = {each: Phrase(f"{SUBJECT}.file_{each.replace('.', '_')}") for each in tables}
    names = known(dossier.context, dossier.session)
    return {**named, **{each.file: _described(each, names) for each in dossier.words}}


def _described(text: Text, names: Mapping[str, object]) -> Phrase:
    facts = {"side": text.language, "about": names.get(text.about, text.about)}
    return Phrase(f"{SUBJECT}.file_{text.kind}", facts)


def index(dossier: Dossier, sums: Mapping[str, str]) -> bytes:
    """Every file with what it is and its SHA-256."""
    rows = [
        (name, *(texts.render(what, each) for each in LANGUAGES), sums[name])
        for name, what in dossier.files.items()
    ]
    return csv_file(("file", "en", "fr", "sha256"), rows)


def _session(dossier: Dossier) -> Mapping[str, object]:
    session = dossier.session
    return {
        "session": session.id,
        "title": {"en": session.title.en, "fr": session.title.fr},
        "starts": session.starts.isoformat(),
        "minutes": session.minutes,
        "zone": session.zone,
        "phase": session.phase.value,
        "as_of": dossier.as_of.isoformat(),
    }


def _decisions(dossier: Dossier) -> Iterator[Values]:
    for each in dossier.decisions:
        said = [texts.render(did_of(each.what), language) for language in LANGUAGES]
        yield each.at.isoformat(), each.what, *said, each.who, each.why


def _polls(dossier: Dossier) -> Iterator[Values]:
    """What came of each poll with options, where at least five answered; nobody is named."""
    view = dossier.context.view
    for poll in view.find(Poll, "session", dossier.session.id):
        count = counting.shown(view, poll)
        if not poll.options or count is None or count.voters < counting.FEWEST:
            continue
        for row in table.rows(poll, count):
            yield poll.id, poll.question.en, poll.question.fr, *row


def _resources(dossier: Dossier) -> Iterator[Values]:
    for each in public_resources(dossier.context, dossier.session):
        yield each.title.en, each.title.fr, each.link


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"
