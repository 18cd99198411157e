"""``circuit import transcript``: looked at, kept, brought again."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.model.outcome import Outcome
from bot.model.speaking import Reply, Speaking
from bot.model.summary import Summary
from storage import open_store
from tests.commands.shell import circuit
from tests.promoting.house import NOW, SESSION

from .talk import FRENCH, teams, zoom

pytestmark = pytest.mark.slow

SPEAKER = Speaking(
    session="1",
    address="anne@example.org",
    name="Anne Roy",
    reply=Reply.YES,
    asked=NOW,
)


def fill(folder: Path) -> None:
    async def filled() -> None:
        store = await open_store(folder / "data")
        await store.run(Outcome(saves=(replace(SESSION, language="en"), SPEAKER)).regardless)
        await store.close()

    asyncio.run(filled())


def summary(folder: Path) -> Summary | None:
    async def found() -> Summary | None:
        store = await open_store(folder / "data")
        kept = store.view().get(Summary, "1")
        await store.close()
        return kept

    return asyncio.run(found())


def bring(folder: Path, content: bytes, *more: str, typed: str = "") -> tuple[int, str, str]:
    (folder / "said.vtt").write_bytes(content)
    done = circuit(folder, "import", "transcript", "said.vtt", "--session", "1", *more, typed=typed)
    return done.returncode, done.stdout, done.stderr


def test_its_key_points_are_kept_with_the_names_of_speakers_alone(tmp_path: Path) -> None:
    fill(tmp_path)
    code, out, err = bring(tmp_path, zoom(), "--yes", "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert (found["session"], found["language"], found["speakers"]) == (1, "en", 3)
    assert found["cut_off"] is False
    assert {each["speaker"] for each in found["points"]} == {"Anne Roy", ""}
    kept = summary(tmp_path)
    assert kept is not None
    assert kept.en.written == "transcript"
    assert len(kept.en.text.splitlines()) == len(found["points"]) == len(kept.points)
    assert kept.fr.text == ""
    assert not kept.shown.en


def test_brought_again_it_changes_nothing(tmp_path: Path) -> None:
    fill(tmp_path)
    bring(tmp_path, zoom(), "--yes")
    before = summary(tmp_path)
    bring(tmp_path, zoom(), "--yes")
    assert summary(tmp_path) == before


def test_a_look_keeps_nothing_until_somebody_agrees(tmp_path: Path) -> None:
    fill(tmp_path)
    assert bring(tmp_path, zoom(), "--json")[0] == 0
    assert bring(tmp_path, zoom(), typed="no\n")[0] == 1
    assert summary(tmp_path) is None
    assert bring(tmp_path, zoom(), typed="yes\n")[0] == 0
    assert summary(tmp_path) is not None


def test_the_other_language_and_a_missing_end_are_said(tmp_path: Path) -> None:
    fill(tmp_path)
    code, out, _ = bring(tmp_path, teams(FRENCH), "--yes", "--language", "en")
    assert code == 0
    assert out.splitlines() == [
        "• Transcript of session 1, “Digital credentials and privacy”: 3 minutes, 49 words, 2 key points",
        "• It ends long before the 45 minutes of the session, so its end may be missing.",
        "• People spoke French, which is not the language of the session: check that this is the right file.",
        "Next, write “draft the summary of session 1”.",
    ]


def test_what_is_none_is_refused_in_words(tmp_path: Path) -> None:
    fill(tmp_path)
    code, _, err = bring(tmp_path, b"", "--yes", "--language", "fr")
    assert code == 1
    assert err == (
        "circuit: Cette transcription est vide\u00a0: rien n’y est dit. Vérifiez que l’enregistrement "
        "avait des sous-titres, puis apportez le fichier de nouveau.\n"
    )
