"""Letters: one address, no header but ours, the words as they are, an invite calendars follow."""

import asyncio
import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import aiosmtpd.controller
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import StillClock
from bot.documents.calendar import ics
from bot.errors import Refusal, Rejected, TryLater
from bot.model.addresses import mailbox
from bot.model.outbox import Invite, Letter, Person, Sending
from bot.services.mail import House
from bot.services.mail.folder import FolderMail, listing, read
from bot.services.mail.smtp import SmtpMail

NOW = datetime(2027, 1, 12, 14, 0, tzinfo=UTC)
STARTS = datetime(2027, 2, 25, 18, 0, tzinfo=UTC)
HOUSE = House(Person("circuit@example.org", "Circuit"), "team@example.org")
INVITE = Invite(
    uid="session-1@example.org",
    sequence=0,
    method="REQUEST",
    starts=STARTS,
    ends=STARTS + timedelta(minutes=45),
    summary="On the Circuit: biometrics / En circuit : la biométrie",
    description="A mini discussion.",
    location="Online",
    attendee=Person("sam@example.org", "Sam Lee"),
)
BODY = (
    "Hello Sam,\n\nSee https://example.org/s/1.\n• one\n• two\n\n---\n\nBonjour Sam,\n\nÀ bientôt."
)
HOSTILE = [
    "<script>alert(1)</script>",
    "=HYPERLINK(1)",
    "{{7*7}}",
    "((email))",
    "{0.__class__}",
    "[click](http://evil)",
    "<@all> @all",
    "[[Category:x]]",
    "line\r\nBcc: evil@example.com",
    "line\x0bBcc: evil@example.com",
    "line\u2028BEGIN:VALARM",
    "\u202egnp.exe",
    "العربية",
    "👩‍💻 " * 20,
    "x" * 120,
    "",
]


def letter(subject: str = "Your session | Votre séance", **changes: Any) -> Sending:
    """A letter to Sam in both languages, with an invite."""
    content = Letter(subject, BODY, ("en", "fr"), INVITE)
    return Sending(
        key="invite/1/sam/0/mail",
        door="mail",
        to="sam@example.org",
        content=replace(content, **changes),
        created=NOW,
    )


def kept(folder: Path, *sendings: Sending) -> None:
    """Send to the folder."""

    async def scene() -> None:
        door = FolderMail(folder, HOUSE, StillClock(NOW))
        for sending in sendings:
            await door.send(sending)

    asyncio.run(scene())


def test_a_letter_in_the_folder_is_read_back_whole(tmp_path: Path) -> None:
    kept(tmp_path, letter())
    (mail,) = listing(tmp_path)
    assert (mail.to, mail.subject) == ("sam@example.org", "Your session | Votre séance")
    assert mail.text.replace("\r\n", "\n").strip() == BODY
    assert '<div lang="en-CA"><p>Hello Sam,</p>' in mail.html
    assert '<div lang="fr-CA"><p>Bonjour Sam,</p><p>À bientôt.</p></div>' in mail.html
    assert mail.invite is not None
    assert (mail.invite.method, mail.invite.sequence, mail.invite.starts) == ("REQUEST", 0, STARTS)


def test_the_headers_are_those_that_mail_programs_expect(tmp_path: Path) -> None:
    kept(tmp_path, letter())
    mail = message_from_bytes(next(tmp_path.glob("*.eml")).read_bytes(), policy=policy.default)
    headers = {
        name: str(mail[name]) for name in ("From", "Reply-To", "Auto-Submitted", "Content-Language")
    }
    assert headers == {
        "From": "Circuit <circuit@example.org>",
        "Reply-To": "team@example.org",
        "Auto-Submitted": "auto-generated",
        "Content-Language": "en-CA, fr-CA",
    }
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]


def test_the_same_letter_tried_twice_is_one_letter(tmp_path: Path) -> None:
    kept(tmp_path, letter(), letter())
    assert len(listing(tmp_path)) == 1


@pytest.mark.parametrize(
    "name", ["../secret", "00001-x.txt", "/etc/passwd", "00009-nobody@example.org.eml"]
)
def test_no_other_file_can_be_read(tmp_path: Path, name: str) -> None:
    kept(tmp_path, letter())
    assert read(tmp_path, name) is None


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(tmp_path: Path, words: str) -> None:
    invite = replace(INVITE, summary=words, attendee=Person("sam@example.org", words))
    kept(tmp_path, letter(subject=f"Hello {words}", body=f"About {words}.", invite=invite))
    raw = next(tmp_path.glob("*.eml")).read_bytes()
    mail = message_from_bytes(raw, policy=policy.default)
    assert mail["Bcc"] is None
    assert str(mail["To"]).endswith("<sam@example.org>") or not words
    assert len(mail["To"].addresses) == 1
    (stored,) = listing(tmp_path)
    assert "<script>" not in stored.html
    assert stored.invite is not None
    assert [
        each
        for each in stored.invite.file.replace("\r\n", "\n").split("\n")
        if each.startswith("BEGIN:")
    ] == ["BEGIN:VCALENDAR", "BEGIN:VEVENT"]


@given(st.text(max_size=200))
def test_any_words_make_one_line_of_a_calendar(words: str) -> None:
    from icalendar import Calendar

    entry = ics(replace(INVITE, summary=words), organizer=HOUSE.sender, stamp=NOW)
    event: Any = Calendar.from_ical(entry).walk("VEVENT")[0]
    assert str(event["uid"]) == INVITE.uid
    assert b"\r\nBEGIN:VALARM" not in entry


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("Sam@Example.ORG", "sam@example.org"),
        (" <sam@example.org> ", "sam@example.org"),
        ("mailto:sam@example.org", "sam@example.org"),
        ("sam+circuit@example.org", "sam+circuit@example.org"),
        ("sam@exämple.org", "sam@xn--exmple-cua.org"),
    ],
)
def test_one_address_is_taken_in_one_form(written: str, address: str) -> None:
    assert mailbox(written) == address


@pytest.mark.parametrize(
    "written",
    [
        "a@b.ca, evil@x.ca",
        '"A" <a@b.ca>',
        "a@b.ca\nBcc: evil@x.ca",
        "a@b.ca.",
        "a" * 250 + "@b.ca",
        "a@b",
        "@b.ca",
        "a b@c.ca",
        "",
    ],
)
def test_anything_else_is_refused(written: str) -> None:
    with pytest.raises(Refusal):
        mailbox(written)


class Server:
    """What a mail server answers, and the letters it took."""

    def __init__(self, *answers: str) -> None:
        self.answers, self.took = list(answers), []  # type: ignore[var-annotated]

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            self.took.append(message_from_bytes(envelope.content, policy=policy.default))
        return answer


def delivered(server: Server, *sendings: Sending) -> list[str]:
    """What came of each sending, by the name of the error or its Message-ID."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = aiosmtpd.controller.Controller(server, hostname="127.0.0.1", port=port)
    controller.start()

    async def scene() -> list[str]:
        door = SmtpMail(f"smtp://127.0.0.1:{port}", HOUSE, StillClock(NOW))
        outcomes = []
        for sending in sendings:
            try:
                outcomes.append((await door.send(sending))["message_id"])
            except (TryLater, Rejected) as problem:
                outcomes.append(f"{type(problem).__name__}: {problem}")
        await door.close()
        return outcomes

    try:
        return asyncio.run(scene())
    finally:
        controller.stop()


@pytest.mark.slow
def test_a_server_gets_the_letter_with_its_invite() -> None:
    server = Server()
    (message_id,) = delivered(server, letter())
    (mail,) = server.took
    assert str(mail["Message-ID"]) == message_id
    calendar = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    assert calendar.get_param("method") == "REQUEST"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("421 busy", "TryLater: the mail server answered 421"),
        ("451 later", "TryLater: the mail server answered 451"),
        ("452 too many", "TryLater: the mail server answered 452"),
        ("550 no such user", "Rejected: the mail server answered 550"),
        ("552 Message is too large", "TryLater: the mail server answered 552: too large"),
    ],
)
def test_a_refusal_is_tried_again_or_not_by_what_it_says(answer: str, outcome: str) -> None:
    server = Server(answer)
    first, second = delivered(server, letter(), letter())
    assert first == outcome
    assert second.startswith("<")


@pytest.mark.slow
def test_a_second_try_is_the_same_mail() -> None:
    server = Server("451 later")
    delivered(server, letter(), letter())
    again = Server()
    delivered(again, letter())
    assert server.took[0]["Message-ID"] == again.took[0]["Message-ID"]


def test_a_server_that_is_gone_is_tried_later() -> None:
    async def scene() -> None:
        await SmtpMail("smtp://127.0.0.1:1", HOUSE, StillClock(NOW)).send(letter())

    with pytest.raises(TryLater):
        asyncio.run(scene())
