"""What a message is: a report, a program's answer, or what a person wrote."""

import email
from email import policy

import pytest
from flufl.bounce import all_failures

from bot.documents.returned import Automatic, Failure, Reply, Report, identity, read
from bot.errors import Refusal

from .samples import EXCHANGE, EXIM, GMAIL, LETTER, OUT_OF_OFFICE, QMAIL, dsn, reply

KIM = "kim@example.net"
HEADERS = f"To: Kim Roy <{KIM}>\nMessage-ID: {LETTER}\n"


def gone(status: str) -> Report:
    return Report((Failure((KIM,), permanent=True, status=status),), (LETTER,))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (dsn(), gone("5.1.1")),
        (dsn(returned="text/rfc822-headers", letter=HEADERS), gone("5.1.1")),
        (EXCHANGE, gone("5.1.10")),
        (GMAIL, gone("5.1.1")),
        (EXIM, gone("")),
        (QMAIL, gone("")),
        (dsn(recipient="<kim@example.net>"), gone("5.1.1")),
        (dsn(recipient="RFC822; Kim@Example.NET"), gone("5.1.1")),
    ],
    ids=["postfix", "headers only", "exchange", "gmail", "exim", "qmail", "no type", "case"],
)
def test_reports_name_who_is_gone_and_the_letter(content: bytes, expected: Report) -> None:
    assert read(content) == expected


@pytest.mark.parametrize("status", ["5.1.1", "5.2.2", "5.0.0", "5.4.1"])
@pytest.mark.parametrize("action", ["failed", "Failed (permanently)", "error"])
def test_an_address_that_is_no_more_is_a_permanent_failure(status: str, action: str) -> None:
    found = read(dsn(status=status, action=action))
    assert found == Report((Failure((KIM,), permanent=True, status=status),), (LETTER,))


@pytest.mark.parametrize(
    ("status", "action"),
    [
        ("4.4.7", "failed"),
        ("4.2.2", "delayed"),
        ("5.7.1", "failed"),
        ("5.3.4", "failed"),
        ("5.6.0", "failed"),
    ],
)
def test_what_says_nothing_of_the_address_is_not_permanent(status: str, action: str) -> None:
    found = read(dsn(status=status, action=action))
    assert found == Report((Failure((KIM,), permanent=False, status=status),), (LETTER,))


def test_the_one_written_to_stands_first_where_a_mailbox_passes_its_letters_on() -> None:
    found = read(dsn(recipient="rfc822;elsewhere@example.com"))
    assert found == Report(
        (Failure((KIM, "elsewhere@example.com"), permanent=True, status="5.1.1"),), (LETTER,)
    )


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_a_report_of_success_asks_for_nothing(action: str) -> None:
    assert read(dsn(status="2.0.0", action=action)) == Automatic()


@pytest.mark.parametrize("content", [dsn(), EXCHANGE, GMAIL], ids=["postfix", "exchange", "gmail"])
def test_flufl_bounce_finds_the_same_in_standard_reports(content: bytes) -> None:
    temporary, permanent = all_failures(email.message_from_bytes(content, policy=policy.compat32))
    assert (set(temporary), {each.lower() for each in permanent}) == (set(), {KIM.encode()})


@pytest.mark.parametrize(
    "more",
    [
        "Auto-Submitted: auto-replied\n",
        "Auto-Submitted: auto-generated; x=y\n",
        "Precedence: bulk\n",
        "List-Id: <a.example.net>\n",
        "X-Autoreply: yes\n",
        "Return-Path: <>\n",
    ],
)
def test_what_a_program_answers_is_no_reply(more: str) -> None:
    assert read(reply("I can't come", more=more)) == Automatic()


def test_what_says_that_it_was_not_automatic_is_a_reply() -> None:
    assert isinstance(read(reply("I can't come", more="Auto-Submitted: no\n")), Reply)


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: x",
        "Out of office: x",
        "Réponse automatique : x",
        "=?utf-8?q?R=C3=A9ponse_automatique_=3A_x?=",
        "Absence du bureau",
    ],
)
def test_subjects_of_absent_people_are_known(subject: str) -> None:
    assert read(reply("I can't come", subject=subject)) == Automatic()


def test_out_of_office_is_automatic() -> None:
    assert read(OUT_OF_OFFICE) == Automatic()


@pytest.mark.parametrize(
    "quoted",
    [
        "On Tue, Jan 12, 2027 at 9:00 AM Circuit <circuit@example.org> wrote:\n> The link",
        "On Tue, Jan 12, 2027 at 9:00 AM Circuit\n<circuit@example.org> wrote:\n\n> The link",
        "Le mar. 12 janv. 2027 à 09:00, Circuit <circuit@example.org> a écrit :\n> Le lien",
        "________________________________\nFrom: Circuit\nSent: Tuesday",
        "From: Circuit <circuit@example.org>\nSent: January 12, 2027 9:00 AM\nTo: Kim",
        "De : Circuit <circuit@example.org>\nEnvoyé : 12 janvier 2027 09:00\nÀ : Kim",
        "-----Original Message-----\nFrom: Circuit",
        "-- \nKim Roy\nHealth Canada",
        "Sent from my iPhone",
        "> The link to join",
    ],
)
def test_what_is_quoted_or_signed_is_not_what_they_wrote(quoted: str) -> None:
    found = read(reply(f"Sorry, I can't come.\n\nSee you next time\n\n{quoted}"))
    assert found == Reply(
        KIM, "Kim Roy", "Sorry, I can't come.\n\nSee you next time", (LETTER, "<first@example.org>")
    )


def test_what_begins_like_a_quotation_stays() -> None:
    words = "On Thursday I can't come.\nLe lien ne marche pas : rien ne se passe\nDe : rien"
    found = read(reply(words))
    assert isinstance(found, Reply)
    assert found.words == words


def test_a_page_is_read_as_its_words() -> None:
    page = (
        "<html><head><title>x</title><style>p {}</style></head><body><p>I can&rsquo;t come</p>"
        "<div>Kim <b>Roy</b></div><blockquote>the link</blockquote><script>x()</script></body>"
    )
    found = read(reply(page, kind="text/html"))
    assert isinstance(found, Reply)
    assert found.words == "I can’t come\nKim Roy"


def test_a_subject_alone_is_what_they_wrote() -> None:
    found = read(reply("", subject="I can't come"))
    assert isinstance(found, Reply)
    assert found.words == "I can't come"


def test_an_answer_without_words_has_none() -> None:
    found = read(reply("> The link"))
    assert isinstance(found, Reply)
    assert found.words == ""


def test_long_words_are_cut() -> None:
    found = read(reply("word " * 2_000))
    assert isinstance(found, Reply)
    assert (len(found.words) <= 2_000, found.words[-1]) == (True, "…")


@pytest.mark.parametrize("content", [b"", b"\n\n", b"no header", b"From: nobody\n\nI can't come"])
def test_what_nobody_can_be_read_from_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal, match=r"returned\.unreadable"):
        read(content)


def test_the_same_message_has_the_same_identity_whichever_way_it_comes() -> None:
    twice = EXCHANGE.replace(b"MIME-Version", b"X-Delivered: again\r\nMIME-Version")
    assert identity(EXCHANGE) == identity(twice)
    assert identity(EXCHANGE) != identity(GMAIL)
    assert identity(QMAIL) != identity(QMAIL.replace(b"5.1.1", b"5.1.2"))
