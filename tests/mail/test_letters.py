"""Letters: no header but ours, the words as they are, each language marked as such."""

import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents import body, lines
from bot.documents.letter import message
from bot.model.outbox import Letter, Person

from .samples import BODY, ENVELOPE, HOSTILE, LETTER

OURS = [
    "MIME-Version",
    "Content-Type",
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "Content-Language",
]


class Shown(HTMLParser):
    """The words of a page as a reader sees them, and the elements around them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words, self.elements, self.links = "", [""][:0], [""][:0]
        self.feed(page.partition("</head>")[2])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        self.words += "\n" if tag in ("p", "li", "br") else ""

    def handle_data(self, data: str) -> None:
        self.words += data


def read(letter: Letter, to: Person = ENVELOPE.to) -> EmailMessage:
    """The letter as the other side parses it."""
    raw = bytes(message(letter, replace(ENVELOPE, to=to)))
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def header(letter: Letter, name: str, to: Person = ENVELOPE.to) -> str:
    """A header as it stands in the message, unfolded."""
    raw = message_from_bytes(bytes(message(letter, replace(ENVELOPE, to=to))))[name]
    return re.sub(r"\r\n(?=[ \t])", "", raw)


def page(letter: Letter) -> Shown:
    return Shown(body.page(letter))


def decoded(value: str) -> str:
    return str(make_header(decode_header(value)))


def test_the_headers_are_ours_and_say_what_programs_expect() -> None:
    mail = read(LETTER)
    assert mail.keys() == OURS
    assert mail.items()[2:] == [
        ("From", "Circuit <circuit@example.org>"),
        ("To", "Sam Lee <sam@example.org>"),
        ("Reply-To", "team@example.org"),
        ("Subject", "Your session | Votre séance"),
        ("Date", "Tue, 12 Jan 2027 14:00:00 +0000"),
        ("Message-ID", "<1@example.org>"),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "DR, OOF, AutoReply"),
        ("Content-Language", "en-CA, fr-CA"),
    ]


def test_the_parts_stand_as_calendars_want_them() -> None:
    mail = read(LETTER)
    assert [(part.get_content_type(), part.get_content_disposition()) for part in mail.walk()] == [
        ("multipart/mixed", None),
        ("multipart/alternative", None),
        ("text/plain", None),
        ("text/html", None),
        ("text/calendar", None),
        ("application/ics", "attachment"),
    ]
    calendar, file = list(mail.walk())[4:]
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_payload(decode=True) == file.get_payload(decode=True)
    assert file.get_filename() == "invite.ics"


def test_without_an_invite_there_is_text_and_page_only() -> None:
    mail = read(replace(LETTER, invite=None))
    types = [part.get_content_type() for part in mail.walk()]
    assert types == ["multipart/alternative", "text/plain", "text/html"]


def test_the_same_letter_is_the_same_bytes_in_seven_bits() -> None:
    first, second = (bytes(message(LETTER, ENVELOPE)) for _ in range(2))
    assert first == second
    assert first.isascii()
    assert max(map(len, first.split(b"\r\n"))) <= 76


def test_the_page_marks_each_language_and_keeps_the_order_of_paragraphs_and_lists() -> None:
    assert body.page(LETTER).partition("</head>")[2].replace(f' style="{body.LINK}"', "") == (
        f'<body style="margin: 0; background: #ffffff"><div style="{body.STYLE}">'
        '<div lang="en-CA"><p>Hello Sam,</p>'
        '<p>See <a href="https://example.org/s/1">https://example.org/s/1</a>.</p>'
        "<ul><li>one</li><li>two</li></ul><p>Goodbye</p></div>"
        f'<hr style="{body.RULE}">'
        '<div lang="fr-CA"><p>Bonjour Sam,</p><p>À bientôt.</p></div></div></body></html>'
    )


@pytest.mark.parametrize("foreground", ["#1c2733", "#0b57a4"])
def test_the_colours_of_the_page_are_easy_to_read_on_white(foreground: str) -> None:
    assert foreground in body.STYLE + body.LINK
    shares = [int(foreground[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    assert 1.05 / (luminance + 0.05) >= 7


@pytest.mark.parametrize(
    ("written", "links"),
    [
        ("See https://example.org/a?b=1&c=2.", ["https://example.org/a?b=1&c=2"]),
        ("(http://example.org/x)", ["http://example.org/x"]),
        ("«\u00a0https://example.org\u00a0»", ["https://example.org"]),
        ("“https://example.org”", ["https://example.org"]),
        ("javascript:alert(1) ftp://example.org example.org", []),
        ('https://example.org/"onmouseover="x', ["https://example.org/"]),
        ("https://a.example, https://b.example", ["https://a.example", "https://b.example"]),
    ],
)
def test_only_addresses_of_pages_become_links(written: str, links: list[str]) -> None:
    shown = page(Letter("s", written, ("en",)))
    assert shown.links == links
    assert shown.words.strip() == written


def test_a_line_of_dashes_in_peoples_words_does_not_part_the_languages() -> None:
    said = "one\n---\ntwo"
    letter = Letter("s", f"Hello\n\n{said}\n\n---\n\nBonjour\n\n{said}", ("en", "fr"))
    english, french = body.page(letter).split("<hr")
    assert "<p>one<br>---<br>two</p>" in english
    assert "<p>one<br>---<br>two</p>" in french
    assert "Bonjour" not in english


def test_nothing_of_a_letter_is_lost_without_a_line_between_the_languages() -> None:
    assert page(Letter("s", "Hello", ("en", "fr"))).words.strip() == "Hello"


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(words: str) -> None:
    letter = Letter(f"Hello {words}", f"About {words}.", ("en",))
    to = Person("sam@example.org", words)
    mail = read(letter, to)
    assert mail.keys() == OURS
    assert decoded(header(letter, "Subject")) == lines.cut(lines.one_line(f"Hello {words}"), 78)
    name, address = parseaddr(header(letter, "To", to))
    assert (decoded(name), address) == (lines.name(words), "sam@example.org")
    text = mail.get_body(("plain",))
    assert text is not None
    assert text.get_content().replace("\r\n", "\n") == lines.lines(f"About {words}.") + "\n"


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_make_no_element_of_the_page(words: str) -> None:
    shown = page(Letter("s", f"About {words}.", ("en",)))
    assert set(shown.elements) <= {"body", "div", "p", "br", "a"}
    assert shown.words.split() == lines.lines(f"About {words}.").split()


@given(st.text(max_size=200))
def test_any_subject_comes_through_as_it_is(words: str) -> None:
    letter = Letter(words, "x", ("en",))
    assert read(letter).keys() == OURS
    assert decoded(header(letter, "Subject")) == lines.cut(lines.one_line(words), 78)


@given(st.text(max_size=120))
def test_any_name_comes_through_beside_its_one_address(words: str) -> None:
    to = Person("sam@example.org", words)
    name, address = parseaddr(header(LETTER, "To", to))
    assert (decoded(name), address) == (lines.name(words), "sam@example.org")
    assert [each.addr_spec for each in read(LETTER, to)["To"].addresses] == ["sam@example.org"]


@given(st.text(max_size=300))
def test_any_words_are_read_back_from_both_bodies(words: str) -> None:
    letter = Letter("s", words, ("fr",))
    text = read(letter).get_body(("plain",))
    assert text is not None
    assert text.get_content().replace("\r\n", "\n").strip("\n") == body.text(letter).strip("\n")
    bullets_aside = re.sub(r"^• ", "", body.text(letter), flags=re.MULTILINE)
    assert page(letter).words.split() == bullets_aside.split()


def test_a_long_subject_is_cut_in_each_language_on_its_own() -> None:
    letter = replace(LETTER, subject=f"Hello {'word ' * 30} | Bonjour {'mot ' * 30}")
    english, french = str(read(letter)["Subject"]).split(" | ")
    assert (english[:10], english[-6:]) == ("Hello word", " word…")
    assert (french[:11], french[-5:]) == ("Bonjour mot", " mot…")
    assert max(len(english), len(french)) <= 78


def test_a_cut_never_parts_a_character() -> None:
    assert lines.cut("ab 👩‍💻👩‍💻", 6) == "ab…"
    assert lines.cut("abcde\u0301f", 6) == "abcd…"
    assert lines.cut("👍🏽👍🏽", 3) == "👍🏽…"
    assert lines.cut("x👍🏽👍🏽", 3) == "x…"


@pytest.mark.parametrize("address", ["a@b.ca, c@d.ca", "a b@c.ca", "a@b.ca\nBcc: x@y.z", "a", ""])
def test_a_letter_is_never_addressed_to_anything_but_one_mailbox(address: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        message(LETTER, replace(ENVELOPE, to=Person(address)))


def test_a_long_address_is_never_broken() -> None:
    address = "a" * 64 + "@" + "b" * 60 + "." + "c" * 60 + ".example"
    assert parseaddr(header(LETTER, "To", Person(address, "Sam Lee"))) == ("Sam Lee", address)


def test_the_text_is_the_body() -> None:
    assert body.text(LETTER) == BODY
