"""Mail that was made to break something is refused, or read as far as it goes; nothing else."""

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.returned import Automatic, Reply, Report, identity, read
from bot.documents.returned.words import LONGEST
from bot.errors import Refusal

from .samples import EXCHANGE, EXIM, GMAIL, OUT_OF_OFFICE, QMAIL, dsn, reply

SAMPLES = (dsn(), EXCHANGE, GMAIL, EXIM, QMAIL, OUT_OF_OFFICE, reply("I can't come"))
NAMES = (
    "From", "To", "Subject", "Content-Type", "Content-Transfer-Encoding", "Auto-Submitted",
    "Message-ID", "References", "Return-Path", "Action", "Status", "Final-Recipient",
)  # fmt: skip
VALUES = st.one_of(
    st.binary(max_size=80),
    st.sampled_from([
        b"multipart/report; boundary=b", b"multipart/mixed; boundary=", b"message/rfc822",
        b"message/delivery-status", b"text/plain; charset=utf-16", b"text/html; charset=x-none",
        b"base64", b"uuencode", b"rfc822;", b"=?utf-8?b?////?=", b"=?x?q?=FF?= <a@b.example>",
        b"text/plain; charset*0*=utf-8''%FF; charset*1=x", b"MAILER-DAEMON@example.net",
    ]),
)  # fmt: skip
HEADERS = st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=8)


def whole(content: bytes) -> None:
    """It is read or refused, and what was read keeps to its limits."""
    assert len(identity(content)) == 64
    with suppress(Refusal):
        found = read(content)
        assert isinstance(found, Report | Automatic | Reply)
        if isinstance(found, Reply):
            assert len(found.words) <= LONGEST


@given(st.binary(max_size=2_000))
def test_any_bytes(content: bytes) -> None:
    whole(content)


@given(HEADERS, st.lists(st.tuples(HEADERS, st.binary(max_size=200)), max_size=4))
def test_any_headers_and_parts(
    head: list[tuple[str, bytes]], parts: list[tuple[list[tuple[str, bytes]], bytes]]
) -> None:
    def written(headers: list[tuple[str, bytes]]) -> bytes:
        return b"".join(name.encode() + b": " + value + b"\n" for name, value in headers)

    pieces = [b"--b\n" + written(headers) + b"\n" + body + b"\n" for headers, body in parts]
    whole(written(head) + b"\n" + b"".join(pieces))


@given(st.sampled_from(SAMPLES), st.data())
def test_samples_with_a_piece_put_in_or_cut_out(sample: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(sample)))
    end = data.draw(st.integers(start, min(len(sample), start + 200)))
    whole(sample[:start] + data.draw(st.binary(max_size=40)) + sample[end:])


NESTED = b"From: a@b.example\n" + b"Content-Type: message/rfc822\n\n" * 5_000
DEEP = b"From: a@b.example\n" + b"".join(
    b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(5_000)
)


@pytest.mark.parametrize(
    "content",
    [
        NESTED,
        DEEP,
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 200_000,
        b"From: " + b"<" * 500_000,
        b"From: " + b"(" * 500_000,
        b"From: a@b.example\nSubject: " + b"=?utf-8?q?=" * 50_000,
        b"From: a@b.example\nReferences: " + b"<" * 500_000,
        b"From: a@b.example\n\n" + b"On " * 500_000,
        b"From: a@b.example\n\n" + b"Le " + b" " * 500_000,
        b"From: a@b.example\nContent-Type: text/html\n\n" + b"<" * 500_000,
        b"From: a@b.example\nContent-Type: text/html\n\n" + b"<p>" * 200_000,
        b"From: MAILER-DAEMON@b.example\n\n" + b"Message-ID: <" * 50_000,
        b"From: MAILER-DAEMON@b.example\n\n" + b"<kim@example.net " * 50_000,
        b"From: MAILER-DAEMON@b.example\n\n" + b"kim@" * 80_000,
        b"A: b\n" * 200_000,
    ],
    ids=lambda content: content[:60].decode(),
)
def test_what_was_made_to_take_long_does_not(content: bytes) -> None:
    began = time.process_time()
    whole(content)
    assert time.process_time() - began < 5
