"""A token says an address to us alone; a seal says it to nobody."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app.signing import sealer, tokens

SECRET, OTHER = b"a secret of ours", b"a secret of others"
ADDRESS = "tom.baker@example.org"
LOCAL = st.text(string.ascii_lowercase + string.digits + ".-+_", min_size=1, max_size=64)
SAFE = frozenset(string.ascii_lowercase + string.digits)


@given(LOCAL)
def test_every_address_comes_back_from_its_token_and_stands_in_none(local: str) -> None:
    write, read = tokens(SECRET)
    address = f"{local}@example.org"
    token = write(address)
    assert (read(token), write(address.upper()), frozenset(token) <= SAFE) == (address, token, True)


def test_a_token_with_any_character_altered_is_none_of_ours() -> None:
    write, read = tokens(SECRET)
    token = write(ADDRESS)
    swap = {each: "a" if each != "a" else "b" for each in SAFE}
    altered = [token[:n] + swap[token[n]] + token[n + 1 :] for n in range(len(token))]
    assert {read(each) for each in [*altered, token[:-1], token + "a", token.upper()]} == {None}


@pytest.mark.parametrize("token", ["", "1", "x", "1====", "1é", "1" + "A" * 4000, ADDRESS])
def test_what_was_never_a_token_is_none(token: str) -> None:
    assert tokens(SECRET)[1](token) is None


def test_another_secret_reads_nothing_and_seals_otherwise() -> None:
    assert tokens(OTHER)[1](tokens(SECRET)[0](ADDRESS)) is None
    seal = sealer(SECRET)(ADDRESS)
    assert seal == sealer(SECRET)(ADDRESS.upper())
    assert len({seal, sealer(OTHER)(ADDRESS), sealer(SECRET)("tom@example.org")}) == 3
