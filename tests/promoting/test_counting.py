"""How long a text is: as X counts, held against X's own cases and library, and as The Wire does."""

import json
import os
import shutil
import subprocess
from itertools import product
from pathlib import Path

import pytest
import yaml

from bot.documents.posts.counting import posted, weighted, words
from tests.beside import specification

ROOT = Path(__file__).parents[2]
LIBRARY = shutil.which("node") is not None and (ROOT / "node_modules" / "twitter-text").is_dir()
PIECES = (
    *("a", "é", "’", "…", "€", "日本", "\u00a0", "\u202f", " ", "\n", " — ", "« oui »", "“yes”"),
    *("👩‍💻", "🇨🇦", "🇨", "1️⃣", "#️⃣", "👍🏽", "❤️", "❤", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "©", "™", "☎"),
    *(
        " canada.ca ",
        " csps-efpc.gc.ca/fr ",
        " http://t.co ",
        " ana@example.org ",
        " @ana ",
        " #x ",
    ),
    *(" https://circuit.example.org/r/1?from=x-2-fr ", " (https://wiki.gccollab.ca/A_(b)) "),
    *(" https://canada.ca/a?b=c&d=é#f, ", " fin.Le début", "e.g.", " 13 h 30 ", " 2027.02.25 "),
    *(" https://circuit.example.org:8443/s/1.", " www.example.org!", " https://école.ca/été "),
    *(
        "$GC",
        "a.b.c",
        " https:// ",
        " ftp://canada.ca ",
        "©️",
        "_",
        "-",
        "'",
        " 日本.ca ",
        "é.ca",
        "gc.ca",
    ),
)


def counted_by_x(texts: list[str]) -> list[int]:
    """How many characters X's own library counts in each."""
    done = subprocess.run(
        ["node", str(Path(__file__).with_name("read_counts.mjs"))],
        input=json.dumps(texts).encode(),
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    counts: list[int] = json.loads(done.stdout)
    return counts


def test_x_counts_as_its_published_cases_say() -> None:
    file = specification("twitter-text-validate.yml")
    published = yaml.safe_load(file.read_text("utf-8"))["tests"]
    cases = published["WeightedTweetsWithDiscountedEmojiCounterTest"]
    expected = [(each["text"], each["expected"]["weightedLength"]) for each in cases]
    assert len(cases) == 22
    assert [(text, weighted(text)) for text, _ in expected] == expected


@pytest.mark.slow
@pytest.mark.skipif(
    not LIBRARY and "CI" not in os.environ, reason="node or twitter-text is missing"
)
def test_x_counts_as_its_own_library_does() -> None:
    texts = [f" {''.join(pieces)}" for pieces in product(PIECES, repeat=2)]
    theirs = counted_by_x(texts)
    assert [
        (t, weighted(t), n) for t, n in zip(texts, theirs, strict=True) if weighted(t) != n
    ] == []


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("Hello https://wiki.gccollab.ca/index.php/CSPS_Digital_Academy/Mini_discussions", 29),
        ("Découvrez l’IA à l’école 👩‍💻 #GCnumérique", 40),
        ("日本語日本語", 12),
        ("see canada.ca and csps-efpc.gc.ca", 55),
        ("🇨🇦🇨🇦🇨🇦", 6),
        ("", 0),
    ],
)
def test_x_counts_addresses_accents_and_emoji(text: str, length: int) -> None:
    assert weighted(text) == length


def test_the_wire_counts_every_character_and_two_for_the_end_of_a_line() -> None:
    assert posted("Été 👩‍💻") == 7
    assert posted("https://canada.ca") == 17
    assert posted("un\ndeux") == 8


def test_words_are_counted_as_people_do() -> None:
    assert words("L’accès, aujourd’hui : 13 h 30 – c’est 1,5 fois plus!") == 9
    assert words("• One\n• Two-fold") == 2
    assert words("") == 0
