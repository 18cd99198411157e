"""The picture of a session's registrations, behind a signed link."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from struct import unpack

from bot.model.outcome import Outcome
from bot.model.session import Phase
from tests.core.house import SESSION
from tests.mailings.house import registration

from .site import served

START = datetime(2027, 1, 20, 14, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n"


def test_the_picture_is_a_png_for_whoever_has_the_link_and_nobody_else(tmp_path: Path) -> None:
    async def scene() -> tuple[str, bytes, tuple[int, int], list[int]]:
        async with served(tmp_path, START) as site:
            store = site.house.assistant.house.store
            people = (registration(n, at=START - timedelta(days=n % 5)) for n in range(20))
            announced = replace(
                SESSION, phase=Phase.ANNOUNCED, title=replace(SESSION.title, en="$x_1$")
            )
            await store.run(Outcome(saves=(announced, *people)).regardless)
            link = site.house.assistant.house.link("picture-1").rpartition("/s/")[2]
            nobody = site.house.assistant.house.link("picture-9").rpartition("/s/")[2]
            async with site.http.get(f"/s/{link}?lang=fr") as response:
                kind, body = response.content_type, await response.read()
            statuses = []
            forged = link[:-1] + ("0" if link[-1] != "0" else "1")
            for path in (f"/s/{forged}", "/s/picture-1", f"/s/{nobody}"):
                async with site.http.get(path) as response:
                    statuses.append(response.status)
        return kind, body[:8], unpack(">II", body[16:24]), statuses

    assert asyncio.run(scene()) == ("image/png", PNG, (960, 432), [404, 404, 404])
