"""A file of registrations dropped in Webex: shown first, then taken in, then gone."""

import asyncio
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.model.importing import Import
from bot.model.outbox import Sending
from bot.model.registration import Registration
from tests.tables.samples import ANSWERED_FR, ASKED_FR, FORMS_FR, workbook

from .cloud import Cloud
from .known import Json
from .stage import NOW, Webex, connected

pytestmark = pytest.mark.slow
ANA, TOM = "ana@example.org", "tom@example.org"
CREATE = "create session on February 25, 2027 at 1 pm about {} / les cartes"
PEOPLE = b"Email,Name,Town\nkim@example.net,Kim,Hull\nnobody,No,Hull\nkim@example.net,Kim,Hull\n"
READING = "I am reading “{}”; what it would change follows here."
SHOWN = """“people.csv”, for session 1, “maps”, Thursday, February 25, 2027, 1\u00a0p.m. (ET):
• 1 new
• 0 changed
• 1 as before
• 1 refused
Each new person gets one confirmation by e-mail.
Row 3, column “Email”: “nobody” is not a mail address I can write to. Give me one address, such as name@example.org.
I did not read “Town”. If one of them matters, say what it holds, such as “look again: Town = department”.

[Do it] [Look again] [Don’t do it]"""
DONE = """Done: 1 new, 0 changed, 1 as before, 1 refused.
Row 3, column “Email”: “nobody” is not a mail address I can write to. Give me one address, such as name@example.org."""
STOPPED = "“people.csv” was not taken in, and I removed it. Nothing was changed."


def played(folder: Path, scene: Callable[[Webex], Any], *titles: str) -> Any:
    """What comes of a scene after sessions were planned, which must keep to Webex's contract."""

    async def play(cloud: Cloud) -> Any:
        async with connected(folder, cloud) as webex:
            for title in titles or ("maps",):
                await webex.say("Ana", CREATE.format(title))
                await webex.say("Ana", "hello")
            cloud.posts.clear()
            return await scene(webex)

    with Cloud() as cloud:
        found = asyncio.run(play(cloud))
        assert cloud.contract.violations == []
        return found


async def dropped(webex: Webex, name: str = "people.csv", holds: bytes = PEOPLE) -> None:
    """Ana drops a file without words."""
    shared = webex.cloud.share(ANA, name, holds=holds)
    await webex.heard(shared["id"])


async def dropped_with(webex: Webex, text: str, name: str = "people.csv") -> Json:
    webex.cloud.files[name] = PEOPLE
    return await webex.say("Ana", text, files=[f"{webex.cloud.base}/v1/contents/{name}"])


async def pressed(webex: Webex, button: str, who: str = ANA) -> None:
    shown = next(each for each in reversed(webex.cloud.posts) if each.get("attachments"))
    card = shown["attachments"][0]["content"]
    inputs = {"card": card["actions"][0]["data"]["card"], "button": button}
    activity = webex.cloud.press(who, shown, inputs)
    await webex.heard(webex.cloud.pressed_id(activity))


def kept(folder: Path) -> list[str]:
    """The files that are kept, with the rights of each."""
    return [oct(stat.S_IMODE(each.stat().st_mode)) for each in (folder / "files").iterdir()]


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


def registered(webex: Webex, session: str = "1") -> list[str]:
    view = webex.house.assistant.house.store.view()
    found = view.find(Registration, "standing_in", f"{session}/registered")
    return [f"{each.address} {each.came} {each.department}".strip() for each in found]


def test_a_file_is_shown_first_and_taken_in_by_one_press(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        await dropped(webex)
        said, before, held = webex.cloud.said(), registered(webex), kept(tmp_path)
        await pressed(webex, "go")
        letters = len(list((tmp_path / "mail").glob("*.eml")))
        return (
            said,
            before,
            held,
            webex.cloud.said()[-1],
            registered(webex),
            kept(tmp_path),
            letters,
        )

    said, before, held, done, after, left, letters = played(tmp_path, scene)
    assert said == [READING.format("people.csv"), SHOWN]
    assert (before, held) == ([], ["0o600"])
    assert (done, after, left, letters) == (DONE, ["kim@example.net file"], [], 1)


def test_a_file_that_was_taken_in_changes_nothing_the_second_time(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        for _ in range(2):
            await dropped(webex)
            await webex.say("Ana", "do it")
        return webex.cloud.said()[-1].splitlines()[0], registered(webex)

    again = "Done: 0 new, 0 changed, 2 as before, 1 refused."
    assert played(tmp_path, scene) == (again, ["kim@example.net file"])


def test_all_that_was_refused_is_listed_in_the_end(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        rows = "".join(f"nobody {n}\n" for n in range(120))
        await dropped(webex, holds=f"Email\n{rows}".encode())
        shown = webex.cloud.said()[-1].splitlines()[-4:-2]
        await pressed(webex, "go")
        listed = "\n".join(webex.cloud.said()[4:]).splitlines()
        return shown, len(listed), listed[0][:24], listed[99][:27], listed[-1]

    shown, lines, first, last, more = played(tmp_path, scene)
    assert [each[:22] for each in shown] == ["Row 6, column “Email”:", "… and 115 more rows re"]
    assert (first, last) == ("Row 2, column “Email”: “", "Row 101, column “Email”: “n")
    assert (lines, more) == (101, "… and 20 more rows refused.")


def test_words_may_stop_it(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        await dropped(webex)
        await webex.say("Ana", "don’t do it")
        last = webex.cloud.said()[-1]
        await webex.say("Ana", "do it")
        return last, registered(webex), kept(tmp_path)

    assert played(tmp_path, scene) == (STOPPED, [], [])


def test_the_session_may_stand_in_the_words(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        await dropped_with(webex, "import the registrations for session 2")
        await pressed(webex, "go")
        return webex.cloud.said()[0], registered(webex), registered(webex, "2")

    said, *taken = played(tmp_path, scene, "maps", "data")
    assert (said, taken) == (READING.format("people.csv"), [[], ["kim@example.net file"]])


def test_the_words_may_come_before_the_file(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        await webex.say("Ana", "importe les inscriptions de la séance 2")
        drop = webex.cloud.said()[-1]
        await dropped(webex)
        return drop[:29], webex.cloud.said()[1], webex.cloud.said()[-1].splitlines()[0]

    drop, reading, shown = played(tmp_path, scene, "maps", "data")
    assert drop == "Déposez le fichier ici d’ici q"[:29]
    assert reading == "Je lis « people.csv »; ce qu’il changerait suivra ici.".replace(
        " »", "\u00a0»"
    ).replace("« ", "«\u00a0")
    assert shown.startswith("«\u00a0people.csv\u00a0», pour la séance 2")


@pytest.mark.parametrize("typed", [True, False], ids=["typed", "pressed"])
def test_the_session_is_asked_for_where_it_is_not_clear(tmp_path: Path, typed: bool) -> None:  # noqa: FBT001
    async def scene(webex: Webex) -> Any:
        await dropped(webex)
        asked = webex.cloud.said()[-1].splitlines()[0]
        if typed:
            await webex.say("Ana", "2")
        else:
            shown = webex.cloud.posts[-1]
            card = shown["attachments"][0]["content"]["actions"][0]["data"]["card"]
            inputs = {"card": card, "button": "save", "in_answer": "2"}
            activity = webex.cloud.press(ANA, shown, inputs)
            await webex.heard(webex.cloud.pressed_id(activity))
        await pressed(webex, "go")
        return asked, registered(webex), registered(webex, "2")

    asked, *taken = played(tmp_path, scene, "maps", "data")
    assert (asked, taken) == (
        "Which session do you mean? Answer with its number.",
        [[], ["kim@example.net file"]],
    )


def test_a_column_may_be_named(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        await dropped(webex)
        await webex.say("Ana", "look again: Town = department")
        shown = webex.cloud.said()[-1]
        await webex.say("Ana", "do it")
        return "Town" in shown, registered(webex)

    assert played(tmp_path, scene) == (False, ["kim@example.net file Hull"])


def test_where_the_addresses_are_is_asked_for(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        await dropped(webex, holds=b'Contact,Who\n"kim at example.net",Kim\n')
        asked = webex.cloud.said()[-1].splitlines()
        await webex.say("Ana", "look again: Contact = something")
        unknown = webex.cloud.said()[-1]
        await webex.say("Ana", "look again: Contact = email")
        return asked, unknown[:37], webex.cloud.said()[-1].splitlines()[4:6]

    asked, unknown, shown = played(tmp_path, scene)
    assert asked == [
        "I don’t see which column has the addresses. Please tell me its title.",
        "The columns are “Contact” and “Who”. Say what one holds, such as “look again: Contact = email”.",
        "",
        "[Look again] [Don’t do it]",
    ]
    assert unknown == "I do not know what “something” stands"
    assert shown[0] == "• 1 refused"


@pytest.mark.parametrize(
    ("holds", "said"),
    [
        (b"", "“people.csv” arrived empty. Please export it again and send it once more."),
        (
            b"MZ\x00\x01\x02\x03" * 40,
            "“people.csv” is not a table. I read Excel workbooks (.xlsx) and csv files (.csv).",
        ),
    ],
)
def test_what_cannot_be_read_is_said_and_removed(tmp_path: Path, holds: bytes, said: str) -> None:
    async def scene(webex: Webex) -> Any:
        await dropped(webex, holds=holds)
        return webex.cloud.said()[-1], kept(tmp_path)

    assert played(tmp_path, scene) == (said, [])


def test_a_workbook_of_microsoft_forms_is_taken_in(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        holds = workbook((*FORMS_FR, *ASKED_FR), ANSWERED_FR)
        await dropped(webex, "Inscriptions(1-1).xlsx", holds)
        await pressed(webex, "go")
        return registered(webex)

    assert played(tmp_path, scene) == ["chantal@example.org file EFPC"]


def test_in_the_space_either_organiser_may_decide_and_nobody_else(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        cloud = webex.cloud
        cloud.files["people.csv"] = PEOPLE
        files = [f"{cloud.base}/v1/contents/people.csv"]
        said = cloud.say(ANA, "import the registrations for session 1", webex.space, files=files)
        await webex.heard(said["id"])
        shown = cloud.said()[-1]
        await pressed(webex, "go", TOM)
        refused = registered(webex)
        await pressed(webex, "go", "ben@example.org")
        return "\n\n«\u00a0people.csv\u00a0», pour la séance 1" in shown, refused, registered(webex)

    assert played(tmp_path, scene) == (True, [], ["kim@example.net file"])


@pytest.mark.parametrize(
    "name", ["../../x.csv", "CON", "a" * 300 + ".csv", "a\u202evsc.exe", "=cmd|'/c'!A1.csv"]
)
def test_what_a_file_is_called_never_touches_the_disk(tmp_path: Path, name: str) -> None:
    async def scene(webex: Webex) -> Any:
        before = names(tmp_path)
        webex.cloud.files["x"] = PEOPLE

        async def called(url: str) -> str:
            return name

        assert webex.house.webex is not None
        webex.house.webex._name = called  # type: ignore[method-assign]
        shared = webex.cloud.share(ANA, "x", holds=PEOPLE)
        await webex.heard(shared["id"])
        [file] = names(tmp_path / "files")
        new = names(tmp_path) - before
        return new, file.isalnum(), len(file), len(webex.cloud.said())

    assert played(tmp_path, scene) == ({"files"}, True, 16, 2)


@pytest.mark.parametrize("status", [302, 404, 415])
def test_a_file_that_cannot_be_had_is_asked_for_once_more(tmp_path: Path, status: int) -> None:
    async def scene(webex: Webex) -> Any:
        webex.cloud.fail("GET", "/contents/", status, location=f"{webex.cloud.base}/v1/people/me")
        await dropped(webex)
        return webex.cloud.said()[-1], registered(webex)

    said = (
        "I could not get “people.csv” from where it was dropped. "
        "Nothing was changed; please drop it once more."
    )
    assert played(tmp_path, scene) == (said, [])


def test_a_file_that_is_still_looked_through_is_waited_for(tmp_path: Path) -> None:
    """Webex answers 423 while it looks for viruses."""

    async def scene(webex: Webex) -> Any:
        webex.cloud.fail("GET", "/contents/", 423, retry_after="5")
        await dropped(webex)
        before = len(webex.cloud.said())
        await webex.house.assistant.move_clock(NOW + timedelta(minutes=1))
        return before, webex.cloud.said()[-1]

    assert played(tmp_path, scene) == (1, SHOWN)


def test_one_that_nobody_decides_about_is_removed_after_a_day(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        await dropped(webex)
        await webex.house.assistant.move_clock(NOW + timedelta(days=1, minutes=1))
        last = webex.cloud.said()[-1]
        await webex.house.assistant.move_clock(NOW + timedelta(days=4))
        view = webex.house.assistant.house.store.view()
        errands = [
            each.key for each in view.find(Sending, "status", "sent") if each.door == "files"
        ]
        return last, kept(tmp_path), view.get(Import, "1"), errands

    assert played(tmp_path, scene) == (STOPPED, [], None, [])


def test_two_files_at_once_are_too_many(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        base = f"{webex.cloud.base}/v1/contents"
        webex.cloud.files |= {"a.csv": PEOPLE, "b.csv": PEOPLE}
        await webex.say("Ana", "import the registrations", files=[f"{base}/a.csv", f"{base}/b.csv"])
        return webex.cloud.said()

    said = "I take one file at a time. Please drop them one after the other."
    assert played(tmp_path, scene) == [said]
