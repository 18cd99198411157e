"""One mailbox, in one form, or a refusal in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import texts
from bot.errors import Refusal
from bot.model.addresses import mailbox
from bot.model.words import Phrase


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("Sam@Example.ORG", "sam@example.org"),
        (" <sam@example.org> ", "sam@example.org"),
        ("mailto:sam@example.org", "sam@example.org"),
        ("sam+circuit@example.org", "sam+circuit@example.org"),
        ("o'brien@example.org", "o'brien@example.org"),
        ("sam@exämple.org", "sam@xn--exmple-cua.org"),
        ("sam@ｅxample.org", "sam@example.org"),
        ("sam@example.org\n", "sam@example.org"),
    ],
)
def test_one_address_is_taken_in_one_form(written: str, address: str) -> None:
    assert mailbox(written) == address
    assert mailbox(address) == address


@pytest.mark.parametrize(
    "written",
    [
        "a@b.ca, evil@x.ca",
        "a@b.ca;evil@x.ca",
        "a@b.ca evil@x.ca",
        '"A" <a@b.ca>',
        "Ana <a@b.ca>",
        "a@b.ca\nBcc: evil@x.ca",
        "a@b.ca\u2028Bcc: evil@x.ca",
        "a@b.ca.",
        ".a@b.ca",
        "a@b..ca",
        "a@[192.0.2.1]",
        '"a b"@c.ca',
        "a" * 65 + "@b.ca",
        "a" * 250 + "@b.ca",
        "a@" + "b" * 64 + ".ca",
        "a@" + "b." * 500_000 + "ca",
        "аna@example.org",
        "rené@example.org",
        "a@\u202eb.ca",
        "a@b",
        "@b.ca",
        "a b@c.ca",
        "",
    ],
)
def test_anything_else_is_refused(written: str) -> None:
    with pytest.raises(Refusal) as refusal:
        mailbox(written)
    assert refusal.value.key == "mail.not_an_address"
    assert len(str(refusal.value.facts["written"]).splitlines()) <= 1


def test_the_refusal_is_worded_in_both_languages() -> None:
    phrase = Phrase("mail.not_an_address", {"written": "a@b"})
    assert texts.render(phrase, "en").startswith("“a@b” is not a mail address")
    assert texts.render(phrase, "fr").startswith("«\u00a0a@b\u00a0» n’est pas une adresse")


@given(st.text(max_size=80) | st.emails())
def test_what_is_taken_is_one_mailbox_of_plain_characters(written: str) -> None:
    try:
        address = mailbox(written)
    except Refusal:
        return
    assert address.isascii()
    assert address.count("@") == 1
    assert not set(address) & set(' \t\r\n<>,;:"()[]\\')
