"""What is sent to a drafting model, and what each of its answers means to us."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientTimeout

from bot import settings
from bot.errors import Misconfigured, Rejected, TryLater
from bot.model.outbox import Errand, Message, Sending
from bot.services.model import DraftingModel

from .service import (
    KEY,
    Answer,
    Model,
    answering,
    draft,
    endless,
    saying,
    served,
    silent,
)

NOW = datetime(2027, 1, 12, 14, 0, tzinfo=UTC)
MESSAGES = [{"role": "system", "content": "Draft."}, {"role": "user", "content": "{}"}]
ERRAND = Errand("draft", {"messages": MESSAGES, "by": "ana@example.org"})
ASKS = Sending(key="one", door="model", to="1", content=ERRAND, created=NOW)


def played(
    scene: Callable[[Model, DraftingModel], Awaitable[Any]], *answers: Answer, query: str = ""
) -> Any:
    """What a scene gives with the door to a stand-in that answers so."""

    async def scened() -> Any:
        async with served(*answers) as model:
            door = DraftingModel(model.url + query, KEY, ClientTimeout(total=0.3))
            try:
                return await scene(model, door)
            finally:
                await door.close()

    return asyncio.run(scened())


def raised(answer: Answer) -> Exception:
    """What is raised for an answer."""

    async def scene(_: Model, door: DraftingModel) -> Exception:
        with pytest.raises((TryLater, TimeoutError)) as found:
            await door.send(ASKS)
        return found.value

    found: Exception = played(scene, answer)
    return found


def test_what_is_sent_is_the_conversation_and_nothing_else() -> None:
    async def scene(model: Model, door: DraftingModel) -> object:
        said = await door.send(ASKS)
        return said, model.asked, model.keys

    assert played(scene, query="?api-version=v1&model=small") == (
        {"text": draft()},
        [{"model": "small", "messages": MESSAGES}],
        [(f"Bearer {KEY}", "api-version=v1")],
    )


def test_where_none_is_named_the_first_model_is_asked() -> None:
    async def scene(model: Model, door: DraftingModel) -> object:
        await door.send(ASKS)
        return [each["model"] for each in model.asked]

    assert played(scene) == ["first"]


@pytest.mark.parametrize("models", [{"data": []}, {"data": 1}, {}, {"data": [{}]}], ids=str)
def test_a_service_without_models_is_of_no_use(models: object) -> None:
    async def scene(model: Model, door: DraftingModel) -> Any:
        model.models = models
        return dict(await door.send(ASKS))

    assert played(scene) == {"problem": "model_rubbish"}


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 529])
def test_what_is_busy_or_broken_is_asked_again(status: int) -> None:
    problem = raised(answering(status, Retry_After="7"))
    assert isinstance(problem, TryLater)
    assert (str(problem), problem.after) == (f"the model answered {status}", 7.0)


def test_what_does_not_answer_in_time_is_asked_again() -> None:
    assert isinstance(raised(silent), TimeoutError)


def test_what_cannot_be_reached_is_asked_again() -> None:
    async def scene() -> str:
        door = DraftingModel("http://127.0.0.1:9/v1?model=small", KEY)
        with pytest.raises(TryLater) as found:
            await door.send(ASKS)
        await door.close()
        return str(found.value)

    assert asyncio.run(scene()) == "the model cannot be reached: ClientConnectorError"


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (answering(401), "model_not_let_in"),
        (answering(403, "<h1>Forbidden</h1>"), "model_not_let_in"),
        (answering(404), "model_not_let_in"),
        (answering(400, '{"error": {"message": "no such parameter"}}'), "model_rubbish"),
        (answering(302, Location="http://127.0.0.1:9/"), "model_rubbish"),
        (answering(200, "<!doctype html><title>Sign in</title>"), "model_rubbish"),
        (answering(200, ""), "model_rubbish"),
        (answering(200, "[]"), "model_rubbish"),
        (answering(200, "{}"), "model_rubbish"),
        (answering(200, '{"choices": []}'), "model_rubbish"),
        (answering(200, '{"choices": [1]}'), "model_rubbish"),
        (answering(200, '{"choices": [{"message": null}]}'), "model_rubbish"),
        (answering(200, "[" * 100_000), "model_rubbish"),
        (endless, "model_rubbish"),
        (saying(None), "model_rubbish"),
        (saying(7), "model_rubbish"),
        (saying("  "), "model_rubbish"),
        (saying('{"en": "Dep', ended="length"), "model_cut_short"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_answer_is_named(answer: Answer, problem: str) -> None:
    async def scene(_: Model, door: DraftingModel) -> Any:
        return dict(await door.send(ASKS))

    assert played(scene, answer) == {"problem": problem}


def test_it_takes_errands_only() -> None:
    async def scene(_: Model, door: DraftingModel) -> None:
        with pytest.raises(Rejected):
            await door.send(
                Sending(key="x", door="model", to="1", content=Message("x"), created=NOW)
            )

    played(scene)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (
            {"CIRCUIT_MODEL_KEY": KEY},
            "CIRCUIT_MODEL_KEY is set, but CIRCUIT_MODEL_URL is not: set both or neither.",
        ),
        (
            {"CIRCUIT_MODEL_URL": "http://models.example.org/v1"},
            (
                "CIRCUIT_MODEL_URL must be the https:// address of an OpenAI-compatible service, with"
                " the model at its end, such as https://api.example.org/v1?model=small."
            ),
        ),
    ],
)
def test_settings_that_cannot_be_meant_are_pointed_out(given: dict[str, str], problem: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        settings.read(given, Path("none"))
    assert str(refused.value) == problem


def test_the_key_does_not_show_in_the_printed_settings() -> None:
    given = {"CIRCUIT_MODEL_URL": "https://api.example.org/v1", "CIRCUIT_MODEL_KEY": KEY}
    chosen = settings.read(given, Path("none"))
    assert (chosen.model_url, chosen.model_key) == ("https://api.example.org/v1", KEY)
    assert KEY not in repr(chosen)
