"""What the README and LISEZMOI say of the bot is so: its life cycle, settings, commands, words."""

import asyncio
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import __main__ as command_line
from bot import app, settings, skills, texts, understanding
from bot.channels.terminal.stage import play
from bot.channels.terminal.talk import parse
from bot.model.people import Role
from bot.model.session import NEXT, Phase
from bot.model.words import LANGUAGES, Language
from bot.skills.help import SHOWN
from bot.understanding.notation import grammar

from .words import rules

NOW = datetime(2027, 1, 12, 14, 0, tzinfo=UTC)
HOME = Path(__file__).parents[1]
READ: dict[Language, str] = {
    "en": (HOME / "README.md").read_text("utf-8"),
    "fr": (HOME / "LISEZMOI.md").read_text("utf-8"),
}
BEFORE: dict[Language, str] = {
    "en": "Now: 2027-01-12 09:00\nSam: hello\n"
    "Bot: Hello Sam! Write “help” to see what you can ask me.\n",
    "fr": "Now: 2027-01-12 09:00\nSam: bonjour\n"
    "Bot: Bonjour Sam! Écrivez « aide » pour voir ce que vous pouvez me demander.\n",
}
"""What comes before the conversation of each page: Sam has written once, in its language."""

CODE = re.compile(r"```.*?```|`[^`\n]*`|^ {4}.*$|\]\([^)]*\)", re.DOTALL | re.MULTILINE)
FIRST_CELL = re.compile(r"^\| (`[^|]+`) \|", re.MULTILINE)
both = pytest.mark.parametrize("language", LANGUAGES)


def first_cells(language: Language, starting: str) -> list[str]:
    """What stands in code in the first cells of tables, if it begins so."""
    cells = re.findall(r"`([^`]+)`", " ".join(FIRST_CELL.findall(READ[language])))
    return [each for each in cells if each.startswith(starting)]


def stretch(language: Language) -> str:
    """The conversation of the page, as a talk."""
    lines = READ[language].splitlines()
    begun = next(n for n, line in enumerate(lines) if line.startswith("    Ana:"))
    said = [line[4:] for line in lines[begun : lines.index("", begun)]]
    return "\n".join(said) + "\n"


@both
def test_the_life_of_a_session_is_drawn_as_it_is(language: Language) -> None:
    chart = READ[language].partition("```mermaid\nstateDiagram-v2\n")[2].partition("```")[0]
    drawn = [tuple(line.split(" --> ")) for line in map(str.strip, chart.splitlines()) if line]
    steps = [(str(one), str(other)) for one, others in NEXT.items() for other in others]
    ends = [(str(phase), "[*]") for phase, others in NEXT.items() if not others]
    assert sorted(drawn) == sorted([("[*]", str(Phase.DRAFT)), *steps, *ends])


@both
def test_the_settings_listed_are_all_there_are(language: Language) -> None:
    assert first_cells(language, "CIRCUIT_") == [f"CIRCUIT_{name}" for name in settings.NAMES]


@both
def test_the_commands_listed_are_all_there_are(
    language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        command_line.main(["--help"])
    assert ended.value.code == 0
    offered = re.findall(r"^    ([a-z-]+)(?:$|\s)", capsys.readouterr().out, re.MULTILINE)
    assert first_cells(language, "circuit ") == [f"circuit {name}" for name in offered]


@both
def test_the_conversation_goes_as_written(language: Language) -> None:
    async def played() -> str:
        steps = parse(BEFORE[language] + stretch(language))
        assert steps[0].now is not None
        stage = await app.stage(settings.read({}, Path("none")), steps[0].now)
        return await play(steps[1:], stage)

    assert asyncio.run(played()) == ""


@both
def test_every_link_leads_somewhere(language: Language) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", READ[language])
    assert [each for each in links if "://" not in each and not (HOME / each).exists()] == []


@both
def test_every_make_target_named_is_there(language: Language) -> None:
    named = set(re.findall(r"\bmake (\w+)", READ[language]))
    assert named <= set(
        re.findall(r"^(\w+):", (HOME / "Makefile").read_text("utf-8"), re.MULTILINE)
    )


@both
def test_no_page_calls_a_mini_discussion_an_event(language: Language) -> None:
    words = CODE.sub("", READ[language])
    named = {name.casefold() for name in rules.MEANT.findall(words)}
    assert named == {{"en": "mini discussion", "fr": "mini-discussion"}[language]}


@pytest.mark.parametrize("mark", rules.FRENCH_MARKS)
def test_the_french_page_is_printed_as_french_is(mark: str) -> None:
    words = re.sub(r"\n(?=[^\n])", "\n", CODE.sub("x", READ["fr"]))
    plain = re.sub(r"^[|#*\- ]+|[|*_]", "", words, flags=re.MULTILINE)
    hits = [line for line in plain.splitlines() if rules.FRENCH_MARKS[mark].search(line.strip())]
    assert hits == []


Shown = tuple[str, Role, str]
"""The intent of a sentence that is shown to be tried (empty if any will do), who says it, the words."""


def in_help() -> Iterator[Shown]:
    for role, intents in SHOWN.items():
        for intent in intents:
            yield from ((intent, role, understanding.example(intent, each)) for each in LANGUAGES)


def in_frames() -> Iterator[Shown]:
    marked = ((intent, each) for intent in grammar().intents for each in intent.examples)
    for intent, example in marked:
        if example.help:
            role = Role(example.role or next(iter(intent.who), "participant"))
            yield from ((intent.name, role, each) for each in example.sentences.values())


def on_the_page() -> Iterator[Shown]:
    for role in SHOWN:
        entry = texts.entries("page")[f"examples_{role}"]
        yield from (("", role, each) for side in LANGUAGES for each in entry[side].splitlines())


EXAMPLES = sorted({*in_help(), *in_frames(), *on_the_page()})


@pytest.mark.parametrize(("intent", "role", "sentence"), EXAMPLES)
def test_every_example_is_understood_and_reaches_a_skill(
    intent: str, role: Role, sentence: str
) -> None:
    meaning = understanding.understand(sentence, role.value, NOW)
    assert meaning.intent == (intent or meaning.intent)
    assert role in skills.load().intents[meaning.intent].who
