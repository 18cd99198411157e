"""The parts of a workbook, taken out of its archive with care.

A workbook is a zip archive of XML parts (ECMA-376 part 2). What is not needed is not unpacked:
pictures, drawings, links to other workbooks.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping

from bot.documents.tables.limits import MOST_MEMBERS, MOST_PACKED, MOST_UNPACKED, SMALL
from bot.errors import Refusal

TYPES = "[content_types].xml"
BOOK = "xl/workbook.xml"
STRINGS = "xl/sharedstrings.xml"
NEEDED = re.compile(
    r"\[content_types\]\.xml|_rels/\.rels|xl/_rels/workbook\.xml\.rels"
    r"|xl/(workbook|styles|sharedstrings)\.xml|xl/worksheets/[^/]+\.xml"
)
MACROS = re.compile(rb"macroenabled|macrosheet", re.IGNORECASE)
LISTED = b"PK\x01\x02"
"""How each file is announced in an archive's list of contents (PKWARE APPNOTE 4.3.12)."""
LOCKED = 0x1
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)

Parts = Mapping[str, bytes]


def parts(content: bytes) -> Parts:
    """The parts that hold rows, by their names in small letters.

    Sizes are looked at before anything is unpacked; no more is unpacked than was declared.
    Raises ``Refusal`` for another kind of archive, a locked or damaged one, one with macros, and
    one that holds too much.
    """
    if content.count(LISTED) > MOST_MEMBERS:
        raise Refusal("tables.too_much_inside")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = _needed(archive)
            _check(members)
            found = {name: archive.read(member) for name, member in members.items()}
    except BROKEN:
        raise Refusal("tables.damaged") from None
    if MACROS.search(found.get(TYPES, b"")):
        raise Refusal("tables.macros")
    return found


def repacked(found: Parts) -> io.BytesIO:
    """An archive of these parts and nothing else.

    Two programs may see two different files in an archive that was made to deceive; in this one
    the next reader sees what was looked at here.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, part in found.items():
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED, compresslevel=1)
    packed.seek(0)
    return packed


def _needed(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    named = [(info.filename.replace("\\", "/").casefold(), info) for info in archive.infolist()]
    found = [(name, info) for name, info in named if NEEDED.fullmatch(name)]
    if len(dict(found)) < len(found):
        raise Refusal("tables.damaged")
    if BOOK not in dict(found):
        raise Refusal("tables.other_format")
    return dict(found)


def _check(members: Mapping[str, zipfile.ZipInfo]) -> None:
    for member in members.values():
        if member.flag_bits & LOCKED:
            raise Refusal("tables.locked")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refusal("tables.damaged")
        if member.file_size > max(SMALL, MOST_PACKED * member.compress_size):
            raise Refusal("tables.too_much_inside")
    if sum(member.file_size for member in members.values()) > MOST_UNPACKED:
        raise Refusal("tables.too_much_inside")
