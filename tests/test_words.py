"""Every text of ours keeps the rules of ``words/rules.py``, in both languages.

No sentence has more than 25 words, and a text 15 on average: the Canada.ca Content Style Guide asks for
short sentences (2.7), the GOV.UK style guide and the Australian Government Style Manual name figures.
"""

import re
from html.parser import HTMLParser
from pathlib import Path
from statistics import mean

import pytest

import bot
from bot import texts
from bot.model.words import LANGUAGES
from bot.understanding.notation import grammar
from tests.words import rules, usage
from tests.words.reading import Text, blanks, every

KEYS = frozenset(text.key for text in every())


def sentences(text: Text) -> dict[str, int]:
    """Every sentence that a text can say, and how many words it has."""
    said = {each.strip() for reading in text.readings for each in rules.END.split(reading)}
    return {each: len(rules.WORD.findall(each)) for each in said if rules.WORD.search(each)}


def of(language: str) -> list[Text]:
    return [text for text in every() if text.language == language]


def found(pattern: re.Pattern[str], among: list[Text]) -> list[tuple[str, str]]:
    """Where the pattern occurs in what the texts can say."""
    hits = ((text, pattern.search(reading)) for text in among for reading in text.readings)
    return sorted({(text.key, hit[0]) for text, hit in hits if hit})


def test_the_field_of_every_question_has_a_name() -> None:
    asked = re.compile(r'\.ask\(\s*"(\w+)"')
    sources = (each.read_text() for each in Path(bot.__file__).parent.rglob("*.py"))
    slots = {slot for source in sources for slot in asked.findall(source)}
    assert "lesson" in slots
    assert sorted(slots - texts.entries("question").keys()) == []


def test_every_text_is_written_in_both_languages() -> None:
    for subject in texts.subjects():
        for name, entry in texts.entries(subject).items():
            assert set(entry) - {"words"} == {"en", "fr"}, f"{subject}.{name}"
            assert all(entry[language].strip() for language in LANGUAGES), f"{subject}.{name}"


def test_no_text_is_the_same_in_both_by_accident() -> None:
    alike = {
        text.key
        for text, other in zip(of("en"), of("fr"), strict=True)
        if text.source == other.source
        and re.search(r"[a-z]", re.sub(r"\{\{.*?\}\}|\(\(\w+\)\)", "", text.source))
    }
    assert alike == rules.ALIKE


def test_both_languages_have_the_same_blanks() -> None:
    for english, french in zip(of("en"), of("fr"), strict=True):
        assert blanks(english.source) == blanks(french.source), english.key
        plain = [re.findall(r"\{\w+\}", each.source) for each in (english, french)]
        assert sorted(plain[0]) == sorted(plain[1]), english.key


def test_sentences_are_short() -> None:
    long = {
        (text.key, words, said)
        for text in every()
        for said, words in sentences(text).items()
        if words > rules.LONGEST
    }
    assert long == set()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_sentences_are_short_on_average(language: str) -> None:
    assert mean(mean(sentences(text).values()) for text in of(language)) <= rules.AVERAGE


def test_a_mini_discussion_is_no_other_kind_of_meeting() -> None:
    named = {name for _, name in found(rules.MEANT, list(every()))}
    assert {name.casefold() for name in named} == {"mini discussion", "mini discussions"} | {
        "mini-discussion", "mini-discussions"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("language", "form"), [("en", "mini discussion"), ("fr", "mini-discussion")]
)
def test_a_mini_discussion_is_spelled_as_in_its_language(language: str, form: str) -> None:
    named = {name.casefold().removesuffix("s") for _, name in found(rules.MEANT, of(language))}
    assert named == {form}


def test_examples_of_help_call_no_session_an_event() -> None:
    shown = [
        sentence
        for intent in grammar().intents
        for example in intent.examples
        if example.help
        for sentence in example.sentences.values()
    ]
    assert [each for each in shown if rules.MEANT.search(each)] == []


def test_nobody_is_blamed() -> None:
    assert found(rules.BLAMING, list(every())) == []


def test_french_addresses_people_politely() -> None:
    assert found(rules.FAMILIAR, of("fr")) == []


@pytest.mark.parametrize("avoided", rules.RATHER, ids=rules.RATHER.values())
def test_french_is_that_of_canada(avoided: str) -> None:
    said = re.compile(rf"(?<![\w@.-])(?:{avoided})(?![\w@-])", re.IGNORECASE)
    assert [each for each in found(said, of("fr")) if not _names_a_product(*each)] == []


def _names_a_product(key: str, word: str) -> bool:
    named = rules.NAMES_OF_PRODUCTS.get(key.partition(".")[0])
    return named is not None and named.fullmatch(word) is not None


@pytest.mark.parametrize(
    ("language", "mark"),
    [(language, mark) for language, marks in rules.MARKS.items() for mark in marks],
)
def test_no_text_has(language: str, mark: str) -> None:
    assert found(rules.MARKS[language][mark], of(language)) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_quotes_are_those_of_the_language(language: str) -> None:
    others = rules.QUOTES[language]
    for text in of(language):
        rest = re.sub(rules.OF_THE_OTHER[language], "", text.source)
        assert [mark for mark in rest if mark in others] == [], text.key


def test_addresses_given_as_examples_belong_to_nobody() -> None:
    given = [each for text in every() for each in re.findall(r"[\w.]+@[\w.]+\w", text.source)]
    assert {each.partition("@")[2] for each in given} == {"example.org"}


def test_texts_and_values_that_name_them_agree() -> None:
    wanted = {
        family.format(str(value)) for family, values in rules.FAMILIES.items() for value in values
    }
    assert wanted - KEYS == set()


def test_every_text_the_code_names_is_written() -> None:
    whole = {re.escape(key) for key in KEYS}
    unknown = [
        (pattern, where)
        for pattern, where in usage.named()
        if pattern not in whole and not any(re.fullmatch(pattern, key) for key in KEYS)
    ]
    assert unknown == []
    assert {f"page.{word}" for word in usage.asked_on_the_page()} - KEYS == set()


def test_every_text_is_named_by_the_code() -> None:
    assert [key for key in sorted(KEYS) if not _is_used(key)] == []


def _is_used(key: str) -> bool:
    subject, _, name = key.partition(".")
    if subject == "page":
        return usage.is_on_the_page(name) or usage.is_written(key)
    if subject == "intents":
        return name in rules.FAMILIES["intents.{}"]
    if key.startswith("dossier.did_"):
        return usage.is_written(name.removeprefix("did_").replace("_", ".", 1))
    if key.startswith("dossier.file_") and key.endswith(("_csv", "_json")):
        return usage.is_written(".".join(name.removeprefix("file_").rsplit("_", 1)))
    return usage.is_written(name if subject == "buttons" else key)


def test_words_typed_for_a_button_are_as_they_are_compared() -> None:
    """A typed word is compared in lower case, without accents, curly marks or a full stop."""
    typed = [word for entry in texts.entries("buttons").values() for word in entry["words"]]
    assert [word for word in typed if not re.fullmatch(r"[a-z0-9][a-z0-9' -]*", word)] == []


def test_cards_hold_no_words_of_their_own() -> None:
    shown = re.compile(r'"(?:text|title|label|placeholder|errorMessage|fallbackText)": *"[^"]')
    files = sorted((usage.HOME / "cards").glob("*.j2"))
    assert [file.name for file in files if shown.search(file.read_text("utf-8"))] == []


class Shown(HTMLParser):
    """The words that stand in a page itself."""

    def __init__(self) -> None:
        super().__init__()
        self.words: set[str] = set()

    def handle_data(self, data: str) -> None:
        self.words.update(data.split())


def test_the_page_holds_no_words_of_its_own_but_names() -> None:
    page = Shown()
    page.feed((usage.PAGE / "page.html").read_text("utf-8"))
    assert page.words == {"Circuit", "Webex", "Teams", "English", "Français"}


def test_the_public_pages_hold_no_words_of_their_own_but_a_name() -> None:
    page = Shown()
    for file in usage.templates():
        page.feed(
            re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", file.read_text("utf-8"), flags=re.DOTALL)
        )
    assert {word for word in page.words if word.isalpha()} == {"Circuit"}
