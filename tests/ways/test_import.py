"""``circuit import registrations``: what a file brings, once, whatever happens on the way."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.commands.importing import register
from bot.errors import Misconfigured
from bot.model.conversation import Seen
from bot.model.people import Noted
from bot.model.registration import Registration, Standing
from bot.services.files import apart
from storage import open_store
from tests.commands.shell import ROOT, circuit, environment, running
from tests.tables.samples import (
    ANSWERED_EN,
    ANSWERED_FR,
    ASKED_EN,
    ASKED_FR,
    FORMS_EN,
    FORMS_FR,
    workbook,
)

from .desk import IN_JSON, NOW, Desk, importing, of_json, opened, table

pytestmark = pytest.mark.slow

TITLES = ("Email", "Name")
LISTED = (
    ("kim@example.net", "Kim"),
    ("Kim@Example.NET", "Kim"),
    ("a@example.net, evil@example.net", "Two"),
    ("lee@example.net", "Lee"),
)
WHY = (
    "“a@example.net, evil@example.net” is not a mail address I can write to. "
    "Give me one address, such as name@example.org."
)
CREATED = "create session February 25, 2027 at 1 pm about biometrics\nla biométrie\n"


def test_the_answer_for_programs_is_as_it_was_promised(tmp_path: Path) -> None:
    file = table(tmp_path, TITLES, ("nobody", "No"), ("kim@example.net", "Kim"))

    async def scene() -> tuple[int, list[str]]:
        async with opened(tmp_path) as desk:
            return await desk.call(register, importing(file, **IN_JSON))

    why = "“nobody” is not a mail address I can write to. Give me one address, such as name@example.org."
    refused = '{"row":2,"column":"Email","why":"' + why + '"}'
    said = '{"new":1,"changed":0,"same":0,"refused":[' + refused + "]}"
    assert asyncio.run(scene()) == (0, [said])


def test_every_row_is_counted_once_and_everybody_gets_one_letter(tmp_path: Path) -> None:
    file = table(tmp_path, TITLES, *LISTED)

    async def scene() -> tuple[list[object], dict[str, int]]:
        async with opened(tmp_path) as desk:
            answers = [of_json((await desk.call(register, importing(file, **IN_JSON)))[1])]
            more = (*TITLES, "Department"), ("lee@example.net", "Lee", "CSPS")
            changed = table(tmp_path, *more, name="more.csv")
            for each in (file, changed, file):
                _, said = await desk.call(register, importing(each, **IN_JSON))
                answers.append(of_json(said))
            return answers, desk.counted()

    refused = [{"row": 4, "column": "Email", "why": WHY}]
    answers, counted = asyncio.run(scene())
    assert answers == [
        {"new": 2, "changed": 0, "same": 1, "refused": refused},
        {"new": 0, "changed": 0, "same": 3, "refused": refused},
        {"new": 0, "changed": 1, "same": 0, "refused": []},
        {"new": 0, "changed": 0, "same": 3, "refused": refused},
    ]
    assert counted == {"registered": 2, "letters": 2, "people": 2}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_exports_of_forms_in_both_languages_come_in_whole(tmp_path: Path, language: str) -> None:
    rows = {"en": (FORMS_EN + ASKED_EN, ANSWERED_EN), "fr": (FORMS_FR + ASKED_FR, ANSWERED_FR)}
    file = tmp_path / "réponses.xlsx"
    file.write_bytes(workbook(*rows[language]))

    async def scene() -> Registration:
        async with opened(tmp_path) as desk:
            await desk.call(register, importing(file, **IN_JSON))
            return desk.registration("chantal@example.org")

    found = asyncio.run(scene())
    said = {"en": ("fr", "CSPS", "Captions; Sign language"), "fr": ("en", "EFPC", "")}
    assert (found.language, found.department, found.needs) == said[language]
    assert (found.name, found.consent, found.came) == ("Roy, Chantal", True, "file")


def test_without_yes_it_says_what_would_be_and_asks(tmp_path: Path) -> None:
    file = table(tmp_path, (*TITLES, "Shoe size"), *((*each, "42") for each in LISTED))

    async def scene(answer: str) -> tuple[int, list[str], dict[str, int]]:
        async with opened(tmp_path) as desk:
            code, said = await desk.call(register, importing(file), answer)
            return code, said, desk.counted()

    preview = [
        "“people.csv”, for session 1, “biometrics”, Thursday, February 25, 2027, 1\u00a0p.m. (ET):",
        "• 2 new",
        "• 0 changed",
        "• 1 as before",
        "• 1 refused",
        "Each new person gets one confirmation by e-mail.",
        f"Row 4, column “Email”: {WHY}",
        "I did not read “Shoe size”.",
        "Shall I register them? Write “yes” or “no”.",
    ]
    none = {"registered": 0, "letters": 0, "people": 0}
    assert asyncio.run(scene("no")) == (1, [*preview, "Nothing was changed."], none)
    done = "Done: 2 new, 0 changed, 1 as before, 1 refused."
    both = {"registered": 2, "letters": 2, "people": 2}
    assert asyncio.run(scene("Oui.")) == (0, [*preview, done], both)


def test_a_preview_for_programs_changes_nothing(tmp_path: Path) -> None:
    file = table(tmp_path, TITLES, ("kim@example.net", "Kim"))

    async def scene() -> tuple[object, int, int]:
        async with opened(tmp_path) as desk:
            said = of_json((await desk.call(register, importing(file, json="yes")))[1])
            heard = len(list(desk.view.between(Seen, "at", None, None)))
            return said, desk.counted()["registered"], heard

    foreseen = {"new": 1, "changed": 0, "same": 0, "refused": []}
    assert asyncio.run(scene()) == (foreseen, 0, 0)


def test_who_finds_no_place_waits_and_is_new(tmp_path: Path) -> None:
    file = table(tmp_path, TITLES, *((f"p{n}@example.net", "P") for n in range(120)))

    async def scene() -> tuple[list[str], object, int]:
        async with opened(tmp_path, capacity=100) as desk:
            _, preview = await desk.call(register, importing(file), "no")
            said = of_json((await desk.call(register, importing(file, **IN_JSON)))[1])
            waiting = desk.view.find(Registration, "standing_in", f"1/{Standing.WAITING}")
            return preview[1:2], said, len(waiting)

    preview, said, waiting = asyncio.run(scene())
    assert preview == ["• 120 new, 20 of them on the waiting list"]
    assert said == {"new": 120, "changed": 0, "same": 0, "refused": []}
    assert waiting == 20


def test_progress_is_told_where_somebody_looks(tmp_path: Path) -> None:
    file = table(tmp_path, TITLES, *((f"p{n}@example.net", "P") for n in range(2_100)))

    async def scene() -> list[str]:
        async with opened(tmp_path) as desk:
            return (await desk.call(register, importing(file, yes="yes", progress="yes")))[1]

    assert asyncio.run(scene()) == [
        "1000 of 2100",
        "2000 of 2100",
        "Done: 2100 new, 0 changed, 0 as before, 0 refused.",
    ]


def refusal(folder: Path, file: Path, **given: str) -> str:
    """Why a file is not taken."""

    async def scene() -> None:
        async with opened(folder) as desk:
            await desk.call(register, importing(file, **IN_JSON, **given))

    with pytest.raises(Misconfigured) as refused:
        asyncio.run(scene())
    return str(refused.value)


def test_a_column_that_is_not_known_is_asked_for_by_its_title(tmp_path: Path) -> None:
    file = table(tmp_path, ("Coordonnées", "Nom"), ("nobody", "No"))
    assert refusal(tmp_path, file) == (
        "I don’t see which column has the addresses. Please tell me its title.\n"
        "The titles are “Coordonnées” and “Nom”. Say which one it is: "
        '--column "Coordonnées=address"'
    )
    columns = json.dumps({"Courriels": "address"})
    assert refusal(tmp_path, file, columns=columns, language="fr") == (
        "Il n’y a pas de colonne «\u00a0Courriels\u00a0».\n"
        "Les titres sont «\u00a0Coordonnées\u00a0» et «\u00a0Nom\u00a0». Dites lequel c’est\u00a0: "
        '--column "Coordonnées=address"'
    )


def test_a_column_that_was_named_is_read_whatever_its_case(tmp_path: Path) -> None:
    file = table(tmp_path, ("Coordonnées", "Unité"), ("kim@example.net", "CSPS"))
    columns = json.dumps({"coordonnees": "address", "UNITÉ": "department"})

    async def scene() -> str:
        async with opened(tmp_path) as desk:
            await desk.call(register, importing(file, **IN_JSON, columns=columns))
            return desk.registration("kim@example.net").department

    assert asyncio.run(scene()) == "CSPS"


def test_what_cannot_be_taken_is_refused_with_words(tmp_path: Path) -> None:
    file = table(tmp_path, TITLES, ("kim@example.net", "Kim"))
    assert refusal(tmp_path, file, session="9") == (
        "I know of no session “9”. Write “list sessions” to see them."
    )
    assert refusal(tmp_path, tmp_path / "none.csv") == f"{tmp_path}/none.csv is no file."
    assert refusal(tmp_path, tmp_path) == f"{tmp_path} is no file."
    (tmp_path / "empty.csv").touch()
    assert refusal(tmp_path, tmp_path / "empty.csv") == (
        "“empty.csv” arrived empty. Please export it again and send it once more."
    )


def test_nobody_is_registered_for_a_session_that_is_over(tmp_path: Path) -> None:
    file = table(tmp_path, TITLES, ("kim@example.net", "Kim"))

    async def scene() -> dict[str, int]:
        async with opened(tmp_path, starts=NOW - timedelta(days=1)) as desk:
            with pytest.raises(Misconfigured, match="nobody can register for it any more"):
                await desk.call(register, importing(file, **IN_JSON))
            return desk.counted()

    assert asyncio.run(scene()) == {"registered": 0, "letters": 0, "people": 0}


def test_a_file_that_takes_too_much_is_given_up_and_the_bot_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0.01)
    file = table(tmp_path, TITLES, ("kim@example.net", "Kim"))
    assert refusal(tmp_path, file).startswith("“people.csv” holds more than I can read at once.")


def test_the_process_that_reads_can_take_no_more_than_it_may_and_writes_no_file(
    tmp_path: Path,
) -> None:
    tries = {
        "x = bytearray(2 * 10**9)": "MemoryError",
        f"import os; os.write(os.open({str(tmp_path / 'x')!r}, 65), b'x')": "File too large",
    }
    for code, error in tries.items():
        confined = f"from bot.services.files.apart import confine\nconfine()\n{code}"
        ended = subprocess.run(
            [sys.executable, "-c", confined], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert error in ended.stderr


def test_the_process_that_reads_knows_no_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIRCUIT_SECRET", "never to be seen")
    (tmp_path / "tell.py").write_text("import os\nprint(sorted(os.environ))")
    monkeypatch.setattr(apart, "ROOT", tmp_path)
    written = asyncio.run(apart.done_apart("tell", b""))
    assert written is not None
    assert "CIRCUIT_SECRET" not in written.decode()


def test_the_command_says_the_same_alone_and_beside_the_bot(tmp_path: Path) -> None:
    circuit(tmp_path, "chat", "--as", "ana@example.org", typed=CREATED)
    table(tmp_path, TITLES, *LISTED)
    asked = ("import", "registrations", "people.csv", "--session", "1")
    ended = [circuit(tmp_path, *asked, typed="no\n"), circuit(tmp_path, *asked, "--json")]
    with running(tmp_path):
        ended += [
            circuit(tmp_path, *asked, typed="no\n"),
            circuit(tmp_path, *asked, "--json"),
            circuit(tmp_path, *asked, "--yes", "--json"),
        ]
    ended.append(circuit(tmp_path, *asked, "--yes", "--json"))
    said = [(each.returncode, each.stdout, each.stderr) for each in ended]
    assert said[0] == said[2]
    assert said[1] == said[3] == said[4]
    counted = [json.loads(each) for _, each, _ in said[4:]]
    assert [(each["new"], each["same"]) for each in counted] == [(2, 1), (0, 3)]


@pytest.mark.parametrize("column", ["address", "=address", "Email=", "Email=shoe"])
def test_a_column_that_is_not_written_as_it_should_is_refused(tmp_path: Path, column: str) -> None:
    ended = circuit(tmp_path, "import", "registrations", "x", "--session", "1", "--column", column)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("circuit: --column takes TITLE=FIELD, such as")


MANY = 2_000
IN_A_CHILD = """
import asyncio, sys
from pathlib import Path
from bot.commands.importing import register
from tests.ways.desk import IN_JSON, importing, opened
from bot.assistant import bringing

async def scene():
    async with opened(Path(sys.argv[1])) as desk:
        def told(answer):
            print("filed", flush=True)
            return answer
        hear = desk.house.assistant.hear
        async def heard(incoming):
            return told(await hear(incoming))
        desk.house.assistant.hear = heard
        await desk.call(register, importing(Path(sys.argv[2]), **IN_JSON))
asyncio.run(scene())
"""


def test_killed_in_the_middle_and_run_again_it_comes_to_the_same(tmp_path: Path) -> None:
    rows = [(f"p{n}@example.net", f"P {n}") for n in range(MANY)]
    file = table(tmp_path, TITLES, *rows)
    for pieces in (3, 17):
        child = subprocess.Popen(
            [sys.executable, "-c", IN_A_CHILD, str(tmp_path), str(file)],
            cwd=ROOT,
            env=environment(),
            stdout=subprocess.PIPE,
        )
        with child:
            assert child.stdout is not None
            for _ in range(pieces):
                assert child.stdout.readline() == b"filed\n"
            os.kill(child.pid, signal.SIGKILL)

    async def scene() -> tuple[dict[str, int], object, dict[str, int]]:
        async with opened(tmp_path) as desk:
            before = desk.counted()
            said = of_json((await desk.call(register, importing(file, **IN_JSON)))[1])
            return before, said, desk.counted()

    before, said, after = asyncio.run(scene())
    there = before["registered"]
    assert 850 <= there < MANY
    assert said == {"new": MANY - there, "changed": 0, "same": there, "refused": []}
    assert after == {"registered": MANY, "letters": MANY, "people": MANY}


def test_others_are_heard_while_a_file_comes_in(tmp_path: Path) -> None:
    """The loop is free at least once between two pieces, and a piece is small."""
    file = table(tmp_path, TITLES, *((f"p{n}@example.net", "P") for n in range(1_000)))

    async def scene() -> tuple[int, int]:
        async with opened(tmp_path) as desk:
            steps: list[int] = []

            async def look(desk: Desk) -> None:
                while True:
                    steps.append(desk.counted()["registered"])
                    await asyncio.sleep(0)

            looking = asyncio.create_task(look(desk))
            await desk.call(register, importing(file, **IN_JSON))
            looking.cancel()
            grown = [after - before for before, after in pairwise(steps)]
            return max(grown), sum(1 for each in grown if each)

    assert asyncio.run(scene()) == (50, 20)


def test_the_audit_says_that_a_file_came_in(tmp_path: Path) -> None:
    file = table(tmp_path, TITLES, ("kim@example.net", "Kim"))

    async def scene() -> list[Noted]:
        async with opened(tmp_path) as desk:
            await desk.call(register, importing(file, **IN_JSON))
            return list(desk.view.between(Noted, "at", None, None))

    noted = asyncio.run(scene())
    assert [(each.what, each.who, each.about) for each in noted] == [
        ("registration.imported", "command line", "session/1")
    ]


def test_an_import_needs_a_store(tmp_path: Path) -> None:
    table(tmp_path, TITLES, ("kim@example.net", "Kim"))
    ended = circuit(tmp_path, "import", "registrations", "people.csv", "--session", "1", "--yes")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == "circuit: data holds no store; CIRCUIT_DATA says where it is.\n"
    assert asyncio.run(_is_empty(tmp_path / "other"))


async def _is_empty(folder: Path) -> bool:
    store = await open_store(folder)
    await store.close()
    return store.opened.records == 0
