"""What the guides have the flow take is what it is given, in both languages."""

import json
import re
from pathlib import Path

import pytest

from .trigger import SCHEMA

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", ["power-automate.md", "power-automate.fr.md"])
def test_the_schema_in_the_guide_is_that_of_the_calls(name: str) -> None:
    [block] = re.findall(r"```json\n(.*?)```", (DOCS / name).read_text("utf-8"), re.DOTALL)
    assert json.loads(block) == SCHEMA


@pytest.mark.parametrize("name", ["power-automate", "gc-notify"])
def test_the_guides_say_as_much_in_both_languages(name: str) -> None:
    english, french = ((DOCS / f"{name}{end}.md").read_text("utf-8") for end in ("", ".fr"))
    assert [line[:4] for line in english.splitlines()] != []
    assert _shape(english) == _shape(french)


def _shape(text: str) -> list[str]:
    """How each line begins: headings, steps, rows, code, words."""
    return [re.match(r"#+|\d+\.|\||\s+|\W?", line)[0].strip(" ") for line in text.splitlines()]  # type: ignore[index]
