"""Dates that others test themselves with: ``python -m bench.public_dates DUCKLING RECOGNIZERS``.

Each is a folder with a checkout, or a git directory, of facebook/duckling and of
microsoft/Recognizers-Text; nothing of theirs is kept here. Counted is what our conventions have
too: one moment to come, given to the day, the hour or the minute, no holiday, no range.
What stays different (an hour is rounded down, 2/3 is read as in the United States) counts as wrong.
"""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from bench.table import Row, show
from bot.understanding.dates import read

ZONE = "Etc/GMT+2"
"""Where duckling's clock stands (Duckling/Testing/Types.hs): two hours behind UTC."""
DUCKLING_NOW = datetime.fromisoformat("2013-02-12T04:30:00-02:00")
DUCKLING = {
    "en": ("Duckling/Time/EN/Corpus.hs", "Duckling/Time/EN/CA/Corpus.hs"),
    "fr": ("Duckling/Time/FR/Corpus.hs",),
}
RECOGNIZERS = {"en": "English", "fr": "French"}
EXAMPLES = re.compile(
    r"examples \(datetime \((?P<at>[\d, ]+)\) (?P<grain>Day|Hour|Minute)\)"
    r"\s*\[(?P<said>.*?)\n\s*\]",
    re.DOTALL,
)
SAID = re.compile(r'"((?:[^"\\]|\\.)*)"')
BAR = 0.75
"""What is aimed at of duckling's days and hours together, in each language."""


class Case(NamedTuple):
    """A text, its language and kind, when it was said, and the moment it means."""

    text: str
    language: str
    kind: str
    now: datetime
    start: date


def source(folder: Path, path: str) -> str:
    """A file of a checkout or of a git directory."""
    if (folder / path).is_file():
        return (folder / path).read_text("utf-8-sig")
    command = ["git", "-C", str(folder), "show", f"HEAD:{path}"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8-sig")


def duckling(folder: Path) -> Iterator[Case]:
    """Its cases: what is said of one day, hour or minute that is still to come."""
    for language, paths in DUCKLING.items():
        for found in (each for path in paths for each in EXAMPLES.finditer(source(folder, path))):
            at = datetime.strptime(found["at"], "%Y, %m, %d, %H, %M, %S").replace(
                tzinfo=DUCKLING_NOW.tzinfo
            )
            day = found["grain"] == "Day"
            if at.date() <= DUCKLING_NOW.date() if day else at <= DUCKLING_NOW:
                continue
            for text in SAID.findall(found["said"]):
                said = re.sub(r"\\(\d+)", lambda code: chr(int(code[1])), text).replace("\\&", "")
                yield Case(
                    said, language, "day" if day else "time", DUCKLING_NOW, at.date() if day else at
                )


def recognizers(folder: Path) -> Iterator[Case]:
    """Its cases with one result: a day or a moment that is still to come."""
    for language, name in RECOGNIZERS.items():
        for case in json.loads(source(folder, f"Specs/DateTime/{name}/DateTimeModel.json")):
            said, results = case.get("Context") or {}, case.get("Results") or []
            if "ReferenceDateTime" not in said or len(results) != 1:
                continue
            kind = results[0]["TypeName"].rpartition(".")[2]
            now = datetime.fromisoformat(said["ReferenceDateTime"][:19]).replace(
                tzinfo=DUCKLING_NOW.tzinfo
            )
            if kind in ("date", "datetime"):
                starts = _to_come(results[0], kind, now)
                if len(starts) == 1:
                    yield Case(case["Input"], language, kind, now, starts.pop())


def _to_come(result: dict[str, object], kind: str, now: datetime) -> set[date]:
    resolution = result.get("Resolution") or {}
    assert isinstance(resolution, dict)
    found: set[date] = set()
    for each in resolution.get("values", ()):
        value = str(each.get("value"))
        if re.match(r"\d{4}-\d\d-\d\d", value):
            at = datetime.fromisoformat(value).replace(tzinfo=now.tzinfo)
            if at.date() > now.date() if kind == "date" else at > now:
                found.add(at.date() if kind == "date" else at)
    return found


def tallied(cases: Iterator[Case]) -> Counter[tuple[str, str, str]]:
    """How many are right, silently wrong, or not answered, by kind and language."""
    found: Counter[tuple[str, str, str]] = Counter()
    for case in cases:
        reading = read(case.text, case.now, ZONE)
        silent = reading.error is None and reading.start is not None
        right = silent and reading.start == case.start
        found[case.kind, case.language, "right" if right else "wrong" if silent else "none"] += 1
    return found


def rows(folders: list[Path]) -> Iterator[Row]:
    """The share that is right and that is silently wrong, of each corpus, kind and language."""
    corpora = (("duckling", duckling), ("Recognizers-Text", recognizers))
    for (name, cases), folder in zip(corpora, folders, strict=True):
        found = tallied(cases(folder))
        for kind, language in sorted({(kind, language) for kind, language, _ in found}):
            counts = [found[kind, language, each] for each in ("right", "wrong", "none")]
            total = sum(counts)
            must = f"{BAR}" if name == "duckling" else ""
            goal = f"{name}, {kind}, {language}: {total}"
            yield Row(
                goal,
                f"{counts[0] / total:.2f}",
                f"silently wrong {counts[1] / total:.2f}",
                "",
                must,
                "",
            )


if __name__ == "__main__":
    show([*rows([Path(each) for each in sys.argv[1:3]])])
