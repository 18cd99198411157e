"""A board asked for in chat, made by the whole bot; what is said of it in both languages."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.model.outbox import Message, Sending
from bot.model.outcome import Outcome
from bot.model.registration import Registration
from tests.pages.site import NOW, Site
from tests.pages.site import served as bot_served

from .service import TOKEN, Miro, refusal, served

pytestmark = pytest.mark.slow

SESSION = "create session February 25, 2027 at 1 pm about Biometrics / La biométrie"
LINK = "https://miro.com/app/board/b1=/"
ASKS = {
    "en": "create a Miro board called “Ideas” for session 1",
    "fr": "crée un tableau Miro intitulé « Idées » pour la séance 1",
}
ASKED = {
    "en": "I am making the board “Ideas” in Miro for session 1; its link follows here.",
    "fr": "Je fais le tableau « Idées » dans Miro pour la séance 1; son lien suivra ici.",
}
MADE = {
    "en": f"Noted for session 1:\n• Whiteboard (Miro): {LINK}",
    "fr": f"C’est noté pour la séance 1 :\n• Tableau blanc (Miro) : {LINK}",
}


def played(folder: Path, scene: Callable[[Site, Miro], Awaitable[Any]]) -> Any:
    """What a scene gives with session 1 and the stand-in."""

    async def scened() -> Any:
        async with (
            served() as miro,
            bot_served(folder, miro_token=TOKEN, miro_url=miro.url) as site,
        ):
            await site.say("Ana", SESSION)
            return await scene(site, miro)

    return asyncio.run(scened())


async def said(site: Site, text: str) -> str:
    """The answer to Ana."""
    answer = await site.say("Ana", text)
    return str(json.loads(answer.text)["text"]).replace("\u00a0", " ")


def told(site: Site) -> list[str]:
    """What left the bot for Ana about session 1, in order."""
    found = sorted(site.view.find(Sending, "about", "session/1"), key=lambda each: each.created)
    return [
        each.content.text.replace("\u00a0", " ")
        for each in found
        if isinstance(each.content, Message) and each.to == "ana@example.org"
    ]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_board_is_made_and_its_link_is_told(tmp_path: Path, language: str) -> None:
    async def scene(site: Site, miro: Miro) -> Any:
        answers = [await said(site, ASKS[language]) for _ in range(2)]
        await site.delivered()
        again = await said(site, ASKS[language])
        return answers, told(site), again.partition("\n")[0], [b["name"] for b in miro.boards]

    there = {
        "en": f"Session 1 has a board already: {LINK}",
        "fr": f"La séance 1 a déjà un tableau : {LINK}",
    }
    name = {"en": "Ideas", "fr": "Idées"}
    assert played(tmp_path, scene) == (
        [ASKED[language]] * 2,
        [MADE[language]],
        there[language],
        [name[language]],
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_expired_token_is_said_and_the_board_is_made_once_there_is_another(
    tmp_path: Path, language: str
) -> None:
    async def scene(site: Site, miro: Miro) -> Any:
        miro.goes_wrong = [("GET", refusal(401, "expired"))]
        await said(site, ASKS[language])
        await site.delivered()
        await said(site, ASKS[language])
        await site.delivered()
        return told(site), len(miro.boards)

    why = {
        "en": (
            "Miro does not know our token, or it has expired. No board was made for session 1. "
            "Whoever looks after me makes a new one in Miro and sets CIRCUIT_MIRO_TOKEN. Meanwhile, "
            "make the board yourself and write “the Miro board of session 1 is https://…”."
        ),
        "fr": (
            "Miro ne reconnaît pas notre jeton, ou il a expiré. Aucun tableau n’a été fait pour la "
            "séance 1. La personne qui s’occupe de moi en crée un autre dans Miro et le met dans "
            "CIRCUIT_MIRO_TOKEN. D’ici là, faites le tableau vous-même et écrivez « le tableau Miro "
            "de la séance 1 est https://… »."
        ),
    }
    assert played(tmp_path, scene) == ([why[language], MADE[language]], 1)


def test_an_under_scoped_token_is_said_with_the_scopes(tmp_path: Path) -> None:
    async def scene(site: Site, miro: Miro) -> Any:
        miro.goes_wrong = [("POST", refusal(403, "Required scopes: boards:write"))]
        await said(site, ASKS["en"])
        await site.delivered()
        return told(site)

    assert played(tmp_path, scene) == [
        (
            "Miro does not let our token make a board; it says: “Required scopes: boards:write”. It "
            "needs the scopes boards:read and boards:write, and room for one more board. Whoever looks "
            "after me can put that right in Miro. Meanwhile, make the board yourself and write “the "
            "Miro board of session 1 is https://…”."
        )
    ]


def test_above_two_hundred_people_the_board_is_only_looked_at(tmp_path: Path) -> None:
    async def scene(site: Site, miro: Miro) -> Any:
        places = tuple(
            Registration(session="1", address=f"p{n}@example.org", at=NOW, changed_at=NOW)
            for n in range(201)
        )
        await site.house.assistant.house.store.run(Outcome(saves=places).regardless)
        answer = await said(site, ASKS["en"])
        await site.delivered()
        return answer, miro.made()[0]["policy"], told(site)

    assert played(tmp_path, scene) == (
        (
            f"{ASKED['en']} More than 200 people may come. So many can’t write on one board at "
            "once, so anyone with the link will be able to view it."
        ),
        {"sharingPolicy": {"access": "view"}},
        [f"Noted for session 1:\n• Whiteboard (Miro, to look at): {LINK}"],
    )


def test_a_board_given_meanwhile_stays(tmp_path: Path) -> None:
    async def scene(site: Site, _: Miro) -> Any:
        await said(site, ASKS["en"])
        await said(site, "the Miro board of session 1 is https://miro.com/app/board/own=/")
        await site.delivered()
        return told(site)

    assert played(tmp_path, scene) == [
        (
            f"The board “Ideas” is made in Miro: {LINK}\n"
            "Session 1 keeps the board that it was given meanwhile: https://miro.com/app/board/own=/"
        )
    ]


def test_silence_is_said_and_what_was_made_meanwhile_is_found(tmp_path: Path) -> None:
    async def scene(site: Site, miro: Miro) -> Any:
        miro.goes_wrong = [("GET", refusal(503, "")) for _ in range(9)]
        await said(site, ASKS["en"])
        await site.delivered()
        for _ in range(6):
            site.house.assistant.house.time.move(
                site.house.assistant.house.time.now() + timedelta(minutes=5)
            )
            await site.house.assistant.tick()
            await site.delivered()
        miro.goes_wrong = []
        await said(site, ASKS["en"])
        await site.delivered()
        return told(site), len(miro.boards)

    assert played(tmp_path, scene) == (
        [
            (
                "Miro did not answer for a quarter of an hour, so I do not know whether it made the "
                "board for session 1. Ask me again later: if the board is there, I find it and "
                "make no second one."
            ),
            MADE["en"],
        ],
        1,
    )
