"""The slots of a message: one function for each, from the frame it fills."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from bot.understanding import people, recurring
from bot.understanding.dates.words import WEEKDAYS
from bot.understanding.filling import TRIMMED, Filling
from bot.understanding.naming import position, session, size
from bot.understanding.places import FEW, OFFSET

WORDLY = re.compile(r"\b[a-z]{2,6}-\d{2,6}\b")
VEVOX = re.compile(r"(?<!\d)\d{3}[- ]?\d{3}[- ]?\d{3}(?!\d)")
DIGITS = re.compile(r"\d[\d -]{2,}\d")
Slot = Callable[[Filling], Any]
CHANNELS = {
    "director_email": "director-email",
    "partners_email": "partners-email",
    "gcmessage": "gcmessage",
    "twitter": "twitter",
    "events_page": "events-page",
    "groups": "groups",
    "wire": "wire",
    "newsletter": "newsletter",
    "communications": "communications",
    "teams_post": "teams",
}
AUDIENCES = {
    "no_show": "no-shows",
    "speaker": "speakers",
    "manager": "managers",
    "partner": "partners",
    "participant": "participants",
    "team": "team",
}
BOTH = re.compile(
    r"(?i:\bboth (?:official )?languages\b|\b(?:deux|2) langues\b|\bbilingu)"
    r"|\bFR\b.{0,6}\bEN\b|\bEN\b.{0,6}\bFR\b"
)
OWN = frozenset("my mon ton your mes".split())
"""“My English is rusty” wishes for no English."""
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
UNITS = {"m": "PT{}M", "h": "PT{}H", "d": "P{}D", "j": "P{}D", "w": "P{}D", "s": "P{}D"}
NUMBERED_POLL = re.compile(
    r"\b(?:poll|sondage|vote|scrutin)\s*(?:number|numero|num|no\.?|nº|n°|#)?\s*(\d{1,3})\b"
    r"|\b(\d{1,2})(?:st|nd|rd|th|er|e|eme)\s+(?:poll|vote|sondage|scrutin)\b"
)
NTH_POLL = re.compile(
    r"\b(?P<nth>first|second|third|premier|deuxieme|troisieme)\s+(?:poll|vote|sondage|scrutin)\b"
)
LAST_POLL = re.compile(
    r"\b(?:last|latest|previous|most recent)\s+(?:poll|vote)\b|\bdernier\s+(?:sondage|vote|scrutin)"
)


def when(f: Filling) -> str | None:
    """The moment set, ISO 8601; a day where no hour is said; none where it must be asked."""
    if f.reading is None or f.reading.error or f.reading.start is None:
        return None
    start: date | datetime = f.reading.start
    return start.isoformat(timespec="minutes") if isinstance(start, datetime) else start.isoformat()


def duration_min(f: Filling) -> int | None:
    """How long it lasts, in minutes."""
    lengths = f.analysis.lengths
    return lengths[-1][1] if lengths else (f.reading.duration_min if f.reading else None)


def rrule(f: Filling) -> str | None:
    """The rule of a series, with how many there are if that is said."""
    rule = recurring.rule(f.bare, f.reading.rrule, f.reading.start) if f.reading else None
    if not rule or not f.count or "COUNT=" in rule:
        return rule
    return f"{rule};COUNT={f.count[1]}"


def count(f: Filling) -> int | None:
    """How many sessions a series has, or is to have."""
    if "position" in f.match.frame.slots:
        return size(f)
    rule = f.reading.rrule if f.reading else None
    told = re.search(r"COUNT=(\d+)", rule or "")
    return f.count[1] if f.count else int(told[1]) if told else None


def person(f: Filling) -> str | None:
    """An address, or a name without Mr or Mme."""
    return translator(f) or people.without_courtesy(f.remainder(known=True)) or None


def translator(f: Filling) -> str | None:
    """An address, or a name without Mr or Mme that cannot be anything else."""
    emails = f.analysis.sentence.of_kind("email")
    if emails:
        return emails[0].typed
    runs = [run for run in f.analysis.name_runs if run[0] < f.match.tail]
    return next(people.names(f.analysis.sentence, runs), None)


def text(f: Filling) -> str | None:
    """What is told after the words that announce it: a lesson, a question, a reason."""
    first = min([*f.match.filled, *f.analysis.things], default=-1)
    starts = [f.analysis.tokens[p].end for p in f.analysis.content_marks if p > first]
    for start in starts:
        told = f.text[start:].strip(TRIMMED)
        if told:
            return told + ("." if f.text.endswith("...") else "")
    match f.match.intent:
        case "speaker.suggest":
            return None
        case "checklist.done" if f.loose_numbers:
            return f.loose_numbers[0]
        case "lesson.add" if not f.quotes:
            return f.trimmed((f.end_of_order, len(f.text))) or f.remainder() or None
        case "speaker.question" if f.text.endswith("?"):
            return f.text
    return (f.quotes[0] if f.quotes else f.remainder()) or None


def url(f: Filling) -> str | None:
    """The address of a page."""
    return next((token.typed for token in f.analysis.sentence.of_kind("url")), None)


def wordly(f: Filling) -> str | None:
    """The id of a session of Wordly, or what looks like one: ``ABCD-1234``."""
    told = WORDLY.search(f.bare)
    return f.text[slice(*told.span())] if told else None


def vevox(f: Filling) -> str | None:
    """The id of a session of Vevox, or what looks like one: ``195-061-937``; in a link too."""
    told = VEVOX.search(f.text) or DIGITS.search(f.text)
    return told[0] if told else None


def called(f: Filling) -> str | None:
    """What something is called: the words between quotation marks."""
    return f.quotes[0] if f.quotes else None


def language(f: Filling) -> str | list[str] | None:
    """``en`` or ``fr``; the list of those named where there may be several."""
    named = sorted(
        (hit.at[0], code)
        for code, name in (("en", "english"), ("fr", "french"))
        for hit in f.analysis.of(name)
    )
    codes = list(dict.fromkeys(code for _, code in named))
    if f.match.intent == "wordly.set":
        return ["en", "fr"] if BOTH.search(f.text) else codes or None
    wanted = [code for place, code in named if f.analysis.tokens[max(place - 1, 0)].word not in OWN]
    return (wanted or codes)[-1] if codes else None


def channel(f: Filling) -> str | None:
    """Where something is promoted."""
    return next((value for name, value in CHANNELS.items() if f.analysis.of(name)), None)


def audience(f: Filling) -> str | None:
    """Whom something is sent to."""
    return next((value for name, value in AUDIENCES.items() if f.analysis.of(name)), None)


def offset(f: Filling) -> str | None:
    """How long before the start, as a duration of ISO 8601: ``-P1D``.

    The last Friday before the day of the start is ``-FR`` (RFC 5545 names the days like that).
    """
    found = OFFSET.search(f.bare)
    if not found:
        return None
    for name, value in (("eve", "-P1D"), ("week", "-P7D"), ("hour", "-PT1H")):
        if found[name]:
            return value
    if found["weekday"]:
        return f"-{DAYS[WEEKDAYS[found['weekday']]]}"
    number = FEW.get(found["n"]) or int(found["n"])
    unit = found["unit"]
    weeks = unit.startswith(("w", "s"))
    return "-" + UNITS[unit[0]].format(7 * number if weeks else number)


def poll(f: Filling) -> str | None:
    """Which poll: its number, "last", or its question."""
    numbered = NUMBERED_POLL.search(f.bare)
    if numbered:
        return numbered[1] or numbered[2]
    nth = NTH_POLL.search(f.bare)
    if nth:
        return str(recurring.NTHS[nth["nth"]])
    if LAST_POLL.search(f.bare):
        return "last"
    return f.quotes[0] if f.quotes else None


def theme(f: Filling) -> str | None:
    """Which theme: its number, or its title."""
    numbers = [t for i, t in enumerate(f.analysis.tokens) if t.kind == "number" and not _plus(f, i)]
    return numbers[0].word if numbers else (f.quotes[0] if f.quotes else f.remainder()) or None


def _plus(f: Filling, place: int) -> bool:
    return f.bare[: f.analysis.tokens[place].start].rstrip().endswith("+")


def places(f: Filling) -> int | None:
    """How many may come: the number that is no session and no date."""
    spans = [*(m.span for m in f.mentions), *f.analysis.dates, *f.analysis.times]
    free = (
        token.word
        for token in f.analysis.tokens
        if token.kind == "number" and not any(a <= token.start < b for a, b in spans)
    )
    return next((int(word) for word in free if word.isdecimal()), None)


def part(f: Filling) -> str | None:
    """What an invited person does, where it is not to speak."""
    return next((name for name in ("moderator", "host") if f.analysis.of(name)), None)


def field(f: Filling) -> str | None:
    """What a speaker tells of their session's practical side."""
    names = ("biography", "needs", "consent", "language")
    return next((name for name in names if f.analysis.of(name)), None)


def skip(f: Filling) -> list[str] | None:
    """The months that a series leaves out, from the first to come: ``2026-12``."""
    from bot.understanding.months import months_at

    start = f.reading.start if f.reading and f.reading.start else f.now
    found = [month for span in f.analysis.skips for month in months_at(f.bare[slice(*span)], start)]
    return found or None


def every(f: Filling, extra: Mapping[str, Slot]) -> Iterator[tuple[str, Any]]:
    """The slots of the frame that the message fills, with what the frame itself gives."""
    slots = {**BY_NAME, **extra}
    for name in f.match.frame.slots:
        value = slots[name](f)
        if value not in (None, "", []):
            yield name, value
    yield from f.match.frame.given.items()


BY_NAME: dict[str, Slot] = {
    "session": session,
    "when": when,
    "duration_min": duration_min,
    "rrule": rrule,
    "count": count,
    "position": position,
    "person": person,
    "translator": translator,
    "text": text,
    "url": url,
    "called": called,
    "wordly": wordly,
    "vevox": vevox,
    "language": language,
    "channel": channel,
    "audience": audience,
    "offset": offset,
    "poll": poll,
    "theme": theme,
    "part": part,
    "places": places,
    "field": field,
    "skip": skip,
}
