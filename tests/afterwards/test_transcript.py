"""Transcripts as webinars really write them, and as they should not be."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.transcript import key_points, read
from bot.errors import Refusal

from .talk import FRENCH, LINES, STEP, teams, timing, webex, zoom

WORDS = tuple(words for _, words in LINES)
NAMES = ("Anne Roy", "Sam Lee", "Kim Côté")


@pytest.mark.parametrize(
    "content", [webex(named=True), teams(), zoom()], ids=["webex", "teams", "zoom"]
)
def test_every_platform_s_file_says_who_said_what_and_when(content: bytes) -> None:
    transcript = read(content)
    assert [(each.second, each.speaker, each.words) for each in transcript.said] == [
        (number * STEP, name, words) for number, (name, words) in enumerate(LINES)
    ]
    assert transcript.speakers == NAMES
    assert not transcript.cut_off


def test_webex_gives_no_speaker_in_what_it_writes_itself() -> None:
    transcript = read(webex())
    assert tuple(each.words for each in transcript.said) == WORDS
    assert transcript.speakers == ()


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8-sig"])
def test_any_encoding_that_windows_writes_is_read(encoding: str) -> None:
    transcript = read(zoom().decode().encode(encoding))
    assert transcript.speakers == NAMES


def test_pieces_without_empty_lines_between_are_read() -> None:
    lines = zoom().decode().replace("\n\n", "\n")
    assert tuple(each.words for each in read(lines.encode()).said) == WORDS


def test_hours_may_be_left_out_and_tags_and_entities_are_read() -> None:
    written = f"WEBVTT\n\n{timing(3, hours=False)}\n<v.first Anne Roy>Fish &amp; <i>chips</i> &lt;b&gt;</v>\n"
    (said,) = read(written.encode()).said
    assert (said.second, said.speaker, said.words) == (120, "Anne Roy", "Fish & chips <b>")


@pytest.mark.parametrize(
    "words",
    [
        "Note: keep this short.",
        "we said: no.",
        "The answer of the minister of public works and services: no.",
        "https://example.org is down",
    ],
)
def test_a_colon_does_not_make_a_speaker(words: str) -> None:
    (said,) = read(f"WEBVTT\n\n{timing(0)}\n{words}\n".encode()).said
    assert said.words == words or said.speaker == "Note"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "transcript.empty"),
        (b"WEBVTT\n", "transcript.not_one"),
        (b"\xef\xbb\xbf \r\n", "transcript.empty"),
        (b"Hello, this is a letter.", "transcript.not_one"),
        (f"WEBVTT\n\n{timing(0)}\n\n".encode(), "transcript.empty"),
        (b"\x00\x01\x02" * 100, "transcript.not_one"),
    ],
)
def test_what_is_no_transcript_is_said(content: bytes, problem: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(content)
    assert refused.value.key == problem


@pytest.mark.parametrize("end", ["00:", "00:03:0", "00:03:00.000 --", "00:03:00.000 --> 00:03:0"])
def test_a_file_that_is_cut_off_is_read_as_far_as_it_goes(end: str) -> None:
    transcript = read(f"{zoom().decode()}\n9\n{end}".encode())
    assert transcript.cut_off
    assert tuple(each.words for each in transcript.said)[: len(WORDS) - 1] == WORDS[:-1]


def test_a_character_that_is_cut_in_two_is_left_out() -> None:
    whole = f"WEBVTT\n\n{timing(0)}\nLe résumé".encode()
    assert read(whole[:-1]).said[0].words == "Le résum"


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_no_bytes_break_it(content: bytes) -> None:
    for before in (b"", b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n"):
        try:
            key_points(read(before + content).said)
        except Refusal:
            continue


def test_greetings_questions_and_thanks_are_no_key_points() -> None:
    found = [each.words for each in key_points(read(zoom()).said, most=3)]
    assert len(found) == 3
    assert set(found) < {WORDS[1], WORDS[2], WORDS[4], WORDS[5], WORDS[6]}


def test_french_is_made_short_as_well() -> None:
    found = [each.words for each in key_points(read(teams(FRENCH)).said)]
    assert found == [FRENCH[1][1], FRENCH[2][1]]


def test_words_without_any_stop_are_cut_into_passages() -> None:
    said = "templates of travellers are kept by the department in a vault with encryption "
    lines = "\n\n".join(f"{timing(number + 2)}\n{said * 2}{number}" for number in range(20))
    found = key_points(read(f"WEBVTT\n\n{lines}".encode()).said)
    assert found
    assert all(len(each.words.split()) <= 40 for each in found)


def test_what_was_said_twice_is_picked_once() -> None:
    twice = [*LINES[1:3], *LINES[1:3], *LINES[1:3]]
    found = [
        each.words
        for each in key_points(read(zoom([LINES[0], ("A B", "Yes."), *twice])).said, most=2)
    ]
    assert sorted(found) == sorted([LINES[1][1], LINES[2][1]])


def test_two_hours_take_less_than_five_seconds() -> None:
    many = [
        (name, f"{words[:-1]} in year {number}.") for number in range(180) for name, words in LINES
    ]
    began = time.perf_counter()
    found = key_points(read(zoom(many)).said)
    assert len(found) == 6
    assert time.perf_counter() - began < 5
