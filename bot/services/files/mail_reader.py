"""``python -m bot.services.files.mail_reader``: what messages are, read in a process of its own.

On standard input stands a list in JSON: ``[[file, start, length], …]``. On standard output, a line
of JSON for each: ``{"id": …, "kind": …, "mail": …}``, the id empty where the file is gone.
"""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from bot.documents.returned import LARGEST, identity, read
from bot.errors import Refusal
from bot.services.files.apart import confine


def main() -> None:
    """Read, and write what was found."""
    confine()
    for file, start, length in orjson.loads(sys.stdin.buffer.read()):
        sys.stdout.buffer.write(orjson.dumps(_read(Path(file), start, length)) + b"\n")


def _read(file: Path, start: int, length: int) -> dict[str, Any]:
    try:
        with file.open("rb") as opened:
            opened.seek(start)
            content = opened.read(min(length, LARGEST))
    except OSError:
        return {"id": "", "kind": "", "mail": {}}
    try:
        mail = read(content)
    except Refusal:
        return {"id": identity(content), "kind": "", "mail": {}}
    return {"id": identity(content), "kind": type(mail).__name__, "mail": asdict(mail)}


if __name__ == "__main__":
    main()
