"""Responses that a flow posts to ``/hooks/evaluation/<session>``, and the report on all sessions."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.model.evaluation import Evaluated, Evaluation
from bot.model.outcome import Outcome
from bot.model.session import Phase
from tests.pages.site import NOW, Site, served
from tests.ways.desk import SESSION
from tests.ways.test_forms import TOKEN

KEY = "r" + "0" * 32


async def post(site: Site, number: int, path: str = "/hooks/evaluation/1", **headers: str) -> Any:
    """The status and what comes back for one response."""
    body = {
        "form_id": "F",
        "response_id": number,
        "responder": "kim@example.net",
        "answers": {
            KEY: str(number % 3 + 3),
            KEY[:-1] + "1": f"Captions, from kim@example.net {number}",
        },
    }
    said = await site.post(path, json=body, headers=headers)
    return said.status, json.loads(said.text) if said.status < 300 else said.text


def played(folder: Path, scene: Any, **changes: Any) -> Any:
    async def whole() -> Any:
        async with served(folder, NOW, **changes) as site:
            session = replace(SESSION, phase=Phase.ANNOUNCED, announced=True)
            await site.house.assistant.house.store.run(Outcome(saves=(session,)).regardless)
            return await scene(site)

    return asyncio.run(whole())


def test_a_flow_posts_responses_once_each_and_they_are_counted(tmp_path: Path) -> None:
    async def scene(site: Site) -> Any:
        posted = [await post(site, number) for number in (1, 2, 3, 4, 5, 5)]
        nowhere = [
            await post(site, 1, path) for path in ("/hooks/evaluation/9", "/hooks/evaluation/x")
        ]
        await site.house.assistant.tick()
        await site.house.assistant.settle()
        return posted, nowhere, site.view.get(Evaluation, "1")

    posted, nowhere, found = played(tmp_path, scene)
    assert posted[:2] == [
        (201, {"response_id": "1", "result": "new"}),
        (201, {"response_id": "2", "result": "new"}),
    ]
    assert posted[5] == (201, {"response_id": "5", "result": "new"})
    assert nowhere[0][0] == 200
    assert nowhere[0][1]["result"] == "refused"
    assert nowhere[1][0] == 404
    assert (found.answers, found.comments, found.overall.counts) == (5, 5, {"3": 1, "4": 2, "5": 2})
    assert "kim" not in str(found.themes)


def test_only_who_knows_the_token_is_heard(tmp_path: Path) -> None:
    async def scene(site: Site) -> Any:
        refused = [await post(site, 1), await post(site, 1, Authorization="Bearer nothing")]
        taken = await post(site, 1, Authorization=f"Bearer {TOKEN}")
        return [each[0] for each in refused], taken[0], site.view.count(Evaluated, "session", "1")

    assert played(tmp_path, scene, hook_token=TOKEN) == ([401, 401], 201, 1)
