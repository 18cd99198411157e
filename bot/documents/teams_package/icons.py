"""The two icons of the app: a ring with three nodes on it, as PNG."""

import math
import struct
import zlib

Pixel = tuple[int, int, int, int]
WHITE: Pixel = (255, 255, 255, 255)
NOTHING: Pixel = (255, 255, 255, 0)
GROUND: Pixel = (38, 55, 74, 255)
FINE = 4
"""Each pixel is looked at in so many places each way, for smooth edges."""

RING, STROKE, NODE = 0.29, 0.045, 0.095
ANGLES = (-90.0, 30.0, 150.0)


def color_icon(size: int = 192) -> bytes:
    """The mark in white on a ground that fills the square."""
    return _png(size, WHITE, GROUND)


def outline_icon(size: int = 32) -> bytes:
    """The mark in white on nothing."""
    return _png(size, WHITE, NOTHING)


def _png(size: int, mark: Pixel, ground: Pixel) -> bytes:
    """A PNG with colour and transparency, 8 bits each (PNG, third edition)."""
    rows = b"".join(
        b"\0" + b"".join(bytes(_pixel(x, y, size, mark, ground)) for x in range(size))
        for y in range(size)
    )
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    chunks = (
        _chunk(b"IHDR", header),
        _chunk(b"IDAT", zlib.compress(rows, 9)),
        _chunk(b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _pixel(x: int, y: int, size: int, mark: Pixel, ground: Pixel) -> Pixel:
    """The colour of a pixel: as much of the mark as covers it."""
    steps = [(step + 0.5) / FINE for step in range(FINE)]
    covered = sum(
        _on_mark((x + i) / size - 0.5, (y + j) / size - 0.5) for i in steps for j in steps
    )
    part = covered / FINE**2
    mixed = [round(part * a + (1 - part) * b) for a, b in zip(mark, ground, strict=True)]
    return mixed[0], mixed[1], mixed[2], mixed[3]


def _on_mark(x: float, y: float) -> bool:
    """Whether a point, measured from the middle of a square of side 1, is on the mark."""
    if abs(math.hypot(x, y) - RING) <= STROKE / 2:
        return True
    for angle in ANGLES:
        turned = math.radians(angle)
        if math.hypot(x - RING * math.cos(turned), y - RING * math.sin(turned)) <= NODE:
            return True
    return False
