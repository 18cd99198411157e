"""Bytes made to harm: nothing but a refusal comes of them, soon, and for little memory."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.documents.tables import limits, read
from bot.errors import Refusal

from .samples import SHEET, by_hand, workbook

pytestmark = pytest.mark.slow

GOOD = workbook(("ID", "Email", "Name"), (1, "a@b.ca", "Ana"), (2, "b@b.ca", True))
CHILD = """
import resource, sys, time
from bot.documents.tables import read
from bot.errors import Refusal
content = open(sys.argv[1], "rb").read()
before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
try:
    said = len(read("a", content).rows)
except Refusal as refusal:
    said = refusal.key
taken = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(said, taken // 1024, time.process_time() - begun)
"""


def read_or_refused(content: bytes) -> None:
    with suppress(Refusal):
        read("a", content)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    read_or_refused(content)


@given(st.text(max_size=200), st.sampled_from(["utf-8-sig", "utf-16", "utf-8"]))
def test_any_text_is_read_or_refused(text: str, encoding: str) -> None:
    read_or_refused(text.encode(encoding, "replace"))


@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=6))
def test_a_workbook_with_other_bytes_in_it_is_read_or_refused(place: int, other: bytes) -> None:
    read_or_refused(GOOD[:place] + other + GOOD[place + len(other) :])


VALUES = st.sampled_from(
    "A1 XFD1048576 A0 AAAA1 a1 A 1 -1 s d e b n str inlineStr nan inf -1e308 1e308 2958466 0.5 60 true"
    " #N/A #WHAT 2027-13-01 PT1H _xD800_ 99999999999999999999".split()
) | st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=5)
CELL = st.builds(
    lambda name, attributes, child, text: (
        f"<{name} {' '.join(f'{key}={quoted(value)}' for key, value in attributes.items())}>"
        f"<{child}>{escaped(text)}</{child}></{name}>"
    ),
    st.sampled_from(["c", "c", "c", "row", "v"]),
    st.dictionaries(st.sampled_from(["r", "t", "s", "x"]), VALUES, max_size=3),
    st.sampled_from(["v", "v", "f", "is", "t"]),
    VALUES,
)
STYLES = '<styleSheet><cellXfs><xf numFmtId="22"/><xf numFmtId="46"/></cellXfs></styleSheet>'
STRINGS = '<sst uniqueCount="2"><si><t>Email</t></si><si><t>a@b.ca</t></si></sst>'


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def quoted(value: str) -> str:
    return '"' + escaped(value).replace('"', "&quot;") + '"'


@given(st.lists(CELL, max_size=6))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_a_sheet_of_strange_cells_is_read_or_refused(cells: list[str]) -> None:
    sheet = SHEET.format(f"<row>{''.join(cells)}</row>")
    ET.fromstring(sheet)
    read_or_refused(by_hand("", sheet=sheet, styles=STYLES, sharedStrings=STRINGS))


HEAVY = {
    "commas": b"," * limits.LARGEST,
    "quotation marks": b'"' * limits.LARGEST,
    "an open quotation mark": b'a,b\n"' + b"x\n" * (limits.LARGEST // 2 - 3),
    "short lines": b"a,b\n" * (limits.LARGEST // 4),
    "line ends": b"\n" * limits.LARGEST,
    "apostrophes": b"a,b\n" + (b"'" * 130_000 + b",\n") * 150,
    "accents": ("a" + "\u0301\u0316" * 60_000).encode() + b",b\na@b.ca,c\n",
}


@pytest.mark.parametrize("case", HEAVY)
def test_a_heavy_file_takes_little_time_and_memory(case: str, tmp_path: Path) -> None:
    file = tmp_path / "heavy"
    file.write_bytes(HEAVY[case])
    told = subprocess.run(
        [sys.executable, "-c", CHILD, str(file)], capture_output=True, text=True, check=True
    )
    _, megabytes, seconds = told.stdout.split()
    assert int(megabytes) < 200
    assert float(seconds) < 2
