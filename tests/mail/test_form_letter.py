"""Letters for many: each is, part by part and word for word, the letter written for one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from email import message_from_bytes
from email.message import Message

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents import lines
from bot.documents.calendar import attendee, ics
from bot.documents.form_letter import FormLetter
from bot.documents.layout import BLANK, Layout
from bot.documents.letter import Envelope, Mailing, message
from bot.model.outbox import Letter, Person

from .samples import ENVELOPE, HOSTILE, HOUSE, INVITE, LETTER, NOW

pytestmark = pytest.mark.slow

BLANKS = ("name", "link", "note")
MAILING = Mailing("mini.example.org", "https://circuit.example.org/u/abc")
BODY = (
    "Hello ((name)),\n\nJoin: ((link)), or https://example.org/s/1?r=((name)).\n• one ((note))\n"
    "• two\n\nYou are ((name)), 100% sure.\n\n---\n\nBonjour ((name)),\n\n((note))\n\nÀ bientôt."
)
FORM = replace(LETTER, body=BODY)
ANY = replace(LETTER, body="((value)), ((value))\n((value))")
VALUES = {"name": "Sam", "link": "https://example.org/j/1", "note": "a note"}
FRAGMENTS = [
    *(
        "http",
        "https",
        "://",
        "s://",
        "/",
        ":",
        "//x",
        "http://example.org.",
        "---",
        "-",
        "•",
        "• ",
    ),
    *(" ", "\n", "\r", "\r\n\r\n", "\u00a0", ".", "\n.\n", "=", "%", "%(name)s", "a", "a b", "Zoé"),
    *("((name))", "((", "))", "=?utf-8?q?a?=", "https://example.org/é?a=1&b=<c>", "^", '"', "’"),
    *("x" * 80, "é" * 80, "y" * 1200),
]
MORE = [
    "Join: https://example.org/j?a=1&b=2",
    "http://a.ca, or:",
    "https://a.ca.",
    " y",
    "y ",
    "\u00a0y",
    "y\u00a0",
    "tp://example.org",
    "tp:/",
    "s:",
    "• • x",
]
words = st.lists(
    st.sampled_from(FRAGMENTS) | st.sampled_from(HOSTILE) | st.text(max_size=20), max_size=4
).map("".join)
bodies = st.lists(
    st.sampled_from([f"(({name}))" for name in BLANKS])
    | st.sampled_from(FRAGMENTS).filter(lambda each: "((" not in each)
    | st.text(max_size=10),
    max_size=12,
).map("".join)


def parts(raw: bytes) -> list[tuple[list[tuple[str, str]], bytes | None]]:
    """The headers and the content of each part, in their order."""
    return [(each.items(), _content(each)) for each in message_from_bytes(raw).walk()]


def _content(part: "Message[str, str]") -> bytes | None:
    decoded = part.get_payload(decode=True)
    return decoded.replace(b"\r\n", b"\n") if isinstance(decoded, bytes) else None


def encoded(raw: bytes) -> list[str]:
    """The lines of all contents as they leave."""
    leaves = [each for each in message_from_bytes(raw).walk() if not each.is_multipart()]
    return "\n".join(str(each.get_payload()) for each in leaves).splitlines()


def filled(
    letter: Letter, envelope: Envelope, values: Mapping[str, str], alike: Collection[str] = ()
) -> bytes:
    """The form of this letter, filled; those values in place before that all have ``alike``."""
    form = FormLetter(letter, replace(envelope, to=Person("")), set(BLANK.findall(letter.body)))
    form.settle({name: value for name, value in values.items() if name in alike})
    own = {name: value for name, value in values.items() if name not in alike}
    return form.fill(envelope.to, envelope.message_id, own)


def written(letter: Letter, envelope: Envelope, values: Mapping[str, str]) -> bytes:
    """The letter with its blanks replaced, written for one."""
    body = BLANK.sub(lambda blank: values[blank[1]], lines.lines(letter.body))
    invite = letter.invite and replace(letter.invite, attendee=envelope.to)
    return bytes(message(replace(letter, body=body, invite=invite), envelope))


@given(
    letter=st.builds(
        Letter,
        subject=words,
        body=bodies,
        languages=st.sampled_from([("en",), ("fr", "en")]),
        invite=st.none()
        | st.builds(
            replace,
            st.just(INVITE),
            method=st.sampled_from(["REQUEST", "CANCEL", "PUBLISH"]),
            summary=words,
        ),
    ),
    envelope=st.builds(
        replace,
        st.just(ENVELOPE),
        to=st.builds(Person, st.just("zoe@example.org"), words),
        mailing=st.sampled_from([None, MAILING]),
    ),
    values=st.fixed_dictionaries(dict.fromkeys(BLANKS, words)),
    alike=st.sets(st.sampled_from(BLANKS)),
)
def test_a_letter_filled_is_the_letter_written(
    letter: Letter, envelope: Envelope, values: dict[str, str], alike: set[str]
) -> None:
    raw = filled(letter, envelope, values, alike)
    assert parts(raw) == parts(written(letter, envelope, values))
    assert raw.isascii()
    assert raw.endswith(b"\r\n")
    assert not set(b"\r\n") & set(raw.replace(b"\r\n", b""))
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert max(map(len, encoded(raw))) <= 76


@pytest.mark.parametrize(
    "around",
    [
        "((name))",
        "• ((name))",
        "•((name))",
        "--((name))",
        "((name)) and more",
        "((name))\n\n---\n\n((name))",
        "one\n((name))\ntwo",
        "https://example.org/((name))",
        "https://example.org/((name))/more.",
        "https://((name))/more",
        "https://example.org/((name))((name))",
        "(((name))).",
        "((name)).more",
        "((name))://example.org",
        "http((name))://example.org",
        "http((name))//example.org",
        "https:((name))",
        "https:/((name))",
        "ht((name))",
        "ht((name))/example.org",
        "https://example.org/“((name))",
    ],
)
def test_what_stands_around_a_blank_and_in_it_is_read_together(around: str) -> None:
    for value in [*FRAGMENTS, *HOSTILE, *MORE]:
        letter, values = Letter("s", around, ("en", "fr")), {"name": value}
        whole = parts(written(letter, ENVELOPE, values))
        assert parts(filled(letter, ENVELOPE, values)) == whole
        assert parts(filled(letter, ENVELOPE, values, ["name"])) == whole


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("alike", [(), ("name",), BLANKS])
def test_hostile_names_and_values_stay_what_they_are(words: str, alike: Sequence[str]) -> None:
    envelope = replace(ENVELOPE, to=Person("sam@example.org", words), mailing=MAILING)
    values = dict.fromkeys(BLANKS, words)
    assert parts(filled(FORM, envelope, values, alike)) == parts(written(FORM, envelope, values))


def test_a_value_of_ones_own_stands_in_the_place_of_the_one_that_others_have() -> None:
    form = FormLetter(FORM, replace(ENVELOPE, to=Person("")), BLANKS)
    form.settle({"name": "everybody", "link": "https://example.org/all"})
    own = {"name": "Sam", "note": "a note"}
    values = {**own, "link": "https://example.org/all"}
    raw = form.fill(ENVELOPE.to, ENVELOPE.message_id, own)
    assert parts(raw) == parts(written(FORM, ENVELOPE, values))


def test_a_blank_in_a_value_that_all_have_is_none() -> None:
    letter = Letter("s", "Hello ((name)) ((note))", ("en",))
    values = {"name": "((note)) %(note)s 100%", "note": "x"}
    raw = filled(letter, ENVELOPE, values, ["name"])
    assert parts(raw)[1][1] == b"Hello ((note)) %(note)s 100% x\n"


def test_a_blank_in_a_value_is_none() -> None:
    raw = filled(Letter("s", "Hello ((name))", ("en",)), ENVELOPE, {"name": "((name)) %(name)s"})
    assert parts(raw)[1][1] == b"Hello ((name)) %(name)s\n"


def test_the_subject_and_the_invite_are_the_same_for_all() -> None:
    letter = replace(FORM, subject="((name))", invite=replace(INVITE, summary="((name))"))
    raw = filled(letter, ENVELOPE, VALUES)
    assert message_from_bytes(raw)["Subject"] == "((name))"
    assert parts(raw) == parts(written(letter, ENVELOPE, VALUES))


@pytest.mark.parametrize("blanks", [(), ("name",), (*BLANKS, "more"), ("name", "link", "other")])
def test_blanks_that_are_not_those_named_are_found_when_the_form_is_made(
    blanks: tuple[str, ...],
) -> None:
    with pytest.raises(ValueError, match="blanks"):
        FormLetter(FORM, ENVELOPE, blanks)


def test_a_blank_may_stand_in_the_page_to_unsubscribe_alone() -> None:
    mailing = Mailing("mini.example.org", "https://circuit.example.org/u/((token))")
    form = FormLetter(LETTER, replace(ENVELOPE, mailing=mailing), ["token"])
    raw = form.fill(ENVELOPE.to, "<2@example.org>", {"token": "abc"})
    assert message_from_bytes(raw).items()[-4:] == [
        ("List-Unsubscribe", "<https://circuit.example.org/u/abc>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ("List-Id", "<mini.example.org>"),
        ("Precedence", "bulk"),
    ]


@pytest.mark.parametrize("token", ["a b", "a>, <mailto:x@example.org", "a\r\nBcc: x@y.ca", "é"])
def test_a_page_to_unsubscribe_that_is_none_is_refused(token: str) -> None:
    mailing = Mailing("mini.example.org", "https://circuit.example.org/u/((token))")
    form = FormLetter(LETTER, replace(ENVELOPE, mailing=mailing), ["token"])
    with pytest.raises(ValueError, match="List-Unsubscribe"):
        form.fill(ENVELOPE.to, "<2@example.org>", {"token": token})


def test_a_value_that_is_missing_is_told_without_the_others() -> None:
    with pytest.raises(ValueError, match="a blank has no value"):
        filled(FORM, ENVELOPE, {"name": "Sam"})


@pytest.mark.parametrize("address", ["a@b.ca, c@d.ca", "a b@c.ca", "a@b.ca\nBcc: x@y.z", "a", ""])
def test_a_form_is_never_addressed_to_anything_but_one_mailbox(address: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        filled(FORM, replace(ENVELOPE, to=Person(address)), VALUES)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Sam",
        "Chloé Côté-Bélanger",
        "Statistics Canada / Statistique Canada",
        "On the Circuit: biometrics",
        "«\u00a0En circuit\u00a0: la biométrie\u00a0»",
        "👩‍💻 שלום",
        "https://example.org/j/1?r=abc&x=1",
    ],
)
def test_what_people_and_things_are_called_has_a_slot(value: str) -> None:
    assert Layout(ANY).filled({"value": value}) is not None


@pytest.mark.parametrize("value", ["To join: https://example.org/j?a=1&b=2", "a https://b.ca c"])
def test_words_with_a_link_have_a_slot_between_spaces_only(value: str) -> None:
    between, beside = (replace(LETTER, body=each) for each in ("• ((value))\n", "((value))."))
    assert Layout(between).filled({"value": value}) is not None
    assert Layout(beside).filled({"value": value}) is None


@pytest.mark.parametrize(
    "value", ["line\nline", "• listed", "---", "see https://example.org/", "\u202egnp.exe"]
)
def test_what_changes_the_layout_has_none(value: str) -> None:
    assert Layout(ANY).filled({"value": value}) is None


@pytest.mark.parametrize("before", range(52, 64))
def test_no_escape_in_a_name_is_parted(before: int) -> None:
    person = Person("zoe@example.org", "a" * before + "^^ é")
    assert attendee(person) in invited(person)


@given(words, st.sampled_from(["zoe@example.org", "zoé.^x^@example.org", "z" * 80 + "@b.ca"]))
def test_who_is_invited_is_named_as_in_an_invite_of_their_own(name: str, address: str) -> None:
    person = Person(address, name)
    assert attendee(person) in invited(person)


def invited(person: Person) -> bytes:
    """The invite of this person."""
    return ics(replace(INVITE, attendee=person), organizer=HOUSE.sender, stamp=NOW)
