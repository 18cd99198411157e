"""What the doctor finds of the drafting model."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot import settings
from bot.commands import drafting

from .service import KEY, Model, served

PLAIN = settings.read({}, Path("none"))
CHECK = "check CIRCUIT_MODEL_URL and CIRCUIT_MODEL_KEY"


def found(query: str = "", prepare: Callable[[Model], None] = lambda _: None) -> str:
    """The finding for a stand-in."""

    async def scene() -> str:
        async with served() as model:
            prepare(model)
            chosen = replace(PLAIN, model_url=f"{model.url}{query}", model_key=KEY)
            said = str(await drafting.model(chosen))
            assert model.asked == [], "the doctor drafts nothing"
            return said

    return asyncio.run(scene())


def listing(models: object) -> Callable[[Model], None]:
    """A service that lists this."""

    def prepare(model: Model) -> None:
        model.models = models

    return prepare


def test_it_is_off_by_default() -> None:
    assert str(asyncio.run(drafting.model(PLAIN))) == (
        "ok       the drafting model is off; set CIRCUIT_MODEL_URL to turn it on"
    )


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "ok       the drafting model “first”"),
        ("?model=second", "ok       the drafting model “second”"),
        (
            "?model=third",
            (
                "MISSING  the drafting model: there is no “third”, but “first”; "
                "check CIRCUIT_MODEL_URL"
            ),
        ),
        ("/nowhere", f"MISSING  the drafting model: it does not let us in; {CHECK}"),
    ],
)
def test_it_names_the_model_that_would_be_asked(query: str, said: str) -> None:
    assert found(query) == said


def test_a_service_without_models() -> None:
    assert found(prepare=listing([])) == (
        f"MISSING  the drafting model: it lists no models as OpenAI's interface does; {CHECK}"
    )


def test_nobody_there() -> None:
    chosen = replace(PLAIN, model_url="http://127.0.0.1:9/v1")
    assert str(asyncio.run(drafting.model(chosen))) == (
        "MISSING  the drafting model: it does not answer; check CIRCUIT_MODEL_URL"
    )
