"""What was made of the frames, kept beside the compiled modules, so that the next start is quick."""

import json
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "__pycache__"
MAKERS = ("cleaning.py", "forms.py", "notation.py", "sentence.py", "vocabulary.py")
"""The code that decides what is made; when it changes, what was kept does not count."""


def kept(pages: Mapping[str, bytes], make: Callable[[], Any], folder: Path = FOLDER) -> Any:
    """What ``make`` makes of these pages, as JSON gives it back; from the last time if it can be.

    It stands in the folder of the compiled modules. Where that cannot be written, it is made at
    each start.
    """
    file = folder / f"frames.{_digest(pages)}.kept"
    with suppress(OSError, ValueError):
        return json.loads(file.read_bytes())
    made = make()
    with suppress(OSError):
        _write(file, json.dumps(made, ensure_ascii=False).encode())
    return made


def _digest(pages: Mapping[str, bytes]) -> str:
    code = resources.files(__package__)
    told = sha256(sys.version.encode())
    for part in (*((code / name).read_bytes() for name in MAKERS), *pages.values()):
        told.update(sha256(part).digest())
    return told.hexdigest()[:16]


def _write(file: Path, content: bytes) -> None:
    """The file whole or not at all, in the place of those of earlier frames."""
    file.parent.mkdir(exist_ok=True)
    for old in file.parent.glob("frames.*.kept"):
        old.unlink(missing_ok=True)
    new = file.with_suffix(f".{os.getpid()}")
    new.write_bytes(content)
    new.replace(file)
