"""``POST /hooks/forms``: each response once, whatever a flow does; the team says what a form is for."""

import asyncio
import io
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.model.conversation import Seen
from bot.model.forms import Form, Response
from bot.model.outbox import Message, Sending
from bot.model.outcome import Outcome
from bot.model.people import Noted
from bot.model.record import Record
from bot.model.registration import Registration, Standing, registration_key
from tests.pages.site import NOW, Said, Site, served

from .desk import SESSION

FORM = "FtKx1-form_of-the-team"
KEYS = [f"r{n:032x}" for n in range(9)]
MAIL, NAME, WHERE, SPEAKS, NEEDS, AGAIN, ASKS, WHICH, SHOE = KEYS
ANSWERS = {
    MAIL: "",
    NAME: "Kim Roy",
    WHERE: "Health Canada",
    SPEAKS: "Français",
    NEEDS: '["Captions","A ramp"]',
    AGAIN: "Oui",
    ASKS: "Is it safe?",
}
SAYS = {
    "q1": "aside", "q2": "name", "q3": "department", "q4": "language", "q5": "needs",
    "q6": "consent", "q7": "question",
}  # fmt: skip
TOKEN = "aGk4Zr-Qv7_pL2mXw9Tb"


def body(number: int = 1, responder: str = "kim@example.net", **answers: Any) -> dict[str, Any]:
    """What a flow posts for a response."""
    return {
        "form_id": FORM,
        "response_id": number,
        "responder": responder,
        "submitted": "1/12/2027 1:30:07 PM",
        "answers": {**ANSWERS, **answers},
    }


def said_in(said: Said) -> str:
    """The words of an answer."""
    return str(json.loads(said.text)["text"])


class Flow:
    """A flow, the team beside it, and what the store holds."""

    def __init__(self, site: Site) -> None:
        """A served bot."""
        self.site = site

    async def post(self, *bodies: dict[str, Any], **headers: str) -> tuple[int, Any]:
        """The status and the JSON that comes back."""
        found = bodies[0] if len(bodies) == 1 else list(bodies)
        said = await self.site.post("/hooks/forms", json=found, headers=headers)
        return said.status, json.loads(said.text) if said.status < 300 else said.text

    async def file(self, *records: Record) -> None:
        """File records as they are."""
        store = self.site.house.assistant.house.store
        await store.run(Outcome(saves=records).regardless)

    async def save(self, session: str = "1", **fields: str) -> Said:
        """Ana says on the card in the space what the form is for."""
        chosen = {f"in_{name}": value for name, value in {**SAYS, **fields}.items()}
        if session:
            chosen["in_session"] = session
        return await self.site.press("Ana", "forms-1", "save", fields=chosen, room="space")

    async def ticked(self) -> None:
        """A minute goes by."""
        await self.site.house.assistant.tick()

    def registration(self, address: str = "kim@example.net", session: str = "1") -> Registration:
        """Somebody's registration."""
        found = self.site.view.get(Registration, registration_key(session, address))
        assert found is not None
        return found

    def count(self) -> tuple[int, int, int]:
        """Who has a place, who waits for a word of the team, which letters were filed."""
        view = self.site.view
        letters = view.find(Sending, "about", "session/1")
        return (
            view.count(Registration, "standing_in", "1/registered"),
            view.count(Response, "form", FORM),
            len(letters),
        )

    def cards(self) -> list[Message]:
        """The cards about form 1 that left for the space."""
        found = self.site.view.find(Sending, "about", "form/1")
        return [each.content for each in found if isinstance(each.content, Message)]


Scene = Callable[[Flow], Awaitable[Any]]


def played(folder: Path, scene: Scene, **changes: Any) -> Any:
    """What a scene with session 1 gave back."""

    async def whole() -> Any:
        async with served(folder, NOW, **changes) as site:
            flow = Flow(site)
            await flow.file(SESSION)
            return await scene(flow)

    return asyncio.run(whole())


def test_the_first_response_waits_and_the_team_is_asked_once(tmp_path: Path) -> None:
    async def scene(flow: Flow) -> tuple[Any, ...]:
        first = await flow.post(body(1))
        second = await flow.post(body(2, "lee@example.net"))
        await flow.ticked()
        await flow.site.delivered()
        return first, second, flow.count(), flow.cards()

    first, second, counted, cards = played(tmp_path, scene)
    assert first == (202, {"response_id": "1", "result": "held"})
    assert second == (202, {"response_id": "2", "result": "held"})
    assert counted == (0, 2, 0)
    asked = (
        "A form that I don’t know sends responses: 1 so far, and they are kept. "
        "Which session is it for, and what do its questions ask? Once you save, everybody is "
        "registered in the order they came. / Un formulaire que je ne connais pas envoie des "
        "réponses\u00a0: 1 jusqu’ici, et elles sont gardées. Pour quelle séance est-il, et que "
        "demandent ses questions? Une fois que vous enregistrez, tout le monde est inscrit dans "
        "l’ordre d’arrivée."
    )
    assert [each.text for each in cards] == [asked]


def test_the_card_shows_an_answer_to_each_question_but_no_address(tmp_path: Path) -> None:
    told = {MAIL: "Kim.Roy@example.net", NAME: "x" * 100}

    async def scene(flow: Flow) -> list[Message]:
        await flow.post(body(1, "anonymous", **told))
        return flow.cards()

    card = played(tmp_path, scene)[0].card
    assert card is not None
    fields = {each["id"]: each for each in card["body"] if each["type"] == "Input.ChoiceSet"}
    assert "Kim.Roy" not in json.dumps(card)
    assert {name: (each["label"], each.get("value")) for name, each in fields.items()} == {
        "in_session": ("Session / Séance", "1"),
        "in_q1": (
            "Question 1, answered “K…@example.net” / Question 1, réponse «\u00a0K…@example.net\u00a0»",
            "address",
        ),
        "in_q2": (
            f"Question 2, answered “{'x' * 39}…” / Question 2, réponse «\u00a0{'x' * 39}…\u00a0»",
            "aside",
        ),
        "in_q3": (
            "Question 3, answered “Health Canada” / Question 3, réponse «\u00a0Health Canada\u00a0»",
            "aside",
        ),
        "in_q4": (
            "Question 4, answered “Français” / Question 4, réponse «\u00a0Français\u00a0»",
            "language",
        ),
        "in_q5": (
            f"Question 5, answered “{ANSWERS[NEEDS]}” / Question 5, réponse «\u00a0{ANSWERS[NEEDS]}\u00a0»",
            "aside",
        ),
        "in_q6": ("Question 6, answered “Oui” / Question 6, réponse «\u00a0Oui\u00a0»", "aside"),
        "in_q7": (
            "Question 7, answered “Is it safe?” / Question 7, réponse «\u00a0Is it safe?\u00a0»",
            "aside",
        ),
        "in_language": ("Language of the form / Langue du formulaire", None),
    }


def test_once_the_team_has_said_it_those_who_wait_are_registered_and_later_ones_at_once(
    tmp_path: Path,
) -> None:
    async def scene(flow: Flow) -> tuple[Any, ...]:
        await flow.post(body(1))
        said = await flow.save()
        later = await flow.post(body(2, "lee@example.net", **{SPEAKS: "English"}))
        changed = await flow.post(body(3, **{WHERE: "CSPS"}))
        return said, later, changed, flow.count(), flow.registration()

    said, later, changed, counted, kim = played(tmp_path, scene)
    assert said_in(said) == (
        "Form 1 is for session 1, “biometrics”. Responses filed: 1. "
        "New ones are taken as they come. / Le formulaire 1 est pour la séance 1, "
        "«\u00a0la biométrie\u00a0». Réponses classées\u00a0: 1. "
        "Les nouvelles sont prises dès leur arrivée."
    )
    assert later == (201, {"response_id": "2", "result": "new"})
    assert changed == (200, {"response_id": "3", "result": "changed"})
    assert counted == (2, 0, 2)
    assert (kim.name, kim.department, kim.language, kim.needs) == (
        *("Kim Roy", "CSPS", "fr", "Captions; A ramp"),
    )
    assert (kim.consent, kim.question, kim.came) == (True, "Is it safe?", "form")
    assert kim.response == f"{FORM}/1"


def test_a_form_filled_in_beforehand_says_which_link_brought_somebody(tmp_path: Path) -> None:
    async def scene(flow: Flow) -> tuple[str, str, str]:
        await flow.post(body(1, **{SHOE: "wire-fr"}))
        await flow.save()
        await flow.post(body(2, "sam@example.net", **{SHOE: "a friend told me"}))
        fields = next(iter(flow.site.view.find(Form, "all", "form"))).fields
        sam = flow.registration("sam@example.net")
        return fields[SHOE], flow.registration().origin, sam.origin

    assert played(tmp_path, scene) == ("origin", "wire-fr", "")


def test_a_response_has_its_effect_once_however_often_it_is_posted(tmp_path: Path) -> None:
    async def scene(flow: Flow) -> tuple[Any, ...]:
        await flow.post(body(1))
        await flow.save()
        together = await asyncio.gather(*(flow.post(body(2, "lee@example.net")) for _ in range(10)))
        again = await flow.post(body(2, "lee@example.net", **{WHERE: "Elsewhere"}))
        return together, again, flow.count()

    together, again, counted = played(tmp_path, scene)
    assert together == [(201, {"response_id": "2", "result": "new"})] * 10
    assert again == together[0]
    assert counted == (2, 0, 2)


def test_it_has_none_either_after_a_restart_or_weeks_later(tmp_path: Path) -> None:
    async def before(flow: Flow) -> None:
        await flow.post(body(1))
        await flow.save()
        await flow.post(body(2, "lee@example.net"))

    async def after(flow: Flow) -> tuple[Any, ...]:
        again = await flow.post(body(2, "lee@example.net"))
        seen = list(flow.site.view.between(Seen, "at", None, None))
        gone = Outcome(removes=tuple(seen))
        await flow.site.house.assistant.house.store.run(gone.regardless)
        mine = flow.registration("lee@example.net").changed(department="Mine")
        left = flow.registration().changed(standing=Standing.CANCELLED)
        await flow.file(mine, left)
        weeks = [await flow.post(body(2, "lee@example.net")), await flow.post(body(1))]
        return again, weeks, flow.registration("lee@example.net"), flow.registration().standing

    played(tmp_path, before)
    again, weeks, lee, standing = played(tmp_path, after)
    assert again == (201, {"response_id": "2", "result": "new"})
    assert [result["result"] for _, result in weeks] == ["same", "same"]
    assert (lee.department, standing) == ("Mine", Standing.CANCELLED)


def test_somebody_gets_one_confirmation_whichever_ways_they_come(tmp_path: Path) -> None:
    async def scene(flow: Flow) -> tuple[Any, ...]:
        announced = await flow.site.say("Ana", "announce session 1")
        await flow.site.say("Tom", "sign me up for session 1")
        await flow.post(body(1, "Tom@Example.org"))
        await flow.save()
        again = await flow.post(body(2, "tom@example.org"))
        letters = flow.site.view.find(Sending, "about", "session/1")
        return announced.status, again, [each.key for each in letters if each.door == "mail"]

    status, again, letters = played(tmp_path, scene)
    assert (status, again) == (200, (200, {"response_id": "2", "result": "same"}))
    assert letters == ["registration/confirmed/1/tom@example.org/1"]


def test_several_responses_may_come_in_one_call(tmp_path: Path) -> None:
    async def scene(flow: Flow) -> tuple[Any, ...]:
        held = await flow.post(body(1), body(2, "lee@example.net"))
        await flow.save()
        return held, await flow.post(body(3, "pat@example.net"), body(4, "nobody"), body(1))

    held, taken = played(tmp_path, scene)
    assert held == (200, [{"response_id": n, "result": "held"} for n in ("1", "2")])
    status, results = taken
    assert status == 200
    assert results[0] == {"response_id": "3", "result": "new"}
    why = (
        "“nobody” is not a mail address I can write to. Give me one address, such as "
        "name@example.org. / «\u00a0nobody\u00a0» n’est pas une adresse de courriel à laquelle je "
        "peux écrire. Donnez-moi une seule adresse, comme nom@example.org."
    )
    assert results[1] == {"response_id": "4", "result": "refused", "why": why}
    assert results[2] == {"response_id": "1", "result": "held"}


def test_the_team_hears_once_a_day_of_responses_that_could_not_be_taken(tmp_path: Path) -> None:
    async def scene(flow: Flow) -> list[str]:
        await flow.post(body(1))
        await flow.save()
        for number in (2, 3):
            await flow.post(body(number, "a@example.net, b@example.net"))
        await flow.site.delivered()
        return [each["text"] for each in await flow.site.history() if each["room"] == "space"]

    texts = played(tmp_path, scene)
    assert len(texts) == 3
    assert texts[2].startswith(
        "Response 2 of form 1 could not be taken. “a@example.net, b@example.net” is not"
    )


def test_a_full_session_has_them_wait(tmp_path: Path) -> None:
    async def scene(flow: Flow) -> Any:
        await flow.file(replace(SESSION, capacity=1))
        await flow.post(body(1))
        await flow.save()
        return await flow.post(body(2, "lee@example.net"))

    assert played(tmp_path, scene) == (201, {"response_id": "2", "result": "waiting"})


def test_many_that_wait_are_filed_in_their_order_and_newer_ones_behind_them(
    tmp_path: Path,
) -> None:
    people = [f"p{n:03d}@example.net" for n in range(120)]

    async def scene(flow: Flow) -> tuple[Any, ...]:
        await flow.file(replace(SESSION, capacity=119))
        for number, address in enumerate(people):
            await flow.post(body(number, address))
        await flow.save()
        newer = await flow.post(body(500, "newer@example.net"))
        some = flow.count()
        await flow.ticked()
        waiting = flow.site.view.find(Registration, "standing_in", "1/waiting")
        return newer, some, flow.count()[:2], sorted(each.address for each in waiting)

    newer, some, every, waiting = played(tmp_path, scene)
    assert newer == (202, {"response_id": "500", "result": "held"})
    assert (some[:2], every) == ((50, 71), (119, 0))
    assert waiting == ["newer@example.net", "p119@example.net"]


def test_a_form_for_all_sessions_names_one_in_each_response(tmp_path: Path) -> None:
    other = replace(SESSION, id="12", starts=SESSION.starts + timedelta(days=28))

    async def scene(flow: Flow) -> tuple[Any, ...]:
        await flow.file(other)
        await flow.post(body(1, **{WHICH: "Session 12: maps"}))
        refused = await flow.save("each")
        said = await flow.save("each", q8="session")
        results = [
            await flow.post(body(2, "lee@example.net", **{WHICH: "séance 1"})),
            await flow.post(body(3, "pat@example.net", **{WHICH: "99"})),
            await flow.post(body(4, "pat@example.net", **{WHICH: "soon"})),
        ]
        return refused.text, said.status, results, flow.registration(session="12").name

    refused, status, results, name = played(tmp_path, scene)
    assert json.loads(refused)["text"].startswith("I need to know which question names the session")
    assert (status, name) == (200, "Kim Roy")
    assert [result["result"] for _, result in results] == ["new", "refused", "refused"]


def test_when_the_session_of_a_form_is_over_the_team_is_asked_again(tmp_path: Path) -> None:
    other = replace(SESSION, id="2", starts=SESSION.starts + timedelta(days=28))

    async def scene(flow: Flow) -> tuple[Any, ...]:
        await flow.post(body(1))
        await flow.save()
        await flow.file(other)
        flow.site.house.assistant.house.time.move(SESSION.ends + timedelta(hours=1))
        held = await flow.post(body(2, "lee@example.net"))
        asked = len(flow.cards())
        await flow.save("2")
        return held, asked, flow.registration("lee@example.net", "2").department

    assert played(tmp_path, scene) == (
        (202, {"response_id": "2", "result": "held"}),
        2,
        "Health Canada",
    )


@pytest.mark.parametrize(
    ("session", "fields", "words"),
    [
        ("", {}, "Please choose the session on the card"),
        ("99", {}, "Please choose the session on the card"),
        ("1", {"q2": "department"}, "Two questions stand for the same thing, “Department”"),
    ],
)
def test_what_is_not_clear_is_asked_for_and_changes_nothing(
    tmp_path: Path, session: str, fields: dict[str, str], words: str
) -> None:
    other = replace(SESSION, id="2", starts=SESSION.starts + timedelta(days=28))

    async def scene(flow: Flow) -> tuple[Any, ...]:
        await flow.file(other)
        await flow.post(body(1))
        said = await flow.save(session, **fields)
        form = flow.site.view.get(Form, FORM)
        return said_in(said), flow.count(), form.session if form else None

    said, counted, settled = played(tmp_path, scene)
    assert said.startswith(words)
    assert (counted, settled) == ((0, 1, 0), "")


def test_without_an_address_anywhere_the_team_must_name_the_question(tmp_path: Path) -> None:
    async def scene(flow: Flow) -> str:
        await flow.post(body(1, "anonymous"))
        return said_in(await flow.save())

    assert played(tmp_path, scene).startswith(
        "I need to know which question gives the e-mail address."
    )


def test_a_settled_form_is_not_settled_again_by_its_card(tmp_path: Path) -> None:
    async def scene(flow: Flow) -> tuple[str, list[str]]:
        await flow.post(body(1))
        await flow.save()
        said = await flow.save()
        noted = flow.site.view.between(Noted, "at", None, None)
        return said_in(said), [each.what for each in noted]

    said, noted = played(tmp_path, scene)
    assert said.startswith("Form 1 is for session 1, “biometrics”. To change that, write")
    assert noted == ["form.settled"]


def test_in_words_a_form_is_for_a_session_as_well(tmp_path: Path) -> None:
    other = replace(SESSION, id="2", starts=SESSION.starts + timedelta(days=28))

    async def scene(flow: Flow) -> tuple[Any, ...]:
        before = await flow.site.say("Ana", "the form is for session 1")
        await flow.file(other)
        await flow.post(body(1))
        first = await flow.site.say("Ana", "the form is for session 1")
        second = await flow.site.say("Ana", "le formulaire est pour la séance 2")
        await flow.post(body(2, "lee@example.net"))
        texts = [said_in(each) for each in (before, first, second)]
        kim, lee = flow.registration(), flow.registration("lee@example.net", "2")
        return texts, kim.language, lee.language, lee.department

    texts, *people = played(tmp_path, scene)
    assert texts[0].startswith("No form has sent me anything yet.")
    assert texts[1].startswith("Form 1 is for session 1, “biometrics”. Responses filed: 1.")
    assert texts[2].startswith("Le formulaire 1 est pour la séance 2")
    assert people == ["fr", "fr", ""]


def test_who_does_not_organise_says_nothing_of_forms(tmp_path: Path) -> None:
    async def scene(flow: Flow) -> tuple[str, str, tuple[int, int, int]]:
        await flow.post(body(1))
        pressed = await flow.site.press("Tom", "forms-1", "save", fields={"in_session": "1"})
        said = await flow.site.say("Tom", "the form is for session 1")
        return said_in(pressed), said_in(said), flow.count()

    refused = "Only the team that organises the sessions can ask me that."
    pressed, said, counted = played(tmp_path, scene)
    assert (pressed.startswith(refused), said.startswith(refused)) == (True, True)
    assert counted == (0, 1, 0)


def test_only_who_knows_the_token_is_heard(tmp_path: Path) -> None:
    async def scene(flow: Flow) -> tuple[Any, ...]:
        wrong: tuple[dict[str, str], ...]
        wrong = ({}, {"Authorization": TOKEN}, {"Authorization": f"Bearer {TOKEN}x"})
        statuses = [(await flow.post(body(1), **headers))[0] for headers in wrong]
        before = flow.count(), list(flow.site.view.between(Seen, "at", None, None))
        right = await flow.post(body(1), Authorization=f"Bearer {TOKEN}")
        return statuses, before, right[0]

    production = {"mode": "production", "secret": "only a test, yet long"}
    statuses, before, right = played(tmp_path, scene, hook_token=TOKEN, **production)
    assert statuses == [401, 401, 401]
    assert before == ((0, 0, 0), [])
    assert right == 202
    assert played(tmp_path / "local", scene, hook_token=TOKEN) == (statuses, before, right)


def test_in_production_without_a_token_there_is_no_way_in(tmp_path: Path) -> None:
    async def scene(flow: Flow) -> int:
        return (await flow.post(body(1)))[0]

    assert played(tmp_path, scene, mode="production", secret="only a test, yet long") == 404


def test_on_this_machine_alone_no_other_page_may_post(tmp_path: Path) -> None:
    async def scene(flow: Flow) -> list[int]:
        headers = ({"Origin": "https://evil.example"}, {"Host": "evil.example"})
        return [(await flow.post(body(1), **each))[0] for each in headers]

    assert played(tmp_path, scene) == [403, 403]


HOSTILE: dict[str, tuple[int, bytes]] = {
    "nothing": (400, b""),
    "10 MB": (413, b" " * 10_000_000),
    "brackets 100,000 deep": (400, b"[" * 100_000 + b"]" * 100_000),
    "a number of 5,000 digits": (400, b'{"response_id": ' + b"9" * 5_000 + b"}"),
    "a name twice": (400, b'{"form_id": "a", "form_id": "b"}'),
    "not a number": (400, b'{"form_id": NaN}'),
    "half a character": (400, b'{"form_id": "\xff"}'),
    "half a surrogate": (400, json.dumps(body(1, "\ud800")).encode()),
    "no answers": (400, json.dumps({**body(1), "answers": "all"}).encode()),
    "an empty list": (400, b"[]"),
    "a list of words": (400, b'["a"]'),
    "no form": (400, json.dumps({**body(1), "form_id": ""}).encode()),
    "a form of another kind": (400, json.dumps({**body(1), "form_id": ["a"]}).encode()),
    "a line break in an id": (400, json.dumps({**body(1), "form_id": "a\nb"}).encode()),
    "an endless id": (400, json.dumps({**body(1), "form_id": "a" * 5_000}).encode()),
    "true for a number": (400, json.dumps({**body(1), "response_id": True}).encode()),
    "thousands of answers": (
        400,
        json.dumps({**body(1), "answers": dict.fromkeys(map(str, range(1_000)), "x")}).encode(),
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bodies_are_refused_and_nothing_is_kept(tmp_path: Path, name: str) -> None:
    status, raw = HOSTILE[name]

    async def scene(flow: Flow) -> tuple[int, tuple[int, int, int], int]:
        headers = {"Content-Type": "application/json"}
        said = await flow.site.post("/hooks/forms", data=io.BytesIO(raw), headers=headers)
        return said.status, flow.count(), (await flow.post(body(1)))[0]

    assert played(tmp_path, scene) == (status, (0, 0, 0), 202)


def test_another_kind_of_body_is_refused(tmp_path: Path) -> None:
    async def scene(flow: Flow) -> list[int]:
        raw = json.dumps(body(1)).encode()
        kinds = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")
        return [
            (await flow.site.post("/hooks/forms", data=raw, headers={"Content-Type": each})).status
            for each in kinds
        ]

    assert played(tmp_path, scene) == [415, 415, 415]


def test_a_response_whose_turn_broke_may_come_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene(flow: Flow) -> tuple[int, int]:
        skill = flow.site.house.assistant.house.skills.named["forms"]
        with monkeypatch.context() as patch:
            broken = replace(skill, delivered=lambda _: 1 / 0)  # type: ignore[arg-type, return-value]
            named = {**flow.site.house.assistant.house.skills.named, "forms": broken}
            skills = replace(flow.site.house.assistant.house.skills, named=named)
            patch.setattr(
                flow.site.house.assistant,
                "house",
                replace(flow.site.house.assistant.house, skills=skills),
            )
            first = (await flow.post(body(1)))[0]
        return first, (await flow.post(body(1)))[0]

    assert played(tmp_path, scene) == (500, 202)
    assert "kim@example.net" not in caplog.text


@pytest.mark.parametrize(
    "name",
    ["=HYPERLINK(1)", "{{7*7}}", "<script>alert(1)</script>", "<@all>", "[x](http://evil)"],
)
def test_what_people_write_into_a_form_stays_as_they_wrote_it(tmp_path: Path, name: str) -> None:
    async def scene(flow: Flow) -> str:
        await flow.post(body(1, **{NAME: name}))
        await flow.save()
        return flow.registration().name

    assert played(tmp_path, scene) == name


def test_a_burst_loses_and_doubles_nobody_on_the_disk(tmp_path: Path) -> None:
    """P11 in small: a fifth is posted twice at once, all together; then the folder is read anew."""
    numbers = [number for number in range(600) for _ in range(2 if number % 5 == 0 else 1)]

    async def burst(flow: Flow) -> list[int]:
        await flow.post(body(0, "p0@example.net"))
        await flow.save()
        posted = (flow.post(body(number, f"p{number}@example.net")) for number in numbers)
        return [status for status, _ in await asyncio.gather(*posted)]

    async def again(flow: Flow) -> tuple[Any, ...]:
        letters = flow.site.view.find(Sending, "about", "session/1")
        return flow.count(), len({each.to for each in letters})

    assert sorted(set(played(tmp_path, burst))) == [201, 202]
    assert played(tmp_path, again) == ((600, 0, 600), 600)
