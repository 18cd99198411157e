"""Reports read: several layouts, odd times, torn ends."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.attendance import Known, Match, attendees, matched, read
from bot.documents.attendance.moments import duration, moment
from bot.documents.attendance.people import Attendee
from bot.documents.tables.writing import About, Value, xlsx_file
from bot.errors import Refusal
from bot.model.attendance import merged

from .files import WEBEX, WEBEX_FRENCH, WEBEX_PORTUGUESE, Came, teams, webex, zoom

AROUND = datetime(2027, 2, 25, 13, tzinfo=ZoneInfo("America/Toronto"))
TOM = Came("Tom Roy", "Tom@Example.org", "13:00:05", "13:20:05", "20 mins")
BACK = Came("Tom Roy", "tom@example.org", "13:10:00", "13:40:05", "30 mins")
GUEST = Came("Guest One", "x1@guest.webex.localhost", "13:05:00", "13:15:00", "10 mins")


def minutes(people: list[Attendee]) -> list[tuple[str, float]]:
    def spent(each: Attendee) -> timedelta:
        return sum((end - start for start, end in each.spans), each.lasting)

    return [(each.who, spent(each).total_seconds() / 60) for each in people]


def read_minutes(content: bytes) -> list[tuple[str, float]]:
    return minutes(attendees(read("report.csv", content, AROUND).joins))


@pytest.mark.parametrize(
    "titles",
    [WEBEX, WEBEX_PORTUGUESE, WEBEX_FRENCH, [f"Ύ{n}" for n in range(13)], [*WEBEX, "Source ID"]],
)
def test_webex_in_any_language_with_overlaps_counted_once(titles: list[str]) -> None:
    assert read_minutes(webex(TOM, GUEST, BACK, titles=titles)) == [
        ("tom@example.org", 40.0),
        ("guest:guest one", 10.0),
    ]


def test_teams_counts_each_time_and_not_the_sum_beside_it() -> None:
    assert read_minutes(teams()) == [("tom@example.org", 38.0), ("guest:guest one", 20.0)]


def test_teams_without_each_time_counts_what_it_sums() -> None:
    summed = teams().decode("utf-16").partition("3. In-Meeting")[0].encode()
    assert read_minutes(summed) == [("tom@example.org", 38.0), ("guest:guest one", 20.0)]


def test_zoom_leaves_out_who_only_registered() -> None:
    assert read_minutes(zoom()) == [("ana@example.org", 55.0), ("tom@example.org", 30.0)]


def test_a_torn_file_is_read_up_to_there_and_says_so() -> None:
    whole = webex(TOM, GUEST, BACK)
    torn = [read("report.csv", whole[:-size], AROUND) for size in (120, 121, 140)]
    assert [(report.cut, len(report.joins), report.refused) for report in torn] == [(4, 2, [])] * 3
    assert read("report.csv", whole, AROUND).cut == 0


def test_a_quotation_mark_left_open_at_the_end_is_a_torn_file() -> None:
    torn = zoom()[: zoom().index(b'"Feb 25, 2027 01:30') + 9]
    report = read("report.csv", torn, AROUND)
    assert (report.cut, [each.name for each in report.joins]) == (10, ["Ana"])


@pytest.mark.parametrize("content", [b"Email,Name\ntom@example.org,Tom\n", b"a\n", b"\n\n"])
def test_what_is_no_report_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        read("list.csv", content, AROUND)
    assert refused.value.key == "attendance.no_report"


def test_rows_without_a_time_or_that_end_before_they_begin_are_refused() -> None:
    report = read(
        "report.csv",
        webex(
            TOM,
            Came("Zoe Li", "zoe@example.org", "soon", "later"),
            Came("Kim", "kim@example.org", "13:30:00", "13:10:00", "20"),
        ),
        AROUND,
    )
    assert [(each.row, each.why.key) for each in report.refused] == [
        (3, "attendance.no_time"),
        (4, "attendance.leaves_first"),
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2027-02-25 13:00:05", (2027, 2, 25, 13, 0, 5)),
        ("2027-02-25T18:00:05Z", (2027, 2, 25, 13, 0, 5)),
        ("2/25/27, 1:00:05 PM", (2027, 2, 25, 13, 0, 5)),
        ("25/02/2027 13:00:05", (2027, 2, 25, 13, 0, 5)),
        ("25/02/2027, 13 h 00", (2027, 2, 25, 13, 0, 0)),
        ("2027-02-25 13 h 00 min 05 s", (2027, 2, 25, 13, 0, 5)),
        ("2027-02-25, 13\xa0h\xa000\xa0min\xa005\xa0s", (2027, 2, 25, 13, 0, 5)),
        ("25 févr. 2027 à 13 h 05 min 05 s", (2027, 2, 25, 13, 5, 5)),
        ("3/2/2027 12:05 AM", (2027, 3, 2, 0, 5, 0)),
        ("Feb 25, 2027 12:55:00 PM", (2027, 2, 25, 12, 55, 0)),
        ("25 févr. 2027 13:05", (2027, 2, 25, 13, 5, 0)),
        ("30/30/2027 10:00", None),
        ("", None),
        ("--", None),
    ],
)
def test_times(written: str, meant: tuple[int, int, int, int, int, int] | None) -> None:
    expected = datetime(*meant) if meant else None  # noqa: DTZ001 - wall time, as it is read
    assert moment(written, AROUND) == expected


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *(("25", 25.0), ("25,5", 25.5), ("45 mins", 45.0), ("1 hr 20 min", 80.0)),
        *(("1 day 2 hours", 1560.0), ("01:20:30", 80.5), ("31m 30s", 31.5), ("1:20", 80.0)),
        *(("1 h 20 min", 80.0), ("soon", None), ("", None), ("5 apples", None)),
    ],
)
def test_durations(written: str, meant: float | None) -> None:
    found = duration(written)
    assert (found.total_seconds() / 60 if found is not None else None) == meant


SECONDS = st.integers(0, 3600)


@given(st.lists(st.tuples(SECONDS, SECONDS).map(sorted).map(tuple), max_size=12))
def test_merging_counts_each_second_once(spans: list[tuple[int, int]]) -> None:
    moments = [tuple(AROUND + timedelta(seconds=each) for each in span) for span in spans]
    apart = merged(moments)  # type: ignore[arg-type] # drawn as pairs
    covered = {second for start, end in spans for second in range(start, end)}
    total = sum((end - start).total_seconds() for start, end in apart)
    assert total == len(covered)
    assert all(apart[n][1] < apart[n + 1][0] for n in range(len(apart) - 1))


CELLS = st.sampled_from(
    [*WEBEX, "", "Tom Roy", "tom@example.org", "2027-02-25 13:00:05", "2/25/27, 1:00 PM", "20 mins",
     "-5", "9" * 400, "99:99:99", "0001-01-01 00:00:00", "9999-12-31 23:59:59", "=1+1", "\u202e", "No",
     '="2027-02-25 13:00:00"', "Attended", "Duration", "First Join", "Last Leave", "Name", "inf min"]
)  # fmt: skip


@given(st.lists(st.lists(CELLS, max_size=14), max_size=8), st.binary(max_size=3))
def test_whatever_a_file_holds_it_is_read_or_refused(rows: list[list[str]], end: bytes) -> None:
    content = "\r\n".join("\t".join(row) for row in rows).encode("utf-16") + end
    try:
        people = attendees(read("report.csv", content, AROUND).joins)
    except Refusal:
        return
    assert all(start <= end for each in people for start, end in each.spans)
    assert all(each.lasting >= timedelta() for each in people)


def test_a_workbook_is_read_like_a_text() -> None:
    titles = ["Name", "Join Time", "Leave Time", "Email"]
    begins = datetime(2027, 2, 25, 13)  # noqa: DTZ001 - wall time, as Excel keeps it
    row: list[Value] = ["Tom Roy", begins, begins + timedelta(minutes=20), "tom@example.org"]
    made = About("Report", "en", AROUND)
    assert read_minutes(xlsx_file(titles, [row], made)) == [("tom@example.org", 20.0)]


def person(name: str, address: str = "") -> Attendee:
    return Attendee(address or f"guest:{name}", name, address)


def test_who_is_taken_for_whom() -> None:
    people = [
        person("Tom Roy", "tom@example.org"),
        person("Roy, Zoé", "zoe.other@example.org"),
        person("Li Wei", "li1@example.org"),
        person("Li Wei", "li2@example.org"),
        person("Kim Day", "kim@gmail.example"),
        person("Kim", "kim@example.net"),
        person("Sam Fox"),
    ]
    registered = [
        Known("tom@example.org", "Somebody Else"),
        Known("zroy@example.org", "Zoe Roy"),
        Known("liwei@example.org", "Li Wei"),
        Known("kim.day@example.org", "Kim Day"),
        Known("kim@example.org", "Kim"),
        Known("sam@example.org", "Sam Fox"),
    ]
    assert [*matched(people, registered).values()] == [
        Match("tom@example.org"),
        Match("zroy@example.org"),
        Match(),
        Match(),
        Match("", "kim.day@example.org"),
        Match(),
        Match("", "sam@example.org"),
    ]
