"""Sessions that were held, with people, polls and questions: rows to be counted twice."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.model.lesson import TeamLesson
from bot.model.poll import Count, Poll, PollState
from bot.model.question import AudienceQuestion, QuestionState
from bot.model.record import Record
from bot.model.registration import Department, Registration, Standing
from bot.model.session import Phase, Session
from bot.model.words import Both, Language
from tests.promoting.house import NOW, SESSION

UNITS = ("Health Canada", "Statistics Canada", "Library and Archives", "Tiny Office")
LANGUAGES: tuple[Language, Language, Language, None] = ("en", "fr", "en", None)
ORIGINS = ("wire-en", "x-fr", "", "newsletter-en", "wire-fr")


def session(number: int) -> Session:
    return replace(
        SESSION,
        id=str(number),
        title=Both(f"Session {number} & <co>", f"Séance {number} & <cie>"),
        starts=NOW - timedelta(days=30 * (5 - number)),
        phase=Phase.HELD,
    )


def people(number: int, many: int) -> Iterator[Registration]:
    for each in range(many):
        at = NOW - timedelta(days=40, minutes=each)
        yield Registration(
            session=str(number),
            address=f"person{each}@example.org",
            name=f"Person {each}",
            language=LANGUAGES[each % 4],
            department=UNITS[3] if each in (7, 11) else UNITS[each % 3],
            standing=Standing.CANCELLED if each % 10 == 9 else Standing.REGISTERED,
            at=at,
            changed_at=at,
            origin=ORIGINS[each % 5],
        )


def rows(sessions: int, many: int) -> Iterator[Record]:
    """All rows of so many sessions with so many people each."""
    yield from (Department(name=each) for each in UNITS)
    yield TeamLesson(id="1", words=Both("Test first", "Essayer d’abord"), at=NOW)
    for number in range(1, sessions + 1):
        yield session(number)
        yield from people(number, many)
        yield Poll(
            id=str(number),
            code=f"code{number}",
            question=Both("Why?", "Pourquoi?"),
            session=str(number),
            state=PollState.CLOSED,
            created=NOW,
            created_by="ana@example.org",
            count=Count(voters=10 * number, votes=(5, 5)),
        )
        for each in range(6):
            answered = each % 2 == 0
            yield AudienceQuestion(
                id=f"{number}0{each}",
                session=str(number),
                words="Why?",
                at=NOW,
                state=QuestionState.ANSWERED if answered else QuestionState.WAITING,
            )
