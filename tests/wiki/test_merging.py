"""What two have changed in one text is put together, or shown; ``git merge-file`` has its say."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.documents.wikitext import END, marked, merged, page_with
from bot.errors import Refusal

TEXT = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=8).map("\n".join)
CLASH = "<" * 7


@given(TEXT, TEXT)
def test_who_changed_alone_has_it_as_they_wrote_it(base: str, text: str) -> None:
    assert merged(base, text, base) == text
    assert merged(base, base, text) == text
    assert merged(base, text, text) == text


@given(TEXT, TEXT, TEXT)
def test_it_does_not_matter_who_comes_first(base: str, one: str, two: str) -> None:
    assert merged(base, one, two) == merged(base, two, one)


@given(TEXT, TEXT, TEXT)
@example("a\nb\nc", "a\nb\nx", "y\nb\nc")
def test_what_is_merged_keeps_the_changes_of_both(base: str, one: str, two: str) -> None:
    both = merged(base, one, two)
    if both is not None:
        assert {*one.split("\n"), *two.split("\n")} >= set(both.split("\n"))


@pytest.mark.parametrize(
    ("base", "theirs", "ours", "both"),
    [
        ("a\nb\nc", "a\nb\nX", "Y\nb\nc", "Y\nb\nX"),
        ("a\nb\nc\nd", "a\nnew\nb\nc\nd", "a\nb\nc", "a\nnew\nb\nc"),
        ("a\nb\nc", "a\nX\nc", "a\nY\nc", None),
        ("a\nb\nc", "a\nc", "a\nY\nc", None),
        ("a\nb\nc\nd", "a\nX\nc\nd", "a\nb\nY\nd", None),
        ("a", "", "b", None),
    ],
)
def test_lines_apart_are_merged_lines_side_by_side_are_not(
    base: str, theirs: str, ours: str, both: str | None
) -> None:
    assert merged(base, theirs, ours) == both


def test_who_is_preferred_has_it_their_way_where_both_changed_and_only_there() -> None:
    texts = "a\nb\nc\nd\ne", "a\nTHEIRS\nc\nd\nE", "OURS\nours\nc\nd\ne"
    assert merged(*texts) is None
    assert merged(*texts, "ours") == "OURS\nours\nc\nd\nE"
    assert merged(*texts, "theirs") == "a\nTHEIRS\nc\nd\nE"


@given(TEXT, TEXT, TEXT)
def test_with_a_preference_there_is_always_something(base: str, one: str, two: str) -> None:
    clash = merged(base, one, two) is None
    for whose in ("ours", "theirs"):
        both = merged(base, one, two, "ours" if whose == "ours" else "theirs")
        assert both is not None
        assert clash or both == merged(base, one, two)


@given(TEXT, TEXT, TEXT)
def test_what_was_merged_and_is_merged_again_stays_or_is_shown(
    base: str, theirs: str, ours: str
) -> None:
    """Where lines are repeated it may not be plain any more who wrote which of them."""
    both = merged(base, theirs, ours)
    if both is not None:
        assert merged(base, both, ours) in (both, None)


UNLIKE = st.lists(st.sampled_from("abcdefghijkl"), min_size=1, max_size=8, unique=True).map(
    "\n".join
)


@given(UNLIKE, UNLIKE, UNLIKE)
def test_what_was_merged_and_is_merged_again_stays(base: str, theirs: str, ours: str) -> None:
    both = merged(base, theirs, ours)
    if both is not None and len({*both.split("\n")}) == len(both.split("\n")):
        assert merged(base, both, ours) == both


def by_git(folder: Path, base: str, theirs: str, ours: str) -> str:
    """What git makes of it."""
    for name, text in (("ours", ours), ("base", base), ("theirs", theirs)):
        (folder / name).write_text(text + "\n", "utf-8")
    command = ["git", "merge-file", "-p", "ours", "base", "theirs"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout.removesuffix("\n")


@pytest.mark.parametrize("seed", range(40))
def test_git_merges_it_in_the_same_way(tmp_path: Path, seed: int) -> None:
    """Lines that are all different leave no doubt which one was changed."""
    base = [f"line {number}" for number in range(12)]
    theirs, ours = [*base], [*base]
    theirs[seed % 12] = "theirs"
    ours[(seed * 5 + seed // 12) % 12] = "ours"
    texts = ("\n".join(base), "\n".join(theirs), "\n".join(ours))
    git, ourselves = by_git(tmp_path, *texts), merged(*texts)
    assert ourselves == (None if CLASH in git else git)


PAGE = page_with("a\nb", "please write above or below")


def test_a_new_page_has_our_part_between_its_markers() -> None:
    assert f"<!-- circuit:begin please write above or below -->\na\nb\n{END}" == PAGE
    assert marked(PAGE).block == "a\nb"


@given(
    st.text(st.characters(blacklist_characters="<>"), max_size=40),
    st.text(st.characters(blacklist_characters="<>"), max_size=40),
)
def test_what_people_wrote_around_stays_to_the_letter(before: str, after: str) -> None:
    found = marked(f"{before}{PAGE}{after}")
    assert found.with_("c") == f"{before}{PAGE.replace('a' + chr(10) + 'b', 'c')}{after}"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "wiki.unmarked"),
        ("A page of somebody.", "wiki.unmarked"),
        ("<!-- circuit:begin -->\na", "wiki.tangled"),
        (f"a\n{END}", "wiki.tangled"),
        (f"{END}\n<!-- circuit:begin -->", "wiki.tangled"),
        (PAGE + PAGE, "wiki.tangled"),
        (PAGE + END, "wiki.tangled"),
    ],
)
def test_markers_that_people_took_out_or_tangled(text: str, problem: str) -> None:
    with pytest.raises(Refusal) as refused:
        marked(text)
    assert refused.value.key == problem


def test_markers_as_people_may_set_them() -> None:
    page = "Intro\n<!--circuit:begin-->\n<!--  circuit:end  -->\nMore"
    assert marked(page).block == ""
    assert marked(page).with_("a") == "Intro\n<!--circuit:begin-->\na\n<!--  circuit:end  -->\nMore"
